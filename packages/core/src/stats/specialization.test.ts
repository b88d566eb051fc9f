import { describe, expect, it } from "vitest";
import { ShapeError } from "../errors.js";
import { specialization } from "./specialization.js";

describe("specialization", () => {
  const values = [
    [0.5, 0.1, 0.3, Number.NaN, 0.6],
    [0.2, 0.4, 0.3, 0.2, 0.5],
  ];

  it("gives each unit to the largest index; equal ones and undefined ones to none", () => {
    const result = specialization(values, null);
    expect([...result.units]).toEqual([2, 1]);
    expect(result.undecided).toBe(1);
    expect(result.undefinedUnits).toBe(1);
    expect([...result.shares, result.undecidedShare]).toEqual([0.5, 0.25, 0.25]);
  });

  it("leaves units undecided where intervals overlap or are unknown", () => {
    const result = specialization(values, [
      [0.1, 0.1, 0.1, 0.1, 0.1],
      [0.1, Number.NaN, 0.1, 0.1, 0.1],
    ]);
    expect([...result.units]).toEqual([1, 0]);
    expect(result.undecided).toBe(3);
  });

  it("looks at every factor, not only the second largest", () => {
    const three = [[0.5], [0.3], [0.2]];
    expect(specialization(three, [[0.05], [0.05], [0.05]]).units[0]).toBe(1);
    expect(specialization(three, [[0.05], [0.05], [0.4]]).undecided).toBe(1);
  });

  it("refuses unequal lengths", () => {
    expect(() => specialization([[1], [1, 2]], null)).toThrow(ShapeError);
    expect(() => specialization([[1], [1]], [[1]])).toThrow(ShapeError);
    expect(() => specialization([], null)).toThrow("there is none");
  });
});
