import { describe, expect, it } from "vitest";
import { MapAnalysisError, ShapeError } from "../errors.js";
import { counterOrder } from "../random/counterOrder.js";
import { counterDouble } from "../random/counterRandom.js";
import { LinearDiscriminant } from "../stats/linearDiscriminant.js";
import { mapSamples } from "../stats/mapSamples.js";
import { mapDiscriminant } from "./mapDiscriminant.js";

const PLAN = { folds: 5, repeats: 2, seed: 3 };
const FACTORS = 3;

/** Maps (channels, 2, 2) whose factor shows in one pixel's level, by `strength` ranges of a uniform noise. */
function noisyMaps(channels: number, strength: number, seed: number): Float64Array[] {
  return Array.from({ length: FACTORS }, (_, factor) =>
    Float64Array.from({ length: channels * 4 }, (_, u) => {
      const signal = u % 4 === factor ? strength : 0;
      return signal + counterDouble(seed, 1, factor * 10_000 + u);
    }),
  );
}

/** The same maps with the factors of every channel in a random order. */
function withShuffledLabels(maps: readonly Float64Array[], seed: number): Float64Array[] {
  const shuffled = maps.map((map) => map.slice());
  for (let channel = 0; channel < maps[0].length / 4; channel++) {
    for (const [factor, other] of counterOrder(seed, 2, channel, maps.length).entries()) {
      shuffled[factor].set(maps[other].subarray(channel * 4, channel * 4 + 4), channel * 4);
    }
  }
  return shuffled;
}

describe("telling factors from their maps", () => {
  it("has the chance accuracy in its interval when labels are shuffled, as often as it says", () => {
    const trials = 400;
    let covered = 0;
    let sum = 0;
    for (let trial = 0; trial < trials; trial++) {
      const maps = withShuffledLabels(noisyMaps(20, 0.6, trial), trial);
      const { accuracy, chance, interval } = mapDiscriminant(maps, [20, 2, 2], PLAN);
      expect(chance).toBe(1 / FACTORS);
      sum += accuracy;
      if (interval.low <= chance && chance <= interval.high) covered++;
    }
    // 95 % of 400 has a standard error of 1.1 points.
    expect(covered / trials).toBeGreaterThan(0.95 - 3 * 0.011);
    // The accuracy of a trial has a standard error of about 0.07.
    expect(Math.abs(sum / trials - 1 / FACTORS)).toBeLessThan((4 * 0.07) / Math.sqrt(trials));
  });

  it("tells factors that differ, surely and with a narrow interval", () => {
    const { accuracy, interval, foldAccuracies, confusion } = mapDiscriminant(
      noisyMaps(40, 3, 1),
      [40, 2, 2],
      PLAN,
    );
    expect(accuracy).toBe(1);
    expect(foldAccuracies).toEqual(Array(10).fill(1));
    expect(confusion).toEqual([
      [80, 0, 0],
      [0, 80, 0],
      [0, 0, 80],
    ]);
    // Wilson's interval of all right of n: high 1, low n / (n + z^2), n being the channels that a fold trains on.
    expect(interval.high).toBe(1);
    expect(interval.low).toBeCloseTo(32 / (32 + 1.959963984540054 ** 2), 8);
  });

  it("counts channels, not maps or repeats: repeating does not narrow the interval", () => {
    const maps = noisyMaps(30, 0.5, 7);
    const widths = [1, 20].map(
      (repeats) => mapDiscriminant(maps, [30, 2, 2], { ...PLAN, repeats }).interval.halfWidth,
    );
    // Twenty repeats of 90 independent draws would be 4.5 times narrower.
    expect(widths[1]).toBeGreaterThan(0.6 * widths[0]);
  });

  it("has the mean of its channels' scores as the middle of its interval, where folds are of one size", () => {
    const { accuracy, interval } = mapDiscriminant(noisyMaps(20, 0.5, 2), [20, 2, 2], PLAN);
    expect(interval.share).toBeCloseTo(accuracy, 12);
    expect(interval.n).toBe(20);
  });

  it("places every map on the axes of one analysis of all", () => {
    const maps = noisyMaps(20, 1, 5);
    const { points, explainedShares, channels, pixels } = mapDiscriminant(maps, [20, 2, 2], PLAN);
    const { samples, labels, groups } = mapSamples(maps, [20, 2, 2]);
    const lda = LinearDiscriminant.fit(samples, labels);
    expect(points.length).toBe(60);
    for (const [i, { factor, channel, x, y }] of points.entries()) {
      expect([factor, channel]).toEqual([labels[i], groups[i]]);
      expect([x, y]).toEqual([...lda.project(samples[i])]);
    }
    expect(explainedShares.reduce((sum, share) => sum + share)).toBeCloseTo(1, 12);
    expect([channels.length, pixels]).toEqual([20, [0, 1, 2, 3]]);
    const two = mapDiscriminant(maps.slice(0, 2), [20, 2, 2], PLAN);
    expect(two.explainedShares.length).toBe(1);
    expect(two.points.every(({ y }) => Number.isNaN(y))).toBe(true);
  });

  it("gives the same again, and another split for another seed", () => {
    const maps = noisyMaps(20, 0.5, 9);
    const first = mapDiscriminant(maps, [20, 2, 2], PLAN);
    expect(mapDiscriminant(maps, [20, 2, 2], PLAN)).toEqual(first);
    const other = mapDiscriminant(maps, [20, 2, 2], { ...PLAN, seed: 4 });
    expect(other.foldAccuracies).not.toEqual(first.foldAccuracies);
  });

  const maps = noisyMaps(10, 1, 1);
  it.each([
    ["a plan without folds", maps, [10, 2, 2], { folds: 1 }, "folds", "from 2, not 1"],
    ["no repeat", maps, [10, 2, 2], { repeats: 0 }, "repeats", "from 1, not 0"],
    ["too many fits", maps, [10, 2, 2], { repeats: 101 }, "repeats", "505 fits; at most 500"],
    ["a seed below 0", maps, [10, 2, 2], { seed: -1 }, "seed", "not -1"],
    ["one factor", maps.slice(1, 2), [10, 2, 2], {}, "measure", "there are 1"],
    ["single pixels", maps, [40, 1, 1], {}, "checkpoint", "[40,1,1] has no extent"],
    ["a vector", maps, [40], {}, "checkpoint", "[40] has no extent"],
    ["few channels", maps, [10, 2, 2], { folds: 11 }, "checkpoint", "11 folds of channels need 11"],
  ])("refuses %s", (_, given, shape, change, field, message) => {
    const attempt = () => mapDiscriminant(given, shape, { ...PLAN, ...change });
    expect(attempt).toThrow(MapAnalysisError);
    expect(attempt).toThrow(message);
    expect(attempt).toThrow(expect.objectContaining({ field }));
  });

  it("refuses three channels in two folds, which leave one to train on, and maps of another shape", () => {
    const few = noisyMaps(3, 1, 1);
    expect(() => mapDiscriminant(few, [3, 2, 2], { ...PLAN, folds: 2 })).toThrow("need 4 channels");
    expect(mapDiscriminant(few, [3, 2, 2], { ...PLAN, folds: 3 }).foldAccuracies.length).toBe(6);
    const four = noisyMaps(4, 1, 1);
    expect(mapDiscriminant(four, [4, 2, 2], { ...PLAN, folds: 2 }).foldAccuracies.length).toBe(4);
    expect(() => mapDiscriminant(few, [4, 2, 2], PLAN)).toThrow(ShapeError);
  });

  it("leaves out channels that are mostly undefined", () => {
    const holed = noisyMaps(12, 1, 1);
    holed[1].fill(Number.NaN, 0, 3);
    expect(mapDiscriminant(holed, [12, 2, 2], PLAN).channels[0]).toBe(1);
    const bare = noisyMaps(12, 1, 1);
    bare[0].fill(Number.NaN);
    expect(() => mapDiscriminant(bare, [12, 2, 2], PLAN)).toThrow(MapAnalysisError);
    const constant = Array.from({ length: 3 }, (_, factor) => new Float64Array(48).fill(factor));
    expect(() => mapDiscriminant(constant, [12, 2, 2], PLAN)).toThrow("No feature varies");
  });
});
