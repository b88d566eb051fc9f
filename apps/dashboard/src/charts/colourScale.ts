import { interpolateRdBu, interpolateViridis } from "d3-scale-chromatic";
import type { ValueKind } from "@/format/measures";
import { inkOn } from "@/theme/contrast";

/** "unit" colours the whole range that values can have; "fit" stretches the colours over the values in sight. */
export type ScaleKind = "unit" | "fit";

/** Sequential for amounts; diverging, symmetric about 0 and blue above it, for what has a sign. */
export type Palette = "sequential" | "diverging";

/** How values become colours. */
export interface ColourScale {
  readonly palette: Palette;
  readonly domain: readonly [number, number];
  readonly kind: ScaleKind;
}

function toHex(colour: string): string {
  if (colour.startsWith("#")) return colour;
  const parts = colour.match(/\d+/g) ?? ["0", "0", "0"];
  return `#${parts
    .slice(0, 3)
    .map((part) => Number(part).toString(16).padStart(2, "0"))
    .join("")}`;
}

const STEPS = 256;
const steps = (colourAt: (share: number) => string) =>
  Array.from({ length: STEPS }, (_, at) => toHex(colourAt(at / (STEPS - 1))));
const HEX: Readonly<Record<Palette, readonly string[]>> = {
  sequential: steps(interpolateViridis),
  diverging: steps(interpolateRdBu),
};
const packed = (hexes: readonly string[]) =>
  Uint8Array.from(
    hexes.flatMap((hex) => [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16))),
  );
/** The same colours as packed RGB triples, for pixels. Length 3 * 256. */
export const PALETTE_RGB: Readonly<Record<Palette, Uint8Array>> = {
  sequential: packed(HEX.sequential),
  diverging: packed(HEX.diverging),
};

const INKS: Readonly<Record<Palette, readonly string[]>> = {
  sequential: HEX.sequential.map(inkOn),
  diverging: HEX.diverging.map(inkOn),
};

/** Step 0..255 of a value on a domain; values beyond its ends take the end's colour (display only). */
export function colourStep(value: number, domain: readonly [number, number]): number {
  const [low, high] = domain;
  const share = high > low ? (value - low) / (high - low) : 0;
  return Math.max(0, Math.min(STEPS - 1, Math.round(share * (STEPS - 1))));
}

/** Colour of a value on a scale, "#rrggbb". */
export function scaleColour(value: number, { palette, domain }: ColourScale): string {
  return HEX[palette][colourStep(value, domain)]!;
}

/** The ink that reads best on the colour of a value. */
export function scaleInk(value: number, { palette, domain }: ColourScale): string {
  return INKS[palette][colourStep(value, domain)]!;
}

/** Colour of a value on the diverging scale, symmetric about 0 and full at ±limit, "#rrggbb": blue above, red below. */
export function divergingColour(value: number, limit: number): string {
  const full = limit > 0 ? limit : 1;
  return scaleColour(limit > 0 ? value : 0, { palette: "diverging", domain: [-full, full], kind: "unit" });
}

/**
 * The scale of values of a kind that lie between low and high: shares on 0..1, correlations on -1..1, unless fitted.
 * Activations have no range of their own and are always fitted.
 */
export function colourScale(values: ValueKind, wanted: ScaleKind, low: number, high: number): ColourScale {
  if (values === "correlation") {
    const limit = wanted === "unit" ? 1 : Math.max(Math.abs(low), Math.abs(high), 1e-6);
    return { palette: "diverging", domain: [-limit, limit], kind: wanted };
  }
  const kind = values === "activation" ? "fit" : wanted;
  const domain: [number, number] = kind === "unit" ? [0, 1] : [low, high > low ? high : low + 1e-6];
  return { palette: "sequential", domain, kind };
}

/** What the two choices of scale are called; null where there is nothing to choose. */
export function scaleChoices(values: ValueKind): { value: ScaleKind; label: string }[] | null {
  if (values === "activation") return null;
  const whole = values === "correlation" ? "\u22121 to 1" : "0 to 1";
  return [
    { value: "unit", label: whole },
    { value: "fit", label: "Fit" },
  ];
}
