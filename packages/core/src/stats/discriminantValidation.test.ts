import { describe, expect, it } from "vitest";
import { counterOrder } from "../random/counterOrder.js";
import { counterDouble } from "../random/counterRandom.js";
import { validateDiscriminant } from "./discriminantValidation.js";
import { groupedFolds } from "./groupedFolds.js";
import { mapSamples } from "./mapSamples.js";

const CHANNELS = 40;
const SHAPE = [CHANNELS, 2, 3];
const FACTORS = 4;
const shuffle = (repeat: number, n: number) => counterOrder(11, 1, repeat, n);

/** Maps whose factor shows in one pixel's level, by `strength` standard deviations of a uniform noise. */
function noisyMaps(strength: number, seed: number): Float64Array[] {
  return Array.from({ length: FACTORS }, (_, factor) =>
    Float64Array.from({ length: CHANNELS * 6 }, (_, u) => {
      const signal = u % 6 === factor ? strength : 0;
      return signal + counterDouble(seed, 2, factor * 10_000 + u) * Math.sqrt(12);
    }),
  );
}

describe("telling factors from their maps", () => {
  it("stays at chance when labels are shuffled", () => {
    const { samples, labels, groups } = mapSamples(noisyMaps(6, 3), SHAPE);
    const folds = groupedFolds(groups, { folds: 5, repeats: 4, shuffle });
    const shuffled = counterOrder(5, 3, 0, labels.length).map((i) => labels[i]);
    const result = validateDiscriminant(samples, shuffled, folds, FACTORS);
    expect(result.chance).toBe(1 / FACTORS);
    // 160 samples at 1/4: standard error 0.034; repeats add little.
    expect(Math.abs(result.accuracy - result.chance)).toBeLessThan(0.1);
    expect(validateDiscriminant(samples, labels, folds, FACTORS).accuracy).toBeGreaterThan(0.95);
  });

  it("counts every sample once a repeat", () => {
    const { samples, labels, groups } = mapSamples(noisyMaps(1, 4), SHAPE);
    const folds = groupedFolds(groups, { folds: 4, repeats: 3, shuffle });
    const { confusion, foldAccuracies, accuracy } = validateDiscriminant(samples, labels, folds, FACTORS);
    expect(confusion.map((row) => row.reduce((a, b) => a + b, 0))).toEqual(Array(FACTORS).fill(CHANNELS * 3));
    expect(foldAccuracies.length).toBe(12);
    const right = confusion.reduce((sum, row, c) => sum + row[c], 0);
    expect(right / (FACTORS * CHANNELS * 3)).toBeCloseTo(accuracy, 12);
  });
});
