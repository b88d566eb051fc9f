import { ShapeError } from "../errors.js";
import { studentTCdf } from "./studentT.js";

/** Rank correlation of two variables. */
export interface RankCorrelation {
  /** Spearman's rho, -1 to 1; NaN when a variable is constant or fewer than two pairs are defined. */
  readonly rho: number;
  /** Two-sided p value of rho = 0 by Student's t with n - 2 degrees of freedom; NaN when n < 3 or rho is NaN. */
  readonly p: number;
  /** Pairs used: those of which both values are numbers. */
  readonly n: number;
}

/**
 * Spearman's rank correlation: Pearson's correlation of the average ranks. Equals `scipy.stats.spearmanr` with
 * `nan_policy="omit"`: a pair with a NaN is left out.
 *
 * @param x (n), `y` (n).
 * @throws {ShapeError} when the lengths differ.
 */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): RankCorrelation {
  if (x.length !== y.length) {
    throw new ShapeError(`A rank correlation needs pairs, but there are ${x.length} and ${y.length} values.`);
  }
  const xs: number[] = [];
  const ys: number[] = [];
  for (let i = 0; i < x.length; i++) {
    if (Number.isNaN(x[i]) || Number.isNaN(y[i])) continue;
    xs.push(x[i]);
    ys.push(y[i]);
  }
  const n = xs.length;
  const rho = correlationOfRanks(averageRanks(xs), averageRanks(ys));
  return { rho, p: pValue(rho, n), n };
}

/**
 * Ranks from 1; equal values share the mean of their ranks.
 *
 * @param values (n) without NaN.
 * @returns (n)
 */
export function averageRanks(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i).sort(
    (i, j) => values[i] - values[j],
  );
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    for (let i = start; i < end; i++) ranks[order[i]] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}

/**
 * Spearman's rho from ranks made before, for many pairs of the same variables.
 *
 * @param x (n), `y` (n): average ranks from 1.
 * @returns NaN when a variable is constant.
 */
export function correlationOfRanks(x: Float64Array, y: Float64Array): number {
  const mean = (x.length + 1) / 2;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < x.length; i++) {
    const dx = x[i] - mean;
    const dy = y[i] - mean;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  if (xx === 0 || yy === 0) return Number.NaN;
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

function pValue(rho: number, n: number): number {
  if (Number.isNaN(rho) || n < 3) return Number.NaN;
  if (Math.abs(rho) === 1) return 0;
  const degreesOfFreedom = n - 2;
  const t = Math.abs(rho) * Math.sqrt(degreesOfFreedom / ((1 - rho) * (1 + rho)));
  return 2 * studentTCdf(-t, degreesOfFreedom);
}
