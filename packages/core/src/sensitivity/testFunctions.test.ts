import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SobolSequence } from "../random/sobolSequence.js";
import { normalDensity, normalQuantile, normalTail } from "../stats/normal.js";
import { factorPairs } from "./sobolLayout.js";
import {
  additive,
  gaussianRelu,
  ishigami,
  shapleyValues,
  sobolG,
  type TestFunction,
} from "./testFunctions.js";

interface AnalyticFile {
  ishigami: {
    A: number;
    B: number;
    mean: number;
    V: number;
    S1: number[];
    ST: number[];
    S2: Record<string, number>;
    shapley: number[];
  }[];
  sobol_g: {
    a: number[];
    mean: number;
    V: number;
    S1: number[];
    ST: number[];
    S2: (number | null)[][];
    shapley: number[];
  }[];
}
const golden = JSON.parse(
  readFileSync(new URL("../../../../tests/reference/sobol/analytic.json", import.meta.url), "utf8"),
) as AnalyticFile;

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, 12);
}

/** Mean and variance by 2^14 Sobol' points; errors seen: below 1e-3. */
function sampledMoments(f: TestFunction): { mean: number; variance: number } {
  const sequence = new SobolSequence(f.factors);
  const values = Array.from({ length: 2 ** 14 }, (_, i) => f.evaluate(sequence.point(i + 1)));
  const mean = values.reduce((sum, y) => sum + y, 0) / values.length;
  return { mean, variance: values.reduce((sum, y) => sum + (y - mean) ** 2, 0) / values.length };
}

describe("test functions", () => {
  it.each(golden.ishigami)("know Ishigami's exact values for a = $A, b = $B", (expected) => {
    const f = ishigami(expected.A, expected.B);
    expectClose([f.mean, f.variance], [expected.mean, expected.V]);
    expectClose(f.s1, expected.S1);
    expectClose(f.st, expected.ST);
    expectClose(
      f.s2,
      factorPairs(3).map(([j, k]) => expected.S2[`x${j + 1},x${k + 1}`]),
    );
    expectClose(f.shapley, expected.shapley);
  });

  it.each(golden.sobol_g)("know the exact values of Sobol's G for a = $a", (expected) => {
    const f = sobolG(expected.a);
    expectClose([f.mean, f.variance], [expected.mean, expected.V]);
    expectClose(f.s1, expected.S1);
    expectClose(f.st, expected.ST);
    expectClose(
      f.s2,
      factorPairs(expected.a.length).map(([j, k]) => expected.S2[j][k] as number),
    );
    expectClose(f.shapley, expected.shapley);
  });

  it.each([
    { name: "ishigami", f: ishigami() },
    { name: "sobolG", f: sobolG([0, 1, 4.5]) },
    { name: "additive", f: additive([1, -2, 0.5, 0]) },
  ])("state the mean and variance that $name really has, and shares that add up", ({ f }) => {
    const { mean, variance } = sampledMoments(f);
    expect(mean).toBeCloseTo(f.mean, 2);
    expect(variance / f.variance).toBeCloseTo(1, 2);
    expect(f.shapley.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    for (let i = 0; i < f.factors; i++) {
      expect(f.s1[i]).toBeLessThanOrEqual(f.shapley[i]);
      expect(f.shapley[i]).toBeLessThanOrEqual(f.st[i]);
    }
  });

  it.each([0.2, 0.5, 0.97])("know a ReLU unit that is 0 with probability %f", (zeroShare) => {
    const f = gaussianRelu([4, 3], zeroShare);
    const t = normalQuantile(zeroShare);
    /** Mean of max(0, Z - s). */
    const excess = (s: number) => normalDensity(s) - s * normalTail(s);
    expect(f.mean).toBeCloseTo(excess(t), 12);
    expect(f.variance).toBeCloseTo((1 + t * t) * normalTail(t) - t * normalDensity(t) - f.mean ** 2, 10);
    // E[y | z1] = 0.6 E max(0, Z - (t - 0.8 z1) / 0.6), squared and averaged over z1 by the midpoint rule.
    const closed = (w: number) => {
      const rest = Math.sqrt(1 - w * w);
      let square = 0;
      for (let z = -9 + 0.0005; z < 9; z += 0.001) {
        square += 0.001 * normalDensity(z) * (rest * excess((t - w * z) / rest)) ** 2;
      }
      return (square - f.mean ** 2) / f.variance;
    };
    expectClose(f.s1, [closed(0.8), closed(0.6)]);
    expectClose(f.st, [1 - closed(0.6), 1 - closed(0.8)]);
    expectClose(f.s2, [1 - closed(0.6) - closed(0.8)]);
    expectClose(f.shapley, [(f.s1[0] + f.st[0]) / 2, (f.s1[1] + f.st[1]) / 2]);
    const half = Array.from({ length: 2 ** 12 }, (_, i) => f.evaluate(new SobolSequence(2).point(i + 1)));
    expect(half.filter((y) => y === 0).length / half.length).toBeCloseTo(zeroShare, 2);
  });

  it("share a game by Shapley's rule: symmetric players alike, idle ones nothing, everything in all", () => {
    // Worth 1 as soon as player 0 and one of players 1 and 2 are there; player 3 idles.
    const values = shapleyValues(4, (mask) => (mask & 1 && mask & 6 ? 1 : 0));
    expectClose(values, [2 / 3, 1 / 6, 1 / 6, 0]);
    expectClose(
      shapleyValues(3, (mask) => [0, 5, 7][mask % 3] + mask),
      shapleyValues(3, (mask) => [0, 5, 7][mask % 3]).map((value, i) => value + 2 ** i),
    );
  });
});
