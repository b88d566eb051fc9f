import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ShapeError } from "../errors.js";
import { counterDouble } from "../random/counterRandom.js";
import { pairedDifference } from "./pairedDifference.js";

/** Scores of n items of which `gained` are right only under a, `lost` only under b. */
function discordant(gained: number, lost: number, n: number): [number[], number[]] {
  const a = Array.from({ length: n }, (_, i) => (i < gained ? 1 : 0));
  const b = Array.from({ length: n }, (_, i) => (i >= gained && i < gained + lost ? 1 : 0));
  return [a, b];
}

describe("pairedDifference", () => {
  it("follows the adjusted Wald formula on the discordant counts", () => {
    const [gained, lost, n] = [7, 2, 44];
    const [p12, p21] = [(gained + 1) / (n + 2), (lost + 1) / (n + 2)];
    const halfWidth = 1.959963984540054 * Math.sqrt((p12 + p21 - (p12 - p21) ** 2) / (n + 2));
    const result = pairedDifference(...discordant(gained, lost, n));
    expect(result.halfWidth).toBeCloseTo(halfWidth, 10);
    expect(result.low).toBeCloseTo(p12 - p21 - halfWidth, 10);
    expect(result.high).toBeCloseTo(p12 - p21 + halfWidth, 10);
    expect(result).toMatchObject({ difference: (gained - lost) / n, gained, lost, n });
  });

  it("keeps a width when nothing changed, and is mirrored when the sides are", () => {
    const same = pairedDifference([1, 0, 1], [1, 0, 1]);
    expect(same.difference).toBe(0);
    expect(same.halfWidth).toBeGreaterThan(0.1);
    const score = fc.constantFrom(0, 1 / 3, 2 / 3, 1);
    fc.assert(
      fc.property(fc.array(fc.tuple(score, score), { minLength: 1 }), (pairs) => {
        const a = pairs.map(([x]) => x);
        const b = pairs.map(([, y]) => y);
        const [there, back] = [pairedDifference(a, b), pairedDifference(b, a)];
        expect(back.difference).toBeCloseTo(-there.difference, 12);
        expect(back.high).toBeCloseTo(-there.low, 12);
        expect(there.low).toBeLessThanOrEqual(there.difference);
        expect(there.high).toBeGreaterThanOrEqual(there.difference);
      }),
    );
  });

  it("covers a true difference about 95 times in 100", () => {
    let covered = 0;
    const repeats = 1000;
    for (let repeat = 0; repeat < repeats; repeat++) {
      const draws = Array.from({ length: 80 }, (_, i) => counterDouble(repeat, 1, i));
      // Right under a only: 15 %; under b only: 5 %; under both: 60 %.
      const a = draws.map((u) => Number(u < 0.15 || u > 0.4));
      const b = draws.map((u) => Number((u >= 0.15 && u < 0.2) || u > 0.4));
      const { low, high } = pairedDifference(a, b);
      if (low <= 0.1 && 0.1 <= high) covered++;
    }
    expect(covered / repeats).toBeGreaterThan(0.93);
    expect(covered / repeats).toBeLessThan(0.98);
  });

  it("refuses unequal lengths and says nothing of no items", () => {
    expect(() => pairedDifference([1], [])).toThrow(ShapeError);
    expect(pairedDifference([], []).difference).toBeNaN();
  });
});
