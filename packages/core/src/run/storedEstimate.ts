import type { IndexMapResult } from "./runResult.js";

/**
 * Indices are kept to this absolute precision at least: they are shares of variance, and add up as such. The largest error,
 * half of it, is 0.000002: nothing where four decimals are shown, and a thousandth of a half width of 0.002, which takes
 * about a million base samples.
 */
const COARSEST_GRID = 2 ** -18;
/** And to this many binary places below the leading one of their half width. */
const PLACES_BELOW = 11;
/** Binary digits of a half width that are dropped of the 24 of float32. */
const DROPPED_DIGITS = 17;
/** Bits of a float32 that is infinite: all of its exponent. */
const INFINITY_BITS = 0x7f800000;

/** Values and half widths as they are kept. */
export interface StoredEstimate {
  /** (U) NaN where undefined. */
  readonly values: Float32Array;
  /** (U) NaN where undefined. */
  readonly halfWidths: Float32Array;
}

/**
 * A map in the precision in which results are kept: digits far below the half width are noise that no file compresses.
 * Indices are rounded to a multiple of a power of two that is at most 2^-18 and at most 1/2048 of their half width, half
 * widths of indices to 7 binary digits (a relative error of 1/128 at most). Everything else is float32 as it is.
 */
export function storedEstimate({
  values,
  halfWidths,
  flags,
}: Pick<IndexMapResult, "values" | "halfWidths" | "flags">): StoredEstimate {
  const kept = new Float32Array(values);
  const widths = new Float32Array(halfWidths);
  // Only indices have flags.
  if (flags === null) return { values: kept, halfWidths: widths };
  roundIndices(kept, widths, values);
  return { values: kept, halfWidths: widths };
}

/** @param widths rounded in place; the values go by the rounded ones. */
function roundIndices(kept: Float32Array, widths: Float32Array, values: Float64Array): void {
  const bits = new Uint32Array(widths.buffer);
  const power = new Float32Array(1);
  const powerBits = new Uint32Array(power.buffer);
  const half = 2 ** (DROPPED_DIGITS - 1) - 1;
  const mask = -(2 ** DROPPED_DIGITS);
  for (let u = 0; u < bits.length; u++) {
    const width = bits[u];
    // 0, infinite or NaN.
    if (width === 0 || width >= INFINITY_BITS) continue;
    // To the nearest number with fewer digits, ties to even.
    const rounded = (width + half + ((width >>> DROPPED_DIGITS) & 1)) & mask;
    bits[u] = rounded;
    // The exponent alone is the power of two at or below the half width.
    powerBits[0] = rounded & INFINITY_BITS;
    const grid = Math.min(COARSEST_GRID, power[0] / 2 ** PLACES_BELOW);
    // Adding 0 makes 0 of -0, which takes room and tells nothing.
    if (grid > 0) kept[u] = Math.round(values[u] / grid) * grid + 0;
  }
}
