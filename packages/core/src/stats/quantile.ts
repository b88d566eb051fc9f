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
  const sorted = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
  return Float64Array.from(probabilities, (probability) => interpolate(sorted, probability));
}

/** One quantile: see `quantiles`. */
export function quantile(values: ArrayLike<number>, probability: number): number {
  return quantiles(values, [probability])[0];
}

function interpolate(sorted: Float64Array, probability: number): number {
  if (sorted.length === 0) return Number.NaN;
  const place = probability * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below];
  const high = sorted[Math.min(below + 1, sorted.length - 1)];
  // Also keeps infinities: their difference would be NaN.
  if (low === high || place === below) return low;
  const share = place - below;
  // From the nearer end, as numpy does, so that the result never leaves [low, high].
  return share < 0.5 ? low + (high - low) * share : high - (high - low) * (1 - share);
}
