import { describe, expect, it } from "vitest";
import { VarianceAccumulator } from "./varianceAccumulator.js";
import { VarianceBlock } from "./varianceBlock.js";
import { VarianceDesign } from "./varianceDesign.js";

const design = new VarianceDesign({ columns: 2, sampling: { kind: "random", seed: 0, blockSize: 10 } });
const rows = Array.from({ length: 200 }, (_, i) => {
  const [[x, y]] = design.rows(i);
  return Float64Array.of(1e6 + 0.01 * x, Math.max(0, y - 0.9));
});

function accumulate(blockSize: number): VarianceAccumulator {
  const pilot = Float64Array.from(rows[0]);
  const accumulator = new VarianceAccumulator({ layout: { units: 2 }, pilot, aggregates: [] });
  for (let start = 0; start < rows.length; start += blockSize) {
    const block = new VarianceBlock({ units: 2 }, pilot);
    for (const row of rows.slice(start, start + blockSize)) block.push([row]);
    accumulator.merge(block);
  }
  return accumulator;
}

describe("VarianceAccumulator", () => {
  it("streams to the mean and the unbiased variance of two passes, large offsets included", () => {
    const { mean, variance, nonZero, evaluations } = accumulate(10).result();
    for (const u of [0, 1]) {
      const values = rows.map((row) => row[u]);
      const m = values.reduce((sum, value) => sum + (value - values[0]), 0) / 200 + values[0];
      const v = values.reduce((sum, value) => sum + (value - m) ** 2, 0) / 199;
      expect(Math.abs(mean.values[u] - m)).toBeLessThanOrEqual(1e-12 * Math.abs(m));
      // At offset 1e6 float64 holds 8 digits of a deviation of 1e-2.
      expect(Math.abs(variance.values[u] / v - 1)).toBeLessThan(u === 0 ? 1e-7 : 1e-12);
      expect(nonZero[u]).toBe(values.filter((value) => value !== 0).length);
    }
    expect(evaluations).toBe(200);
  });

  it("has half widths near those of independent rows, and wider ones where few rows carry the variance", () => {
    const { mean, variance, effectiveBlocks } = accumulate(10).result();
    // Standard error of the mean of 200 uniform values on a range of 0.01.
    const standardError = 0.01 / Math.sqrt(12 * 200);
    expect(mean.halfWidths[0] / (1.96 * standardError)).toBeGreaterThan(0.6);
    expect(mean.halfWidths[0] / (1.96 * standardError)).toBeLessThan(1.5);
    expect(Math.abs(variance.values[0] - 1e-4 / 12)).toBeLessThan(3 * variance.halfWidths[0]);
    expect(effectiveBlocks[1]).toBeLessThan(effectiveBlocks[0]);
  });

  it("has no variance from a single row", () => {
    const pilot = Float64Array.of(0);
    const accumulator = new VarianceAccumulator({ layout: { units: 1 }, pilot, aggregates: [] });
    const block = new VarianceBlock({ units: 1 }, pilot);
    block.push([Float64Array.of(3)]);
    accumulator.merge(block);
    expect(accumulator.result().mean.values[0]).toBe(3);
    expect(accumulator.result().variance.values[0]).toBeNaN();
  });
});
