import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Estimate } from "./blockEstimates.js";
import { goldenFunctions, groupedTables, type ShapleyFile } from "./testing/goldenFunctions.js";
import { simulateNested, simulateSobol, simulateTrajectories } from "./testing/simulatedRuns.js";

const file = JSON.parse(
  readFileSync(new URL("../../../../tests/reference/shapley/shapley.json", import.meta.url), "utf8"),
) as ShapleyFile;
const functions = goldenFunctions(file);
const NORMAL_QUANTILE = 1.96;
// Seeds are fixed: of comparisons with 3 standard errors one in 370 fails for a seed taken at random.

/** Standard errors by which the estimates of one run miss the exact values. */
function misses(estimates: readonly Estimate[], exact: readonly number[]): number[] {
  expect(estimates.length).toBe(exact.length);
  return exact.map((value, j) => {
    const miss = Math.abs(estimates[j].values[0] - value);
    const standardError = estimates[j].halfWidths[0] / NORMAL_QUANTILE;
    // A factor without any influence is found exactly.
    return miss < 1e-12 ? 0 : miss / standardError;
  });
}

/** Half widths below which an estimate says something. */
function expectSharp(estimates: readonly Estimate[], limit: number): void {
  for (const { halfWidths } of estimates) expect(halfWidths[0]).toBeLessThan(limit);
}

describe.each([
  { kind: "scrambled", seed: 1, blockSize: 32 },
  { kind: "random", seed: 4, blockSize: 32 },
] as const)("trajectories of $kind points", (sampling) => {
  it.each(functions)("come within 3 standard errors of the exact indices of $name", (f) => {
    const { shapley, st, s1 } = simulateTrajectories(f, 4096, sampling);
    for (const [estimates, exact] of [
      [shapley, f.shapley],
      [st, f.st],
      [s1, f.s1],
    ] as const) {
      expect(Math.max(...misses(estimates, exact))).toBeLessThan(3);
      expectSharp(estimates, 0.12);
    }
    expect(shapley.reduce((sum, { values }) => sum + values[0], 0)).toBeCloseTo(1, 12);
  });

  it.each(groupedTables(file))("come within 3 standard errors of the effects of groups in $name", (f) => {
    const { shapley } = simulateTrajectories(f, 4096, sampling);
    expect(Math.max(...misses(shapley, f.shapley))).toBeLessThan(3);
  });
});

describe("Saltelli's design", () => {
  it.each(functions)("comes within 3 standard errors of S1 and ST of $name", (f) => {
    const { s1, st } = simulateSobol(f, 4096, { kind: "random", seed: 1, blockSize: 32 });
    expect(Math.max(...misses(s1, f.s1), ...misses(st, f.st))).toBeLessThan(3);
    expectSharp([...s1, ...st], 0.12);
  });
});

describe("the nested design", () => {
  const loops = { permutations: 128, outerSamples: 8, innerSamples: 4, seed: 1 };

  it.each(functions)("comes within 3 standard errors of the effects of $name", (f) => {
    const { shapley } = simulateNested(f, loops);
    expect(Math.max(...misses(shapley, f.shapley))).toBeLessThan(3);
    expectSharp(shapley, 0.2);
    expect(shapley.reduce((sum, { values }) => sum + values[0], 0)).toBeCloseTo(1, 12);
  });

  it.each(groupedTables(file))("comes within 3 standard errors of the effects of groups in $name", (f) => {
    const { shapley } = simulateNested(f, loops);
    expect(Math.max(...misses(shapley, f.shapley))).toBeLessThan(3);
  });

  it("adds up the effects of single columns where these are the players: another game", () => {
    const [f] = groupedTables(file);
    const [f1, f2, f3, f4] = file.binary_tables[0].shapley_effects;
    const { shapley } = simulateNested(f, { ...loops, permutations: 256 }, "columns");
    expect(Math.max(...misses(shapley, [f1, f2 + f3, f4]))).toBeLessThan(3);
    expect(Math.max(...misses(shapley, f.shapley))).toBeGreaterThan(2);
  });
});

describe("the order of the measures", () => {
  it.each(functions)("is S1 <= Shapley <= ST within error for $name", (f) => {
    const { shapley, st, s1 } = simulateTrajectories(f, 1024, { kind: "scrambled", seed: 3, blockSize: 16 });
    for (const j of f.shapley.keys()) {
      const slack = (low: Estimate, high: Estimate) => low.halfWidths[0] + high.halfWidths[0] + 1e-12;
      expect(s1[j].values[0]).toBeLessThan(shapley[j].values[0] + slack(s1[j], shapley[j]));
      expect(shapley[j].values[0]).toBeLessThan(st[j].values[0] + slack(shapley[j], st[j]));
    }
  });
});
