import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ShapeError } from "../errors.js";
import { counterOrder } from "../random/counterOrder.js";
import { groupedFolds } from "./groupedFolds.js";

const shuffle = (repeat: number, n: number) => counterOrder(1, 1, repeat, n);

describe("grouped folds", () => {
  it("tests every sample once a repeat, never splits a group, and deals groups evenly", () => {
    const groups = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(
        groups,
        fc.integer({ min: 2, max: 5 }),
        fc.integer({ min: 1, max: 3 }),
        (group, folds, repeats) => {
          const distinct = new Set(group).size;
          fc.pre(folds <= distinct);
          const result = groupedFolds(group, { folds, repeats, shuffle });
          expect(result.length).toBe(folds * repeats);
          for (let repeat = 0; repeat < repeats; repeat++) {
            const split = result.slice(repeat * folds, (repeat + 1) * folds);
            expect(split.flat().sort((a, b) => a - b)).toEqual([...group.keys()]);
            const groupsOfFolds = split.map((fold) => new Set(fold.map((i) => group[i])));
            expect(groupsOfFolds.reduce((sum, { size }) => sum + size, 0)).toBe(distinct);
            const sizes = groupsOfFolds.map(({ size }) => size);
            expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });

  it("splits repeats differently, and the same again", () => {
    const groups = Array.from({ length: 30 }, (_, i) => i);
    const plan = { folds: 5, repeats: 2, shuffle };
    const folds = groupedFolds(groups, plan);
    expect(folds.slice(0, 5)).not.toEqual(folds.slice(5));
    expect(groupedFolds(groups, plan)).toEqual(folds);
  });

  it("refuses more folds than groups", () => {
    expect(() => groupedFolds([1, 1, 2], { folds: 3, repeats: 1, shuffle })).toThrow("2 to 2 folds, not 3");
    expect(() => groupedFolds([1, 2], { folds: 2, repeats: 0, shuffle })).toThrow(ShapeError);
  });
});
