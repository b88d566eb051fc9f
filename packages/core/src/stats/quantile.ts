import { orderStatistics } from "./orderStatistics.js";

/** Sorting takes less time for fewer. */
const LEAST_SELECTED = 2 ** 14;

/**
 * Exact quantiles of the values that are not NaN, linear between order statistics: `numpy.nanpercentile(values, 100 q)`.
 *
 * @param values (n) in any order; left as they are.
 * @param probabilities each in [0, 1].
 * @returns one quantile a probability, in the values' unit; all NaN when no value is a number.
 * @throws {RangeError} when a probability is outside [0, 1].
 */
export function quantiles(values: ArrayLike<number>, probabilities: readonly number[]): Float64Array {
  for (const probability of probabilities) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new RangeError(`A quantile is asked for by a probability from 0 to 1, not ${probability}.`);
    }
  }
  const count = definedCount(values);
  const places = Array.from(probabilities, (probability) => probability * (count - 1));
  const ranks = places.flatMap((place) => [Math.floor(place), Math.min(Math.floor(place) + 1, count - 1)]);
  const ordered = count === 0 ? new Float64Array(ranks.length).fill(Number.NaN) : valuesAt(values, ranks);
  return Float64Array.from(places, (place, i) => between(ordered[2 * i], ordered[2 * i + 1], place % 1));
}

/** One quantile: see `quantiles`. */
export function quantile(values: ArrayLike<number>, probability: number): number {
  return quantiles(values, [probability])[0];
}

function definedCount(values: ArrayLike<number>): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) count++;
  return count;
}

/** Of the defined values, the smallest has rank 0. */
function valuesAt(values: ArrayLike<number>, ranks: readonly number[]): Float64Array {
  if (values instanceof Float32Array && values.length >= LEAST_SELECTED)
    return orderStatistics(values, ranks);
  const sorted = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
  return Float64Array.from(ranks, (rank) => sorted[rank]);
}

function between(low: number, high: number, share: number): number {
  // Also keeps infinities: their difference would be NaN.
  if (low === high || share === 0) return low;
  // From the nearer end, as numpy does, so that the result never leaves [low, high].
  return share < 0.5 ? low + (high - low) * share : high - (high - low) * (1 - share);
}
