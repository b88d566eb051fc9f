import type { MarkerShape } from "@/theme/factorColours";

interface MarkerProps {
  readonly shape: MarkerShape;
  readonly cx: number;
  readonly cy: number;
  /** Half of the marker's size, px. */
  readonly size: number;
  readonly colour: string;
  readonly hollow?: boolean;
}

/** Outline of a marker about (x, y), `r` half of its size, px. */
export function markerPath(shape: MarkerShape, x: number, y: number, r: number): string {
  switch (shape) {
    case "circle":
      return `M${x - r},${y}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0Z`;
    case "square":
      return `M${x - 0.88 * r},${y - 0.88 * r}h${1.76 * r}v${1.76 * r}h${-1.76 * r}Z`;
    case "diamond":
      return `M${x},${y - 1.2 * r}L${x + 1.2 * r},${y}L${x},${y + 1.2 * r}L${x - 1.2 * r},${y}Z`;
    case "triangle":
      return `M${x},${y - 1.15 * r}L${x + 1.1 * r},${y + 0.8 * r}H${x - 1.1 * r}Z`;
    case "triangleDown":
      return `M${x},${y + 1.15 * r}L${x + 1.1 * r},${y - 0.8 * r}H${x - 1.1 * r}Z`;
    case "cross":
      return `M${x - r},${y - r}L${x + r},${y + r}M${x - r},${y + r}L${x + r},${y - r}`;
  }
}

/** A point of a line; the shape tells what the colour tells. */
export function Marker({ shape, cx, cy, size, colour, hollow = false }: MarkerProps) {
  return (
    <path
      d={markerPath(shape, cx, cy, size)}
      fill={hollow ? "var(--surface)" : colour}
      stroke={colour}
      strokeWidth={shape === "cross" ? 2 : 1.5}
    />
  );
}
