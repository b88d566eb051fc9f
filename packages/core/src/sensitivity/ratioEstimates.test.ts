import { describe, expect, it } from "vitest";
import { counterDouble } from "../random/counterRandom.js";
import { SobolAccumulator } from "./sobolAccumulator.js";
import { SobolBlock } from "./sobolBlock.js";
import { TrajectoryAccumulator } from "./trajectoryAccumulator.js";
import { TrajectoryBlock } from "./trajectoryBlock.js";

/** Units that are more than are taken at a time, twice over and no whole number of times. */
const UNITS = 4500;
const FACTORS = 2;

/** Activations of the units `first` .. `first` + `count` - 1 of a network of `UNITS`; every seventh unit is dead. */
function activations(first: number, count: number, row: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) =>
    (first + i) % 7 === 3 ? 1 : counterDouble(1, first + i, row, 0) - 0.5,
  );
}

/** (samples)(rows)(U) of block `b`. */
function samplesOf(first: number, count: number, b: number, rows: number): Float64Array[][] {
  return Array.from({ length: 3 }, (_, n) =>
    Array.from({ length: rows }, (_, r) => activations(first, count, rows * (3 * b + n) + r)),
  );
}

function run(first: number, count: number, aggregates: readonly { first: number; count: number }[]) {
  const layout = { factors: FACTORS, secondOrder: true, units: count };
  const accumulator = new SobolAccumulator({ layout, pilot: new Float64Array(count), aggregates });
  for (let b = 0; b < 6; b++) {
    const block = new SobolBlock(layout, accumulator.pilot);
    block.pushSamples(samplesOf(first, count, b, 2 * FACTORS + 2));
    accumulator.merge(block);
  }
  return accumulator.result();
}

function runTrajectories(first: number, count: number) {
  const layout = { factors: FACTORS, seed: 0, blockSize: 3, units: count };
  const accumulator = new TrajectoryAccumulator({ layout, pilot: new Float64Array(count), aggregates: [] });
  for (let b = 0; b < 6; b++) {
    const block = new TrajectoryBlock(layout, accumulator.pilot);
    for (const [n, rows] of samplesOf(first, count, b, FACTORS + 1).entries()) block.push(rows, 3 * b + n);
    accumulator.merge(block);
  }
  return accumulator.result();
}

describe("estimates of many units", () => {
  // Across the ends of the first two thousand units, within one unit, and over all.
  const ranges = [
    { first: 2040, count: 20 },
    { first: 4095, count: 2 },
    { first: 0, count: UNITS },
    { first: 3, count: 1 },
  ];
  const whole = run(0, UNITS, ranges);
  const maps = [...whole.s1, ...whole.st, ...whole.s2];
  const aggregated = [...whole.aggregates.s1, ...whole.aggregates.st, ...whole.aggregates.s2];

  /** First unit and number of units. */
  const parts = [
    [0, 5],
    [2040, 20],
    [4090, 12],
    [UNITS - 3, 3],
  ];

  it("are those of the units alone, bit for bit", () => {
    for (const [first, count] of parts) {
      const few = run(first, count, []);
      for (const [s, { values, halfWidths }] of [...few.s1, ...few.st, ...few.s2].entries()) {
        expect(maps[s].values.slice(first, first + count)).toEqual(values);
        expect(maps[s].halfWidths.slice(first, first + count)).toEqual(halfWidths);
      }
      expect(whole.effectiveBlocks.slice(first, first + count)).toEqual(few.effectiveBlocks);
    }
  });

  it("are so too of trajectories", () => {
    const all = runTrajectories(0, UNITS);
    const allMaps = [...all.shapley, ...all.st, ...all.s1];
    for (const [first, count] of parts) {
      const few = runTrajectories(first, count);
      for (const [s, { values, halfWidths }] of [...few.shapley, ...few.st, ...few.s1].entries()) {
        expect(allMaps[s].values.slice(first, first + count)).toEqual(values);
        expect(allMaps[s].halfWidths.slice(first, first + count)).toEqual(halfWidths);
      }
    }
  });

  it("add up over the live units of an aggregate, and are undefined where all are dead", () => {
    for (const [g, { first, count }] of ranges.slice(0, 3).entries()) {
      const few = run(first, count, [{ first: 0, count }]);
      const alone = [...few.aggregates.s1, ...few.aggregates.st, ...few.aggregates.s2];
      for (const [s, { values, halfWidths }] of aggregated.entries()) {
        let [numerator, denominator] = [0, 0];
        for (let u = first; u < first + count; u++) {
          if (Number.isNaN(maps[s].values[u])) continue;
          numerator += maps[s].values[u] * whole.variance.values[u];
          denominator += whole.variance.values[u];
        }
        // Rounding of sums of up to 4500 terms.
        expect(Math.abs(values[g] - numerator / denominator)).toBeLessThan(1e-11);
        expect(Math.abs(halfWidths[g] / alone[s].halfWidths[0] - 1)).toBeLessThan(1e-9);
      }
    }
    for (const { values, halfWidths } of aggregated) {
      expect(values[3]).toBeNaN();
      expect(halfWidths[3]).toBeNaN();
    }
  });

  it("have memory of their own", () => {
    const estimates = [...maps, ...aggregated, whole.mean, whole.variance];
    const arrays = estimates.flatMap(({ values, halfWidths }) => [values, halfWidths]);
    expect(new Set(arrays.map(({ buffer }) => buffer)).size).toBe(arrays.length);
    for (const array of arrays) expect(array.buffer.byteLength).toBe(array.byteLength);
  });
});
