import type { Estimate } from "../sensitivity/blockEstimates.js";

/** Values are kept to this many binary places below the leading one of their half width. */
const PLACES_BELOW = 11;

/** Values and half widths as they are kept. */
export interface StoredEstimate {
  /** (U) NaN where undefined. */
  readonly values: Float32Array;
  /** (U) NaN where undefined. */
  readonly halfWidths: Float32Array;
}

/**
 * An estimate in the precision in which results are kept: digits far below the half width are noise that no file
 * compresses. A value is rounded to a multiple of a power of two that is at most 1/2048 of its half width, a
 * half width to 8 binary digits (a relative error of 1/256 at most). Values without a half width, or with one of 0, are
 * float32 as they are.
 *
 * @param estimate (U) values and half widths.
 */
export function storedEstimate({ values, halfWidths }: Estimate): StoredEstimate {
  const kept = Float32Array.from(values);
  const widths = Float32Array.from(halfWidths);
  const bits = new Uint32Array(widths.buffer);
  const step = new Float32Array(1);
  const stepBits = new Uint32Array(step.buffer);
  for (let u = 0; u < widths.length; u++) {
    if (!(widths[u] > 0 && widths[u] < Number.POSITIVE_INFINITY)) continue;
    // To the nearest number with 16 bits less, ties to even.
    bits[u] = (bits[u] + 0x7fff + ((bits[u] >>> 16) & 1)) & 0xffff0000;
    // The exponent alone is the power of two at or below the half width.
    stepBits[0] = bits[u] & 0x7f800000;
    const grid = step[0] / 2 ** PLACES_BELOW;
    if (grid > 0) kept[u] = Math.round(values[u] / grid) * grid;
  }
  return { values: kept, halfWidths: widths };
}
