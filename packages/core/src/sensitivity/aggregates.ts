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
 * Writes behind the values of the units the sum of each aggregate's units.
 *
 * @param values (U + G): the first U are read, the last G written.
 */
export function addAggregates(
  values: Float64Array,
  units: number,
  aggregates: readonly UnitRange[],
): Float64Array {
  for (let g = 0; g < aggregates.length; g++) {
    const { first, count } = aggregates[g];
    let sum = 0;
    for (let u = first; u < first + count; u++) sum += values[u];
    values[units + g] = sum;
  }
  return values;
}

/**
 * Adds to the sum of each aggregate those of its units that are at hand.
 *
 * @param values of the units `start` .. `end` - 1.
 * @param sums (G)
 */
export function addAggregateParts(
  values: Float64Array,
  start: number,
  end: number,
  aggregates: readonly UnitRange[],
  sums: Float64Array,
): void {
  for (let g = 0; g < aggregates.length; g++) {
    const { first, count } = aggregates[g];
    const last = Math.min(first + count, end);
    let sum = sums[g];
    for (let u = Math.max(first, start); u < last; u++) sum += values[u - start];
    sums[g] = sum;
  }
}
