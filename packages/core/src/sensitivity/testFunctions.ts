import { normalDensity, normalQuantile, normalTail } from "../stats/normal.js";
import { factorPairs } from "./sobolLayout.js";

/** A function of independent uniform inputs whose indices are known in closed form. */
export interface TestFunction {
  /** d, number of inputs. */
  readonly factors: number;
  /** Value at a point (d) of the unit cube; inputs are scaled to their own range inside. */
  evaluate(point: ArrayLike<number>): number;
  readonly mean: number;
  readonly variance: number;
  /** (d) and, for the pairs of `factorPairs`, (d (d-1) / 2). */
  readonly s1: readonly number[];
  readonly st: readonly number[];
  readonly s2: readonly number[];
  /** (d) Shapley effects; they add up to 1. */
  readonly shapley: readonly number[];
}

/**
 * y = sin x1 + a sin^2 x2 + b x3^4 sin x1 on [-pi, pi]^3 (Ishigami and Homma 1990). Shapley effects by Owen, SIAM/ASA
 * J. Uncertain. Quantif. 2 (2014) 245-251: the share of an interaction is split evenly.
 */
export function ishigami(a = 7, b = 0.1): TestFunction {
  const v1 = (1 + (b * Math.PI ** 4) / 5) ** 2 / 2;
  const v2 = a ** 2 / 8;
  const v13 = b ** 2 * Math.PI ** 8 * (1 / 18 - 1 / 50);
  const variance = v1 + v2 + v13;
  return {
    factors: 3,
    evaluate(point) {
      const [x1, x2, x3] = [0, 1, 2].map((i) => (2 * point[i] - 1) * Math.PI);
      return Math.sin(x1) + a * Math.sin(x2) ** 2 + b * x3 ** 4 * Math.sin(x1);
    },
    mean: a / 2,
    variance,
    s1: [v1 / variance, v2 / variance, 0],
    st: [(v1 + v13) / variance, v2 / variance, v13 / variance],
    s2: [0, v13 / variance, 0],
    shapley: [(v1 + v13 / 2) / variance, v2 / variance, v13 / 2 / variance],
  };
}

/**
 * Sobol's G: y = product of (|4 x_i - 2| + a_i) / (1 + a_i) on [0, 1]^d; mean 1, partial variances
 * V_i = 1 / (3 (1 + a_i)^2), those of sets are products (Saltelli and Sobol' 1995).
 *
 * @param a (d) the larger a_i, the less input i matters.
 */
export function sobolG(a: readonly number[]): TestFunction {
  const v = a.map((value) => 1 / (3 * (1 + value) ** 2));
  const others = (i: number) => v.filter((_, j) => j !== i);
  const variance = v.reduce((product, vi) => product * (1 + vi), 1) - 1;
  return {
    factors: a.length,
    evaluate(point) {
      return a.reduce((product, ai, i) => product * ((Math.abs(4 * point[i] - 2) + ai) / (1 + ai)), 1);
    },
    mean: 1,
    variance,
    s1: v.map((vi) => vi / variance),
    st: v.map((vi, i) => (vi * others(i).reduce((product, vj) => product * (1 + vj), 1)) / variance),
    s2: factorPairs(a.length).map(([j, k]) => (v[j] * v[k]) / variance),
    // Sets of size k + 1 that hold i share their variance among k + 1 inputs.
    shapley: v.map((vi, i) => {
      const bySize = symmetricPolynomials(others(i));
      return (vi * bySize.reduce((sum, value, k) => sum + value / (k + 1), 0)) / variance;
    }),
  };
}

/**
 * y = sum of c_i x_i on [0, 1]^d: no interactions, so S1 = ST = Shapley = c_i^2 / sum c^2 and S2 = 0.
 *
 * @param coefficients (d) c_i, not all 0.
 */
export function additive(coefficients: readonly number[]): TestFunction {
  const squares = coefficients.reduce((sum, c) => sum + c * c, 0);
  const shares = coefficients.map((c) => (c * c) / squares);
  return {
    factors: coefficients.length,
    evaluate(point) {
      return coefficients.reduce((sum, c, i) => sum + c * point[i], 0);
    },
    mean: coefficients.reduce((sum, c) => sum + c, 0) / 2,
    variance: squares / 12,
    s1: shares,
    st: shares,
    s2: factorPairs(coefficients.length).map(() => 0),
    shapley: shares,
  };
}

/**
 * y = max(0, w.z - t), z standard normal: a unit behind a ReLU that is 0 in all but a share P(Z > t) of its evaluations.
 * With |w| = 1 two evaluations that share the inputs of a set u have correlated arguments, r = sum of w_i^2 over u, and
 *   Var E[y | z_u] = r P(Z > t)^2 + integral from 0 to r of (r - s) phi_2(t, t; s) ds
 * by Price's theorem (IRE Trans. Inf. Theory 4 (1958) 69-72), phi_2 the bivariate normal density.
 *
 * @param weights (d) not all 0; they are brought to length 1.
 * @param zeroShare P(y = 0), in (0, 1).
 * @param quantile of the normal distribution; one with a memory is worth while where coordinates come again.
 */
export function gaussianRelu(
  weights: readonly number[],
  zeroShare: number,
  quantile: (probability: number) => number = normalQuantile,
): TestFunction {
  const length = Math.hypot(...weights);
  const w = weights.map((weight) => weight / length);
  const threshold = normalQuantile(zeroShare);
  const active = normalTail(threshold);
  const variance = reluCovariance(1, threshold);
  const closed = (mask: number) =>
    reluCovariance(
      Math.min(
        1,
        w.reduce((r, wi, i) => r + ((mask >> i) & 1) * wi * wi, 0),
      ),
      threshold,
    ) / variance;
  const all = 2 ** w.length - 1;
  const s1 = w.map((_, i) => closed(1 << i));
  return {
    factors: w.length,
    evaluate(point) {
      return Math.max(0, w.reduce((sum, wi, i) => sum + wi * quantile(point[i]), 0) - threshold);
    },
    mean: normalDensity(threshold) - threshold * active,
    variance,
    s1,
    st: w.map((_, i) => 1 - closed(all ^ (1 << i))),
    s2: factorPairs(w.length).map(([j, k]) => closed((1 << j) | (1 << k)) - s1[j] - s1[k]),
    shapley: shapleyValues(w.length, closed),
  };
}

/** Covariance of max(0, Z - t) and max(0, Z' - t), whose arguments have correlation r in [0, 1]; s = sin(angle). */
function reluCovariance(r: number, t: number): number {
  const end = Math.asin(r);
  const steps = 2000;
  let sum = 0;
  for (let k = 0; k <= steps; k++) {
    const s = Math.sin((end * k) / steps);
    // Simpson's rule.
    const weight = k === 0 || k === steps ? 1 : 2 + 2 * (k % 2);
    sum += weight * (r - s) * Math.exp((-t * t) / (1 + s));
  }
  return r * normalTail(t) ** 2 + (sum * end) / (3 * steps) / (2 * Math.PI);
}

/**
 * Shapley values of a game.
 *
 * @param value of the set of players whose bits are set; that of no player is 0.
 */
export function shapleyValues(players: number, value: (mask: number) => number): number[] {
  const values = Array.from({ length: 2 ** players }, (_, mask) => (mask === 0 ? 0 : value(mask)));
  const sizes = values.map((_, mask) =>
    Array.from({ length: players }, (_, i) => (mask >> i) & 1).reduce((a, b) => a + b, 0),
  );
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  return Array.from({ length: players }, (_, i) => {
    let sum = 0;
    for (let mask = 0; mask < values.length; mask++) {
      if ((mask >> i) & 1) continue;
      const weight = (factorial(sizes[mask]) * factorial(players - 1 - sizes[mask])) / factorial(players);
      sum += weight * (values[mask | (1 << i)] - values[mask]);
    }
    return sum;
  });
}

/** Elementary symmetric polynomials e_0 .. e_n of the values. */
function symmetricPolynomials(values: readonly number[]): number[] {
  const e = [1];
  for (const value of values) {
    e.push(0);
    for (let k = e.length - 1; k > 0; k--) e[k] += value * e[k - 1];
  }
  return e;
}
