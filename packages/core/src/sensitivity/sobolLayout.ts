import { DesignError, ShapeError } from "../errors.js";

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

/** Length of the buffer that `viewSums` looks into: the number of base samples, then the sums. */
export function sumsLength({ factors: d, secondOrder, units }: SobolLayout): number {
  const arrays = 4 + 3 * d + (secondOrder ? d + (d * (d - 1)) / 2 : 0);
  return 1 + arrays * units;
}

/**
 * Named views of a buffer of sums; element 0 is the number of base samples.
 *
 * @throws {ShapeError} when the buffer has another length than the layout asks for.
 */
export function viewSums(layout: SobolLayout, data: Float64Array): SobolSums {
  const { factors: d, secondOrder, units } = layout;
  if (data.length !== sumsLength(layout)) {
    throw new ShapeError(
      `The sums of ${units} units and ${d} factors ${secondOrder ? "with" : "without"} second order have ${sumsLength(layout)} values, not ${data.length}.`,
    );
  }
  let offset = 1;
  const next = (): Float64Array => {
    offset += units;
    return data.subarray(offset - units, offset);
  };
  const many = (count: number): Float64Array[] => Array.from({ length: count }, next);
  return {
    a: next(),
    b: next(),
    squares: next(),
    nonZero: next(),
    ab: many(d),
    first: many(d),
    total: many(d),
    ba: many(secondOrder ? d : 0),
    pair: many(secondOrder ? (d * (d - 1)) / 2 : 0),
  };
}

/**
 * Checks a layout and its pilot.
 *
 * @throws {DesignError} when there is no factor or no unit.
 * @throws {ShapeError} when the pilot has not U values.
 */
export function requireLayout({ factors, units }: SobolLayout, pilot: Float64Array): void {
  if (!Number.isInteger(factors) || factors < 1) {
    throw new DesignError(`Sobol' indices need at least one factor, not ${factors}.`, "factors");
  }
  if (!Number.isInteger(units) || units < 1) {
    throw new DesignError(`Sobol' indices need at least one unit, not ${units}.`, "units");
  }
  if (pilot.length !== units) throw new ShapeError(`The pilot of ${units} units has ${pilot.length} values.`);
}
