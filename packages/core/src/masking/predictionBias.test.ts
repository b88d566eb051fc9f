import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ShapeError } from "../errors.js";
import { counterOrder } from "../random/counterOrder.js";
import { matchBias } from "./candidates.js";
import { findCollapse } from "./collapse.js";
import {
  chanceJaccard,
  meanJaccard,
  mostSensitiveClasses,
  overlapShares,
  randomJaccardQuantile,
  randomJaccards,
} from "./predictionBias.js";
import { type Predictions, predictionsOf } from "./predictions.js";

const CLASSES = 1000;

/** Top-5 sets drawn at random, all different from row to row. */
function randomPredictions(rows: number, seed: number, classes = CLASSES): Predictions {
  const ids = Array.from({ length: rows }, (_, row) => counterOrder(seed, 1, row, classes).slice(0, 5));
  return predictionsOf(Uint16Array.from(ids.flat()), classes);
}

/** The same with class `id` in the last place of the first rows. */
function biased(predictions: Predictions, id: number, rows: number, place = 4): Predictions {
  const ids = predictions.ids.slice();
  for (let row = 0; row < rows; row++) {
    const set = ids.subarray(row * 5, row * 5 + 5);
    if (!set.includes(id)) set[place] = id;
  }
  return { ...predictions, ids };
}

describe("similarity of class sets and predictions", () => {
  it("has the hypergeometric chance level: 0.0028 for 5 of 1000", () => {
    expect(chanceJaccard(1000, 5, 5)).toBeCloseTo(0.002783346063577368, 14);
    expect(chanceJaccard(4, 4, 4)).toBeCloseTo(1, 12);
    // {a} against 2 of 3: overlap 1 with chance 2/3, similarity 1/2.
    expect(chanceJaccard(3, 1, 2)).toBeCloseTo(1 / 3, 12);
    expect(() => chanceJaccard(4, 5, 2)).toThrow(ShapeError);
  });

  it("has the chance level for random sets under random predictions", () => {
    const jaccards = randomJaccards(randomPredictions(300, 7), 5, { seed: 2, sets: 300 });
    const mean = jaccards.reduce((sum, value) => sum + value, 0) / jaccards.length;
    // 90,000 pairs of sets, standard deviation of one 0.0176: standard error 0.00006, five of them.
    expect(Math.abs(mean - 0.00278)).toBeLessThan(0.0003);
  });

  it("equals the chance level exactly over all pairs of small sets", () => {
    const rows = [0, 1, 2, 3, 4, 5].flatMap((a) => [0, 1, 2, 3, 4, 5].map((b) => [a, b]));
    const pairs = rows.filter(([a, b]) => a < b);
    const all: Predictions = {
      images: pairs.length,
      draws: 1,
      width: 2,
      classes: 6,
      ids: Uint16Array.from(pairs.flat()),
    };
    expect(meanJaccard([1, 4, 5], all)).toBeCloseTo(chanceJaccard(6, 3, 2), 12);
  });

  it("is 1 for the predicted set itself and averages over rows", () => {
    const predictions = predictionsOf(Uint16Array.of(5, 6, 7, 8, 9, 0, 1, 2, 3, 4), CLASSES, 2);
    expect(meanJaccard([9, 8, 7, 6, 5], predictions)).toBe(0.5);
    expect(meanJaccard([9, 8, 0, 20, 21], predictions)).toBeCloseTo((2 / 8 + 1 / 9) / 2, 12);
  });

  it("says which classes carry the overlap", () => {
    const predictions = biased(randomPredictions(100, 3, 500), 499, 60);
    const shares = overlapShares([499, 498], predictions);
    expect(shares[0] + shares[1]).toBeCloseTo(1, 12);
    expect(shares[0]).toBeGreaterThan(0.9);
    const few = predictionsOf(Uint16Array.of(0, 1, 2, 3, 4), CLASSES);
    expect([...overlapShares([7, 8], few)]).toEqual([0, 0]);
  });

  it("takes the most sensitive classes, the smaller of equal ones, never undefined ones", () => {
    expect(mostSensitiveClasses([0.1, Number.NaN, 0.3, 0.3, 0.2], 3)).toEqual([2, 3, 4]);
    expect(mostSensitiveClasses([Number.NaN, 1], 5)).toEqual([1]);
  });

  it("has a quantile over random sets between the smallest and the largest of them", () => {
    const predictions = randomPredictions(40, 9, 50);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.nat(), (size, seed) => {
        const jaccards = randomJaccards(predictions, size, { seed, sets: 20 });
        const high = randomJaccardQuantile(predictions, size, { seed, sets: 20 });
        expect(high).toBeGreaterThanOrEqual(Math.min(...jaccards));
        expect(high).toBeLessThanOrEqual(Math.max(...jaccards));
      }),
      { numRuns: 20 },
    );
  });

  it("refuses sets that are none", () => {
    const predictions = randomPredictions(2, 1, 20);
    expect(() => meanJaccard([], predictions)).toThrow("empty");
    expect(() => meanJaccard([3, 3], predictions)).toThrow("twice");
    expect(() => meanJaccard([20], predictions)).toThrow(ShapeError);
    expect(() => randomJaccards(predictions, 21, { seed: 0 })).toThrow("do not fit");
  });
});

describe("collapse to one answer", () => {
  it("is found in the first answers and in a class that every top-5 set holds", () => {
    const plain = randomPredictions(200, 4);
    expect(findCollapse(plain).collapsed).toBe(false);
    const answered = findCollapse(biased(plain, 17, 195, 0));
    expect(answered).toMatchObject({ answer: 17, collapsed: true });
    expect(answered.answerShare).toBeGreaterThanOrEqual(0.95);
    const shared = findCollapse(biased(plain, 17, 200, 4));
    expect(shared).toMatchObject({ sharedClass: 17, sharedShare: 1, collapsed: true });
    expect(findCollapse(biased(plain, 17, 100, 4)).collapsed).toBe(false);
  });

  it("is not seen in networks of few classes, whose top-5 sets hold most of them", () => {
    const few = predictionsOf(Uint16Array.of(0, 1, 2, 3, 4, 1, 0, 2, 3, 4), 6);
    expect(findCollapse(few)).toMatchObject({ sharedShare: 1, collapsed: false });
    expect(() => findCollapse(predictionsOf(new Uint16Array(0), 6))).toThrow(ShapeError);
  });
});

describe("matchBias", () => {
  const classes = [10, 11, 12, 13, 14];
  const plain = randomPredictions(200, 5);
  /** Half of the predictions hold class 10 after masking. */
  const pushed = biased(randomPredictions(200, 6), 10, 100);
  /** Every prediction holds class 11 after masking. */
  const collapsed = biased(randomPredictions(200, 8), 11, 200);

  it("finds a bias towards the factor's classes, and which of them carries it", () => {
    const match = matchBias(classes, plain, [randomPredictions(200, 7), pushed], 1);
    expect(match).toMatchObject({ configuration: 1, isCandidate: true, collapsed: false });
    expect(match.jaccard).toBeGreaterThan(0.05);
    expect(match.jaccards.length).toBe(2);
    expect(match.overlapShares[0]).toBeGreaterThan(0.8);
  });

  it("needs all three parts of the rule", () => {
    const none = matchBias(classes, plain, [plain], 1);
    expect(none).toMatchObject({ isLarge: false, isCandidate: false });
    const already = matchBias(classes, pushed, [pushed], 1);
    expect(already).toMatchObject({ isLarge: true, exceedsUnmasked: false, exceedsRandom: true });
    // Where predictions are random among 60 classes, any five classes reach a similarity that large.
    const small = randomPredictions(200, 5, 60);
    const damaged = matchBias(classes, { ...small, ids: small.ids.map(() => 59) }, [small], 1);
    expect(damaged).toMatchObject({ isLarge: true, exceedsUnmasked: true, exceedsRandom: false });
    expect([already.isCandidate, damaged.isCandidate]).toEqual([false, false]);
  });

  it("passes over a configuration that collapses, and says so", () => {
    const match = matchBias(classes, plain, [collapsed, pushed], 1);
    expect(match.jaccards[0]).toBeGreaterThan(match.jaccards[1]);
    expect(match).toMatchObject({ configuration: 1, isCandidate: true, collapsedConfigurations: [0] });
    const only = matchBias(classes, plain, [collapsed], 1);
    // One class in every top-5 set gives 1/9, and random sets do not see it.
    expect(only.jaccard).toBeGreaterThan(0.11);
    expect(only).toMatchObject({ exceedsRandom: true, collapsed: true, isCandidate: false });
  });

  it("takes its thresholds as arguments", () => {
    expect(matchBias(classes, plain, [pushed], 1, { leastJaccard: 0.9 }).isLarge).toBe(false);
    expect(matchBias(classes, pushed, [pushed], 1, { timesUnmasked: 1 }).exceedsUnmasked).toBe(true);
    expect(matchBias(classes, plain, [collapsed], 1, { collapseShare: 1.1 }).collapsed).toBe(false);
    expect(() => matchBias(classes, plain, [], 1)).toThrow("one or more mask configurations");
  });
});
