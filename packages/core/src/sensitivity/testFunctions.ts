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

/** Elementary symmetric polynomials e_0 .. e_n of the values. */
function symmetricPolynomials(values: readonly number[]): number[] {
  const e = [1];
  for (const value of values) {
    e.push(0);
    for (let k = e.length - 1; k > 0; k--) e[k] += value * e[k - 1];
  }
  return e;
}
