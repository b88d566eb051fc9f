import fc from "fast-check";
import { expect, it } from "vitest";
import { packUnits, unpackUnits } from "./packedUnits.js";

it("gives back every set of units", () => {
  const units = fc.uniqueArray(fc.integer({ min: 0, max: 99 })).map((list) => Uint32Array.from(list).sort());
  fc.assert(
    fc.property(units, (list) => {
      expect(unpackUnits(packUnits(list, 100))).toEqual(list);
    }),
  );
});

it("puts the first unit into the lowest bit", () => {
  expect([...packUnits(Uint32Array.of(0, 9), 10)]).toEqual([1, 2]);
});
