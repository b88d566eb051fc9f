import { expect, it } from "vitest";
import { roundHalfEven } from "./roundHalfEven.js";

it("rounds ties to the even neighbour, as Python does", () => {
  const values = [0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 2.4999, 2.5001, -7];
  expect(values.map(roundHalfEven)).toEqual([0, 2, 2, 0, -2, -2, 2, 3, -7]);
});

it("never gives -0, which would make equal parameters look different", () => {
  for (const value of [-0, -0.2, -0.5]) expect(Object.is(roundHalfEven(value), 0)).toBe(true);
});
