import type { IndexMapResult } from "./runResult.js";

/** Indices are kept to this absolute precision at least: they are shares of variance, and add up as such. */
const COARSEST_GRID = 2 ** -20;
/** And to this many binary places below the leading one of their half width. */
const PLACES_BELOW = 11;
/** Binary digits of a half width that are dropped of the 24 of float32. */
const DROPPED_DIGITS = 17;

/** Values and half widths as they are kept. */
export interface StoredEstimate {
  /** (U) NaN where undefined. */
  readonly values: Float32Array;
  /** (U) NaN where undefined. */
  readonly halfWidths: Float32Array;
}

/**
 * A map in the precision in which results are kept: digits far below the half width are noise that no file compresses.
 * Indices are rounded to a multiple of a power of two that is at most 2^-20 and at most 1/2048 of their half width, half
 * widths of indices to 7 binary digits (a relative error of 1/128 at most). Everything else is float32 as it is.
 */
export function storedEstimate({
  values,
  halfWidths,
  flags,
}: Pick<IndexMapResult, "values" | "halfWidths" | "flags">): StoredEstimate {
  const kept = Float32Array.from(values);
  const widths = Float32Array.from(halfWidths);
  // Only indices have flags.
  if (flags === null) return { values: kept, halfWidths: widths };
  const bits = new Uint32Array(widths.buffer);
  const power = new Float32Array(1);
  const powerBits = new Uint32Array(power.buffer);
  const half = 2 ** (DROPPED_DIGITS - 1) - 1;
  const mask = -(2 ** DROPPED_DIGITS);
  for (let u = 0; u < widths.length; u++) {
    if (!(widths[u] > 0 && widths[u] < Number.POSITIVE_INFINITY)) continue;
    // To the nearest number with fewer digits, ties to even.
    bits[u] = (bits[u] + half + ((bits[u] >>> DROPPED_DIGITS) & 1)) & mask;
    // The exponent alone is the power of two at or below the half width.
    powerBits[0] = bits[u] & 0x7f800000;
    const grid = Math.min(COARSEST_GRID, power[0] / 2 ** PLACES_BELOW);
    if (grid > 0) kept[u] = Math.round(values[u] / grid) * grid;
  }
  return { values: kept, halfWidths: widths };
}
