import { describe, expect, it } from "vitest";
import { ShapeError } from "../errors.js";
import { chanceAccuracy, confusionMatrix, rowShares } from "./confusion.js";

describe("confusion", () => {
  it("counts true classes in rows, predicted ones in columns", () => {
    const counts = confusionMatrix([0, 0, 1, 0], [0, 1, 1, 1], 3);
    expect(counts).toEqual([
      [1, 2, 0],
      [0, 1, 0],
      [0, 0, 0],
    ]);
    const shares = rowShares(counts);
    expect(shares[0]).toEqual([1 / 3, 2 / 3, 0]);
    expect(shares[2]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });

  it("takes the share of the most frequent class for chance", () => {
    expect(chanceAccuracy([3, 3, 1, 0])).toBe(0.5);
    expect(chanceAccuracy([])).toBeNaN();
  });

  it("refuses classes that do not exist", () => {
    expect(() => confusionMatrix([0, 2], [0, 0], 2)).toThrow("Sample 1 is class 2");
    expect(() => confusionMatrix([0, 0], [0, -1], 2)).toThrow(ShapeError);
    expect(() => confusionMatrix([0], [0, 1], 2)).toThrow(ShapeError);
  });
});
