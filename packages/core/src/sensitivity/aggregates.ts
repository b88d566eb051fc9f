import { DesignError } from "../errors.js";

/** Neighbouring units whose indices are also wanted together, as those of one multivariate output: a channel, say. */
export interface UnitRange {
  readonly first: number;
  readonly count: number;
}

/**
 * @throws {DesignError} when a range is empty or leaves the units.
 */
export function requireRanges(aggregates: readonly UnitRange[], units: number): void {
  for (const { first, count } of aggregates) {
    const whole = Number.isInteger(first) && Number.isInteger(count);
    if (!whole || first < 0 || count < 1 || first + count > units) {
      throw new DesignError(
        `An aggregate of ${count} units from unit ${first} does not lie within the ${units} units.`,
        "aggregates",
      );
    }
  }
}

/**
 * Adds to the sums of each aggregate, of two quantities, those of its units that are at hand. Two at once take no longer
 * than one, since every addition has to wait for the one before it in its sum.
 *
 * @param one of the units `start` .. `end` - 1, as is `other`.
 * @param sumsOfOne (G), `sumsOfOther` (G).
 */
export function addAggregateParts(
  one: Float64Array,
  other: Float64Array,
  start: number,
  end: number,
  aggregates: readonly UnitRange[],
  sumsOfOne: Float64Array,
  sumsOfOther: Float64Array,
): void {
  for (let g = 0; g < aggregates.length; g++) {
    const { first, count } = aggregates[g];
    const last = Math.min(first + count, end);
    let sumOfOne = sumsOfOne[g];
    let sumOfOther = sumsOfOther[g];
    for (let u = Math.max(first, start); u < last; u++) {
      sumOfOne += one[u - start];
      sumOfOther += other[u - start];
    }
    sumsOfOne[g] = sumOfOne;
    sumsOfOther[g] = sumOfOther;
  }
}
