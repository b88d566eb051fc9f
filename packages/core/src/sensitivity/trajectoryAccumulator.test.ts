import { describe, expect, it } from "vitest";
import { ShapeError } from "../errors.js";
import { halfWidthFactor } from "./blockEstimates.js";
import { TrajectoryAccumulator } from "./trajectoryAccumulator.js";
import { TrajectoryBlock } from "./trajectoryBlock.js";
import { TrajectoryDesign } from "./trajectoryDesign.js";

const BLOCK = 8;
const layout = { factors: 3, units: 3, seed: 1, blockSize: BLOCK };
const pilot = Float64Array.of(1.2, 0.8, 0.1);
const design = new TrajectoryDesign({
  columns: 3,
  groups: [0, 1, 2].map((column) => ({ key: `x${column}`, columns: [column] })),
  sampling: { kind: "scrambled", seed: 1, blockSize: BLOCK },
});
/** (N)(d + 1)(U); the third unit is 0 in most rows. */
const samples = Array.from({ length: 60 }, (_, index) =>
  design
    .rows(index)
    .map(([x, y, z]) =>
      Float64Array.of(2 * x + y * z, Math.sin(6 * x) + y + 0.3, Math.max(0, x * y * z - 0.2)),
    ),
);

function accumulate(aggregates: { first: number; count: number }[] = []): TrajectoryAccumulator {
  const accumulator = new TrajectoryAccumulator({ layout, pilot, aggregates });
  for (let start = 0; start < samples.length; start += BLOCK) {
    const block = new TrajectoryBlock(layout, pilot);
    for (let i = start; i < Math.min(start + BLOCK, samples.length); i++) block.push(samples[i], i);
    accumulator.merge(block);
  }
  return accumulator;
}

const sum = (values: readonly number[]) => values.reduce((s, value) => s + value, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;

/** Values of one unit, (N)(d + 1). */
const unitValues = (unit: number) => samples.map((rows) => rows.map((row) => row[unit]));

/** [Shapley 0..2, ST 0..2, S1 0..2] terms of one base sample and that of V, as the papers write them. */
function terms(y: readonly number[], index: number, centre: number): { ratios: number[]; v: number } {
  const d = layout.factors;
  const ratios = new Array<number>(3 * d).fill(0);
  const order = design.order(index);
  for (const [k, j] of order.entries()) {
    ratios[j] = (y[0] - (y[k] + y[k + 1]) / 2) * (y[k] - y[k + 1]);
    ratios[d + j] = (y[k] - y[k + 1]) ** 2 / 2;
  }
  ratios[2 * d + order[0]] += (d / 2) * (y[d] - centre) * (y[1] - y[0]);
  ratios[2 * d + order[d - 1]] += (d / 2) * (y[0] - centre) * (y[d - 1] - y[d]);
  return { ratios, v: (y[0] - y[d]) ** 2 / 2 };
}

describe("TrajectoryAccumulator", () => {
  const result = accumulate().result();
  const estimates = [...result.shapley, ...result.st, ...result.s1];

  it.each([0, 1, 2])("streams to what two passes over stored values of unit %i give", (u) => {
    const y = unitValues(u);
    const ends = y.flatMap((row) => [row[0], row[3]]);
    const centre = mean(ends);
    const all = y.map((row, index) => terms(row, index, centre));
    const v = mean(all.map((term) => term.v));
    for (const [s, { values }] of estimates.entries()) {
      expect(Math.abs(values[u] - mean(all.map((term) => term.ratios[s])) / v)).toBeLessThan(1e-12);
    }
    expect(result.mean.values[u]).toBeCloseTo(centre, 13);
    expect(result.variance.values[u]).toBeCloseTo(mean(ends.map((value) => (value - centre) ** 2)), 12);
    expect(result.nonZero[u]).toBe(y.flat().filter((value) => value !== 0).length);
    expect(result.evaluations).toBe(60 * 4);
    expect(result.blocks).toBe(8);
  });

  it.each([0, 1, 2])("has the half widths of residuals over stored blocks, unit %i", (u) => {
    const y = unitValues(u);
    const all = y.map((row, index) => terms(row, index, pilot[u]));
    const blocks = Array.from({ length: 8 }, (_, b) => all.slice(b * BLOCK, (b + 1) * BLOCK));
    const spreads = blocks.map((block) => sum(block.map(({ v }) => v)));
    const carrying = sum(spreads) ** 2 / sum(spreads.map((v) => v * v));
    expect(result.effectiveBlocks[u]).toBeCloseTo(carrying, 10);
    for (const [s, { values, halfWidths }] of estimates.entries()) {
      const residuals = blocks.map((block) => sum(block.map(({ ratios, v }) => ratios[s] - values[u] * v)));
      const centred = residuals.map((e) => (e - mean(residuals)) ** 2);
      const expected = (halfWidthFactor(carrying) * Math.sqrt(sum(centred))) / sum(spreads);
      expect(Math.abs(halfWidths[u] - expected)).toBeLessThanOrEqual(1e-9 * expected);
    }
  });

  it("has effects that add up to 1 to rounding, of units and of aggregates", () => {
    const { shapley, aggregates } = accumulate([{ first: 0, count: 3 }]).result();
    for (let u = 0; u < 3; u++) expect(sum(shapley.map(({ values }) => values[u]))).toBeCloseTo(1, 13);
    expect(sum(aggregates.shapley.map(({ values }) => values[0]))).toBeCloseTo(1, 13);
  });

  it("adds numerators and denominators over the units of an aggregate", () => {
    const { aggregates } = accumulate([
      { first: 0, count: 2 },
      { first: 1, count: 1 },
    ]).result();
    const spread = (u: number) => mean(unitValues(u).map((row) => (row[0] - row[3]) ** 2 / 2));
    const [v0, v1] = [spread(0), spread(1)];
    const ratios = [...aggregates.shapley, ...aggregates.st, ...aggregates.s1];
    for (const [s, { values, halfWidths }] of ratios.entries()) {
      const both = (estimates[s].values[0] * v0 + estimates[s].values[1] * v1) / (v0 + v1);
      expect(Math.abs(values[0] - both)).toBeLessThan(1e-12);
      // One unit alone is that unit.
      expect(Math.abs(values[1] - estimates[s].values[1])).toBeLessThan(1e-12);
      expect(Math.abs(halfWidths[1] - estimates[s].halfWidths[1])).toBeLessThan(1e-12);
    }
  });

  it("knows a single factor to be everything", () => {
    const single = { factors: 1, units: 1, seed: 0, blockSize: 4 };
    const accumulator = new TrajectoryAccumulator({
      layout: single,
      pilot: new Float64Array(1),
      aggregates: [],
    });
    for (let b = 0; b < 3; b++) {
      const block = new TrajectoryBlock(single, accumulator.pilot);
      for (let i = 4 * b; i < 4 * b + 4; i++) {
        block.push([Float64Array.of(Math.sin(i)), Float64Array.of(Math.cos(3 * i))], i);
      }
      accumulator.merge(block);
    }
    const { shapley, st, s1 } = accumulator.result();
    for (const [{ values, halfWidths }] of [shapley, st, s1]) {
      expect(values[0]).toBeCloseTo(1, 13);
      expect(halfWidths[0]).toBeLessThan(1e-7);
    }
  });
});

describe("TrajectoryBlock", () => {
  it("takes orders from elsewhere and gives the same bits", () => {
    const [own, told] = [new TrajectoryBlock(layout, pilot), new TrajectoryBlock(layout, pilot)];
    own.push(samples[5], 5);
    told.pushOrdered(samples[5], design.order(5));
    expect(told.data).toEqual(own.data);
  });

  it("goes on in a buffer handed over by another thread", () => {
    const [start, whole] = [new TrajectoryBlock(layout, pilot), new TrajectoryBlock(layout, pilot)];
    start.push(samples[0], 0);
    const moved = structuredClone(start.data, { transfer: [start.data.buffer as ArrayBuffer] });
    TrajectoryBlock.fromData(layout, pilot, moved).push(samples[1], 1);
    whole.push(samples[0], 0);
    whole.push(samples[1], 1);
    expect(moved).toEqual(whole.data);
  });

  it("gives the same sums to many units as to each alone", () => {
    const units = 2500;
    const wide = new TrajectoryBlock({ ...layout, units }, new Float64Array(units).fill(0.5));
    wide.push(
      samples[0].map((row) => Float32Array.from({ length: units }, (_, u) => row[u % 3] + u)),
      0,
    );
    const narrow = new TrajectoryBlock({ ...layout, units: 1 }, Float64Array.of(0.5));
    narrow.push(
      samples[0].map((row) => Float32Array.of(row[2047 % 3] + 2047)),
      0,
    );
    const alone = Array.from(wide.data.subarray(1)).filter((_, i) => i % units === 2047);
    expect(alone).toEqual([...narrow.data.subarray(1)]);
  });

  it("refuses wrong rows and orders and adds nothing then", () => {
    const block = new TrajectoryBlock(layout, pilot);
    expect(() => block.push(samples[0].slice(1), 0)).toThrow("4 rows in this design, not 3");
    expect(() => block.pushOrdered(samples[0], [0, 1, 1])).toThrow(ShapeError);
    expect(block.data.every((value) => value === 0)).toBe(true);
    expect(() => new TrajectoryBlock({ ...layout, factors: 0 }, pilot)).toThrow("factors");
    expect(() => TrajectoryBlock.fromData(layout, pilot, new Float64Array(5))).toThrow(ShapeError);
  });
});
