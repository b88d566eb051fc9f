import fc from "fast-check";
import { expect, it } from "vitest";
import { addArray, isSumFinite } from "./arraySums.js";
import { arraysInMemory } from "./testing/arraysInMemory.js";

const numbers = (max: number) =>
  fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1, maxLength: max });

it("adds to the head of an array, in place as elsewhere", () => {
  fc.assert(
    fc.property(numbers(40), numbers(20), (to, more) => {
      const all = Float64Array.from([...to, ...more]);
      const from = Float64Array.from(to, (_, i) => i + 0.1);
      const expected = all.map((value, i) => (i < from.length ? value + from[i] : value));
      const place = arraysInMemory();
      const placed = place(all.slice());
      addArray(placed, place(from));
      addArray(all, from);
      expect(placed.slice()).toEqual(expected);
      expect(all).toEqual(expected);
    }),
  );
});

it("sees NaN, infinity and an overflow wherever they are", () => {
  for (const length of [1, 2, 3, 4, 5, 9]) {
    for (let i = 0; i < length; i++) {
      for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
        const values = new Float64Array(length).fill(1).with(i, value);
        expect([isSumFinite(values), isSumFinite(arraysInMemory()(values))]).toEqual([false, false]);
      }
    }
    const finite = new Float64Array(length).fill(-3);
    expect([isSumFinite(finite), isSumFinite(arraysInMemory()(finite))]).toEqual([true, true]);
  }
  const large = new Float64Array(2).fill(1.7e308);
  expect([isSumFinite(large), isSumFinite(arraysInMemory()(large))]).toEqual([false, false]);
});
