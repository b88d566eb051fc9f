import { describe, expect, it } from "vitest";
import { DesignError } from "../errors.js";
import { halfWidthFactor } from "./blockEstimates.js";
import { clippedShares } from "./clippedShares.js";
import { NestedAccumulator } from "./nestedAccumulator.js";
import { NestedBlock } from "./nestedBlock.js";
import { NestedDesign } from "./nestedDesign.js";

const sizes = { outerSamples: 3, innerSamples: 4, seed: 2 };
const players = [0, 1, 2].map((column) => ({ key: `x${column}`, columns: [column] }));
const design = new NestedDesign({ columns: 3, players, ...sizes });
const layout = { players: 3, factorOfPlayer: [0, 1, 0], ...sizes, units: 2 };
const pilot = Float64Array.of(1.2, 0.3);
const PERMUTATIONS = 7;
const samples = Array.from({ length: PERMUTATIONS * design.blockSize }, (_, index) =>
  design.rows(index).map(([x, y, z]) => Float64Array.of(2 * x + y * z, Math.max(0, x * y - z / 3))),
);

function blockOf(permutation: number): NestedBlock {
  const block = new NestedBlock(layout, pilot);
  for (let i = 0; i < design.blockSize; i++) {
    const index = permutation * design.blockSize + i;
    block.push(samples[index], index);
  }
  return block;
}

const sum = (values: readonly number[]) => values.reduce((s, value) => s + value, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;
const unbiased = (values: readonly number[]) =>
  sum(values.map((value) => (value - mean(values)) ** 2)) / (values.length - 1);

/** Effects of the two factors and the variance, from one permutation's stored values. */
function effectsOf(permutation: number, unit: number): { effects: number[]; total: number } {
  const effects = [0, 0];
  let before = 0;
  for (const [place, player] of design.order(permutation).entries()) {
    const first = permutation * design.blockSize + place * sizes.outerSamples;
    const outer = samples.slice(first, first + sizes.outerSamples);
    const cost = mean(outer.map((rows) => unbiased(rows.map((row) => row[unit]))));
    effects[layout.factorOfPlayer[player]] += cost - before;
    before = cost;
  }
  return { effects, total: before };
}

describe("NestedAccumulator", () => {
  const accumulator = new NestedAccumulator({ layout, pilot, aggregates: [{ first: 0, count: 2 }] });
  for (let p = 0; p < PERMUTATIONS; p++) accumulator.merge(blockOf(p));
  const result = accumulator.result();

  it.each([0, 1])("streams to what two passes over stored values of unit %i give", (u) => {
    const permutations = Array.from({ length: PERMUTATIONS }, (_, p) => effectsOf(p, u));
    const total = mean(permutations.map((permutation) => permutation.total));
    const squares = sum(permutations.map((permutation) => permutation.total ** 2));
    const carrying = (total * PERMUTATIONS) ** 2 / squares;
    for (const g of [0, 1]) {
      const effects = permutations.map((permutation) => permutation.effects[g]);
      const effect = mean(effects);
      expect(Math.abs(result.effects[g].values[u] - effect)).toBeLessThan(1e-12);
      expect(Math.abs(result.shapley[g].values[u] - effect / total)).toBeLessThan(1e-12);
      const width = (residuals: number[]) =>
        (halfWidthFactor(carrying) * Math.sqrt(sum(residuals.map((e) => (e - mean(residuals)) ** 2)))) /
        PERMUTATIONS;
      expect(result.effects[g].halfWidths[u] / width(effects)).toBeCloseTo(1, 9);
      const residuals = permutations.map((p) => p.effects[g] - (effect / total) * p.total);
      expect(result.shapley[g].halfWidths[u] / (width(residuals) / total)).toBeCloseTo(1, 9);
    }
    const values = samples.flat().map((row) => row[u]);
    expect(result.mean.values[u]).toBeCloseTo(mean(values), 13);
    expect(result.variance.values[u]).toBeCloseTo(mean(values.map((y) => (y - mean(values)) ** 2)), 12);
    expect(result.nonZero[u]).toBe(values.filter((value) => value !== 0).length);
    expect(result.permutations).toBe(PERMUTATIONS);
    expect(result.evaluations).toBe(samples.flat().length);
  });

  it("has shares that add up to 1, of units and aggregates", () => {
    for (const u of [0, 1]) expect(sum(result.shapley.map(({ values }) => values[u]))).toBeCloseTo(1, 13);
    expect(sum(result.aggregates.shapley.map(({ values }) => values[0]))).toBeCloseTo(1, 13);
  });

  it("refuses a permutation that is not complete", () => {
    const block = new NestedBlock(layout, pilot);
    block.push(samples[0], 0);
    expect(() => accumulator.merge(block)).toThrow(DesignError);
    expect(accumulator.blocks).toBe(PERMUTATIONS);
  });

  it("refuses players without a factor", () => {
    expect(() => new NestedBlock({ ...layout, factorOfPlayer: [0, 1] }, pilot)).toThrow(
      "belongs to a factor",
    );
    expect(() => new NestedBlock({ ...layout, factorOfPlayer: [0, 1, -1] }, pilot)).toThrow(DesignError);
    expect(() => new NestedBlock({ ...layout, innerSamples: 1 }, pilot)).toThrow("inner samples");
  });
});

describe("clippedShares", () => {
  it("clips below at 0 and divides by the sum", () => {
    const shares = clippedShares([
      Float64Array.of(3, -1, 0, Number.NaN),
      Float64Array.of(1, 2, -4, Number.NaN),
    ]);
    expect(shares.map((values) => [...values])).toEqual([
      [0.75, 0, Number.NaN, Number.NaN],
      [0.25, 1, Number.NaN, Number.NaN],
    ]);
  });
});
