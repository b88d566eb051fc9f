import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { studentTQuantile } from "../stats/studentT.js";
import { LEAST_EFFECTIVE_SAMPLES, simultaneousHalfWidths, trustedUnits } from "./flags.js";
import { gaussianRelu } from "./testFunctions.js";
import { simulateTrajectories } from "./testing/simulatedRuns.js";

const estimate = (values: number[], halfWidths: number[]) => ({
  values: Float64Array.from(values),
  halfWidths: Float64Array.from(halfWidths),
});

/** A result of 1000 base samples in blocks of 10 with 4 rows each. */
function reliability(nonZeroShare: number, effectiveBlocks: number, variance = 1) {
  return {
    ...{ baseSamples: 1000, blocks: 100, evaluations: 4000 },
    variance: estimate([variance], [0]),
    nonZero: Float64Array.of(4000 * nonZeroShare),
    effectiveBlocks: Float64Array.of(effectiveBlocks),
  };
}

describe("trustedUnits", () => {
  it("asks ST and Shapley for the telling share of the base sample, S1 and S2 for its square", () => {
    const linear = LEAST_EFFECTIVE_SAMPLES / 1000;
    const square = Math.sqrt(linear);
    for (const kind of ["ST", "SHAPLEY"] as const) {
      expect(trustedUnits(kind, reliability(linear * 1.01, 100))[0]).toBe(1);
      expect(trustedUnits(kind, reliability(linear * 0.99, 100))[0]).toBe(0);
    }
    for (const kind of ["S1", "S2"] as const) {
      expect(trustedUnits(kind, reliability(square * 1.01, 100))[0]).toBe(1);
      expect(trustedUnits(kind, reliability(square * 0.99, 100))[0]).toBe(0);
    }
  });

  it("sees a unit that is never 0 but lives from few large values", () => {
    // 1 / (1 + 10 (100 / B - 1)): 0.091 of 1000 for 50 blocks, 0.041 for 30.
    expect(trustedUnits("ST", reliability(1, 50))[0]).toBe(1);
    expect(trustedUnits("ST", reliability(1, 30))[0]).toBe(0);
    expect(trustedUnits("S1", reliability(1, 50))[0]).toBe(0);
  });

  it("does not trust a unit without variance or half width", () => {
    expect(trustedUnits("ST", reliability(1, 100, 0))[0]).toBe(0);
    expect(trustedUnits("ST", reliability(1, 100, Number.NaN))[0]).toBe(0);
    expect(trustedUnits("ST", { ...reliability(1, 1), blocks: 1 })[0]).toBe(0);
  });

  it("tells a half-zero unit of a run from one that is 97 % zeros", () => {
    const weights = [0.8, 0.5, 0.33];
    const sampling = { kind: "scrambled", seed: 0, blockSize: 16 } as const;
    const run = (zeroShare: number) => {
      const f = gaussianRelu(weights, zeroShare);
      return simulateTrajectories({ ...f, groups: [[0], [1], [2]] }, 1024, sampling);
    };
    expect(trustedUnits("S1", run(0.5))[0]).toBe(1);
    expect(trustedUnits("SHAPLEY", run(0.5))[0]).toBe(1);
    expect(trustedUnits("S1", run(0.97))[0]).toBe(0);
    expect(trustedUnits("SHAPLEY", run(0.97))[0]).toBe(0);
  });
});

describe("simultaneousHalfWidths", () => {
  it("are those of one unit alone, and as wide as Bonferroni's t quantile for several", () => {
    const one = simultaneousHalfWidths(Float64Array.of(0.2, Number.NaN), [32, 32]);
    expect(one[0]).toBeCloseTo(0.2, 6);
    expect(one[1]).toBeNaN();
    const many = simultaneousHalfWidths(new Float64Array(1000).fill(0.2), new Float64Array(1000).fill(32));
    const expected = (0.2 * studentTQuantile(1 - 0.025 / 1000, 31)) / studentTQuantile(0.975, 31);
    expect(many[999]).toBeCloseTo(expected, 6);
  });

  it("grow with the number of tests and never fall below the single ones", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 2, max: 300, noNaN: true }),
        (tests, blocks) => {
          const width = Float64Array.of(0.1);
          const few = simultaneousHalfWidths(width, [blocks], tests)[0];
          expect(few).toBeGreaterThanOrEqual(0.1 * (1 - 1e-7));
          expect(simultaneousHalfWidths(width, [blocks], tests * 2)[0]).toBeGreaterThan(few);
        },
      ),
    );
  });
});
