/**
 * Effects of every unit, clipped below at 0 and divided by their sum: the form of Shapley effects that Kharyuk, Matveev
 * and Oseledets report (arXiv 2503.03283). Clipping makes small effects too large on average; plain shares have no such
 * error.
 *
 * @param effects [g](U) in any unit.
 * @returns [g](U) shares that are not negative and add up to 1; NaN for a unit without a positive effect.
 */
export function clippedShares(effects: readonly Float64Array[]): Float64Array[] {
  const clipped = effects.map((values) => values.map((value) => Math.max(0, value)));
  const sums = new Float64Array(clipped[0]?.length ?? 0);
  for (const values of clipped) for (let u = 0; u < sums.length; u++) sums[u] += values[u];
  return clipped.map((values) => values.map((value, u) => (sums[u] > 0 ? value / sums[u] : Number.NaN)));
}
