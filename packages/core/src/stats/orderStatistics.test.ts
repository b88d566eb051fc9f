import fc from "fast-check";
import { expect, it } from "vitest";
import { orderStatistics } from "./orderStatistics.js";

it("finds what sorting puts at each rank", () => {
  const float = fc.oneof(
    fc.float(),
    // Close together, and equal.
    fc.integer({ min: -3, max: 3 }).map((k) => 1 + k * 2 ** -20),
    fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  );
  fc.assert(
    fc.property(fc.array(float, { maxLength: 60 }), (list) => {
      const values = Float32Array.from(list);
      const sorted = values.filter((value) => !Number.isNaN(value)).sort();
      const ranks = [...sorted.keys()].reverse();
      expect([...orderStatistics(values, ranks)]).toEqual([...sorted].reverse());
      expect(values).toEqual(Float32Array.from(list));
    }),
  );
});
