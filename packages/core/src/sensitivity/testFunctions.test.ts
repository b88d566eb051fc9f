import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SobolSequence } from "../random/sobolSequence.js";
import { factorPairs } from "./sobolLayout.js";
import { additive, ishigami, sobolG, type TestFunction } from "./testFunctions.js";

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
});
