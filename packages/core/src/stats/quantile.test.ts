import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quantile, quantiles } from "./quantile.js";

interface PercentilesFile {
  arrays: { data: number[]; q: number[]; percentile: number[] }[];
  matrix: { data: number[][]; q: number[]; axis0: number[][]; axis1: number[][] };
}
const golden = JSON.parse(
  readFileSync(new URL("../../../../tests/reference/stats/percentiles.json", import.meta.url), "utf8"),
) as PercentilesFile;

function expectPercentiles(data: ArrayLike<number>, q: number[], expected: number[]): void {
  const actual = quantiles(
    data,
    q.map((percent) => percent / 100),
  );
  // Percent to share and back may move the place between two values by one rounding.
  for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, 12);
}

describe("quantiles", () => {
  it("equals numpy.percentile on every reference array", () => {
    expect(golden.arrays.length).toBeGreaterThan(0);
    for (const { data, q, percentile } of golden.arrays) expectPercentiles(data, q, percentile);
  });

  it("equals numpy.percentile along both axes of a matrix", () => {
    const { data, q, axis0, axis1 } = golden.matrix;
    for (const [r, row] of data.entries())
      expectPercentiles(
        row,
        q,
        axis1.map((values) => values[r]),
      );
    for (const c of data[0].keys()) {
      expectPercentiles(
        data.map((row) => row[c]),
        q,
        axis0.map((values) => values[c]),
      );
    }
  });

  it("skips NaN and leaves its input as it was", () => {
    const values = Float32Array.of(3, Number.NaN, 1, 2, Number.NaN);
    expect([...quantiles(values, [0, 0.25, 0.5, 1])]).toEqual([1, 1.5, 2, 3]);
    expect([...values]).toEqual([3, Number.NaN, 1, 2, Number.NaN]);
    expect(quantile([Number.NaN], 0.5)).toBeNaN();
    expect(quantile([], 0.5)).toBeNaN();
  });

  it("gives of many float32 values what it gives of the same numbers as float64", () => {
    const values = Float32Array.from({ length: 50_000 }, (_, i) => (i % 7 === 0 ? Number.NaN : Math.tan(i)));
    const probabilities = [0, 0.01, 0.2, 0.5, 0.77, 0.99, 1];
    expect(quantiles(values, probabilities)).toEqual(quantiles(Float64Array.from(values), probabilities));
  });

  it("keeps infinite values at their ends", () => {
    expect([...quantiles([1, Infinity, -Infinity], [0, 0.5, 1])]).toEqual([-Infinity, 1, Infinity]);
  });

  it("never leaves the range of the data and never falls as the probability rises", () => {
    const value = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e100, max: 1e100 });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true })),
        (data, q) => {
          const sorted = q.toSorted((a, b) => a - b);
          const result = [Math.min(...data), ...quantiles(data, sorted), Math.max(...data)];
          for (let i = 1; i < result.length; i++) expect(result[i]).toBeGreaterThanOrEqual(result[i - 1]);
        },
      ),
    );
  });

  it("refuses a probability outside [0, 1]", () => {
    expect(() => quantile([1, 2], 95)).toThrow("from 0 to 1, not 95");
    expect(() => quantile([1, 2], Number.NaN)).toThrow(RangeError);
  });
});
