import fc from "fast-check";
import { expect, it } from "vitest";
import { histogramOf, storedQuantiles, summarise } from "./mapSummary.js";

const values = fc.array(fc.oneof(fc.double({ min: -10, max: 10, noNaN: true }), fc.constant(Number.NaN)), {
  maxLength: 50,
});

it("equals the plain formulas over the defined values", () => {
  fc.assert(
    fc.property(values, (all) => {
      const defined = all.filter((value) => !Number.isNaN(value));
      const { mean, sd, min, max, argmax, undefinedCount } = summarise(all);
      expect(undefinedCount).toBe(all.length - defined.length);
      if (defined.length === 0) {
        expect([mean, sd, min, max, argmax]).toEqual([null, null, null, null, -1]);
        return;
      }
      const sum = defined.reduce((a, b) => a + b, 0);
      const plainMean = sum / defined.length;
      const variance = defined.reduce((a, b) => a + (b - plainMean) ** 2, 0) / defined.length;
      // Rounding of sums of at most fifty values of size ten.
      expect(mean).toBeCloseTo(plainMean, 10);
      expect(sd! ** 2).toBeCloseTo(variance, 9);
      expect(min).toBe(Math.min(...defined));
      expect(max).toBe(Math.max(...defined));
      expect(argmax).toBe(all.indexOf(max!));
    }),
  );
});

it("counts every defined value in one bin", () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 40 }), (all, bins) => {
      const { edges, counts } = histogramOf(all, bins);
      const defined = all.filter((value) => !Number.isNaN(value)).length;
      expect(counts.reduce((a, b) => a + b, 0)).toBe(defined);
      expect(edges).toHaveLength(defined === 0 ? 0 : bins + 1);
    }),
  );
});

it("puts a value at a bound into the bin above, the largest into the last", () => {
  expect(histogramOf([0, 1, 2, 4], 4)).toEqual({ edges: [0, 1, 2, 3, 4], counts: [1, 1, 1, 1] });
});

it("gives bins around a single value", () => {
  expect(histogramOf([3, 3], 2)).toEqual({ edges: [2.5, 3, 3.5], counts: [0, 2] });
});

it("has no quantile of nothing", () => {
  expect(storedQuantiles([Number.NaN]).every(({ value }) => value === null)).toBe(true);
  expect(storedQuantiles([1, 2, 3]).find(({ p }) => p === 0.5)?.value).toBe(2);
});
