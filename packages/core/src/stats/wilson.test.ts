import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { counterDouble } from "../random/counterRandom.js";
import { wilsonInterval } from "./wilson.js";

const scores = (ones: number, n: number): number[] => Array.from({ length: n }, (_, i) => (i < ones ? 1 : 0));

describe("wilsonInterval", () => {
  it("equals the published intervals of a proportion", () => {
    // Newcombe, Stat. Med. 17 (1998) 857-872, table I, method 3.
    const table: [number, number, number, number][] = [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ];
    for (const [ones, n, low, high] of table) {
      const interval = wilsonInterval(scores(ones, n));
      expect(interval.low).toBeCloseTo(low, 4);
      expect(interval.high).toBeCloseTo(high, 4);
      expect(interval.share).toBeCloseTo(ones / n, 12);
      expect(interval.n).toBe(n);
    }
  });

  it("holds the share, stays in [0, 1] and narrows with more items", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
        const ones = Math.round(share * n);
        const { low, high, halfWidth } = wilsonInterval(scores(ones, n));
        expect(low).toBeLessThanOrEqual(ones / n + 1e-12);
        expect(high).toBeGreaterThanOrEqual(ones / n - 1e-12);
        expect(Math.min(low, 1 - high)).toBeGreaterThanOrEqual(0);
        expect(halfWidth).toBeCloseTo((high - low) / 2, 12);
        expect(wilsonInterval(scores(4 * ones, 4 * n)).halfWidth).toBeLessThan(halfWidth);
      }),
    );
  });

  it("counts draws of one item as more than one item and less than independent ones", () => {
    const alike = Array.from({ length: 40 }, (_, i) => [0, 1][i % 2]);
    const mixed = Array.from({ length: 40 }, (_, i) => [0, 1 / 3, 2 / 3, 1][i % 4]);
    const widths = [alike, mixed].map((one) => wilsonInterval(one, { draws: 3 }).halfWidth);
    expect(widths[0]).toBe(wilsonInterval(alike).halfWidth);
    expect(widths[1]).toBeLessThan(widths[0]);
    const certain = wilsonInterval(new Array(40).fill(1 / 2), { draws: 2 });
    expect(certain.halfWidth).toBeCloseTo(wilsonInterval(scores(40, 80)).halfWidth, 12);
    expect(wilsonInterval([1 / 3], { draws: 3 }).halfWidth).toBeGreaterThan(0.3);
  });

  it("counts only the share of the items that is independent", () => {
    const half = wilsonInterval(scores(10, 40), { independentShare: 0.5 });
    const { low, high } = wilsonInterval(scores(5, 20));
    expect([half.low, half.high, half.n]).toEqual([low, high, 40]);
  });

  it("covers the true share about 95 times in 100, for averaged draws of unequal images too", () => {
    let covered = 0;
    const repeats = 1000;
    for (let repeat = 0; repeat < repeats; repeat++) {
      const means = Array.from({ length: 60 }, (_, image) => {
        const chance = counterDouble(repeat, 1, image);
        const draws = [1, 2, 3].map((draw) => Number(counterDouble(repeat, 2, image, draw) < chance));
        return (draws[0] + draws[1] + draws[2]) / 3;
      });
      const { low, high } = wilsonInterval(means, { draws: 3 });
      if (low <= 0.5 && 0.5 <= high) covered++;
    }
    // Standard error of the coverage: 0.7 points.
    expect(covered / repeats).toBeGreaterThan(0.925);
    expect(covered / repeats).toBeLessThan(0.975);
  });

  it("is undefined without scores", () => {
    expect(wilsonInterval([])).toEqual({ share: NaN, low: NaN, high: NaN, halfWidth: NaN, n: 0 });
  });
});
