import { interpolateRdBu, interpolateViridis } from "d3-scale-chromatic";

/** "unit" colours 0..1 as it is; "fit" stretches the colours over the values in sight. */
export type ScaleKind = "unit" | "fit";

function toHex(colour: string): string {
  if (colour.startsWith("#")) return colour;
  const parts = colour.match(/\d+/g) ?? ["0", "0", "0"];
  return `#${parts
    .slice(0, 3)
    .map((part) => Number(part).toString(16).padStart(2, "0"))
    .join("")}`;
}

const STEPS = 256;
const viridisHex = Array.from({ length: STEPS }, (_, at) => toHex(interpolateViridis(at / (STEPS - 1))));
/** The same colours as packed RGB triples, for pixels. Length 3 * 256. */
export const VIRIDIS_RGB = Uint8Array.from(
  viridisHex.flatMap((hex) => [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16))),
);

/** Step 0..255 of a value on a domain; values beyond its ends take the end's colour (display only). */
export function colourStep(value: number, domain: readonly [number, number]): number {
  const [low, high] = domain;
  const share = high > low ? (value - low) / (high - low) : 0;
  return Math.max(0, Math.min(STEPS - 1, Math.round(share * (STEPS - 1))));
}

/** Colour of a value on the sequential scale, "#rrggbb". */
export function sequentialColour(value: number, domain: readonly [number, number]): string {
  return viridisHex[colourStep(value, domain)]!;
}

/** Colour of a value on the diverging scale, symmetric about 0 and full at ±limit, "#rrggbb": blue above, red below. */
export function divergingColour(value: number, limit: number): string {
  const share = limit > 0 ? Math.max(-1, Math.min(1, value / limit)) : 0;
  return toHex(interpolateRdBu((share + 1) / 2));
}

/** The domain that a scale uses for values between low and high. */
export function scaleDomain(kind: ScaleKind, low: number, high: number): [number, number] {
  if (kind === "unit") return [0, 1];
  return high > low ? [low, high] : [low, low + 1e-6];
}
