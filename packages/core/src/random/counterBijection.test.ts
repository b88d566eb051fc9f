import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DesignError } from "../errors.js";
import { counterBijection } from "./counterBijection.js";

describe("counterBijection", () => {
  it("gives every number once, whatever the size", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(1000), (size, seed) => {
        const drawn = Array.from({ length: size }, (_, i) => counterBijection(seed, 5, 0, size, i));
        expect(new Set(drawn).size).toBe(size);
        expect(Math.min(...drawn)).toBe(0);
        expect(Math.max(...drawn)).toBe(size - 1);
      }),
      { numRuns: 30 },
    );
  });

  it("has a first draw that is uniform over seeds", () => {
    const counts = new Array<number>(6).fill(0);
    for (let seed = 0; seed < 6000; seed++) counts[counterBijection(seed, 5, 0, 6, 0)]++;
    // 1000 each with a standard deviation of 29.
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(130);
  });

  it("depends on seed, stream and index", () => {
    const draw = (seed: number, stream: number, index: number) =>
      Array.from({ length: 50 }, (_, i) => counterBijection(seed, stream, index, 479_001_600, i));
    expect(draw(0, 5, 0)).toEqual(draw(0, 5, 0));
    for (const other of [draw(1, 5, 0), draw(0, 6, 0), draw(0, 5, 1)])
      expect(other).not.toEqual(draw(0, 5, 0));
  });

  it("refuses numbers it does not hold", () => {
    expect(() => counterBijection(0, 5, 0, 6, 6)).toThrow(DesignError);
    expect(() => counterBijection(0, 5, 0, 0, 0)).toThrow(DesignError);
    expect(() => counterBijection(0, 5, 0, 2 ** 33, 0)).toThrow("2^32");
  });
});
