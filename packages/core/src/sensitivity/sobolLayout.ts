import { BufferViews, requireCounts, type SumsLayout } from "./sumsBlock.js";

/** Shape of the sums of a Sobol' run over the units of one checkpoint. */
export interface SobolLayout {
  /** d, number of factors. */
  readonly factors: number;
  /** Whether the design holds BA rows, so that S2 can be had. */
  readonly secondOrder: boolean;
  /** U, number of units. */
  readonly units: number;
}

/** Rows that one base sample gives: A, d rows AB, d rows BA (second order only), B. */
export function rowsPerBaseSample(factors: number, secondOrder: boolean): number {
  return (secondOrder ? 2 : 1) * factors + 2;
}

/** Pairs j < k of d factors, row by row of the upper triangle: (0,1), (0,2) .. (0,d-1), (1,2) .. */
export function factorPairs(factors: number): readonly (readonly [number, number])[] {
  const pairs: [number, number][] = [];
  for (let j = 0; j < factors; j++) for (let k = j + 1; k < factors; k++) pairs.push([j, k]);
  return pairs;
}

/**
 * The sums over base samples from which all indices follow, per unit, of values shifted by the unit's pilot m0:
 * A' = A - m0 and so on. Arrays of length U, views of one buffer.
 */
export interface SobolSums {
  /** sum A', sum B'. */
  readonly a: Float64Array;
  readonly b: Float64Array;
  /** sum (A'^2 + B'^2). */
  readonly squares: Float64Array;
  /** How many values of all rows were not 0 before the shift. */
  readonly nonZero: Float64Array;
  /** [j] sum AB_j'. */
  readonly ab: readonly Float64Array[];
  /** [j] sum B' (AB_j' - A'): first order. */
  readonly first: readonly Float64Array[];
  /** [j] sum (A' - AB_j')^2 / 2: total order. */
  readonly total: readonly Float64Array[];
  /** [j] sum BA_j'; empty without second order. */
  readonly ba: readonly Float64Array[];
  /** [jk] sum (BA_j' AB_k' - A' B'), pairs as in `factorPairs`; empty without second order. */
  readonly pair: readonly Float64Array[];
}

/** How the sums of a Sobol' run lie in their buffer. */
export const sobolSumsLayout: SumsLayout<SobolLayout, SobolSums> = {
  identity: ({ factors, secondOrder, units }) => ({ factors, units, "second order": secondOrder }),
  requireLayout: ({ factors }) => requireCounts({ factors }),
  length({ factors: d, secondOrder, units }) {
    const arrays = 4 + 3 * d + (secondOrder ? d + (d * (d - 1)) / 2 : 0);
    return 1 + arrays * units;
  },
  view({ factors: d, secondOrder, units }, data) {
    const views = new BufferViews(data, 1);
    return {
      a: views.next(units),
      b: views.next(units),
      squares: views.next(units),
      nonZero: views.next(units),
      ab: views.many(d, units),
      first: views.many(d, units),
      total: views.many(d, units),
      ba: views.many(secondOrder ? d : 0, units),
      pair: views.many(secondOrder ? (d * (d - 1)) / 2 : 0, units),
    };
  },
};
