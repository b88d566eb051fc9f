import fc from "fast-check";
import { expect, it } from "vitest";
import { packBits, packedLength, unpackBits } from "./packedBits.js";

it("gives back numbers of any width", () => {
  const numbers = fc
    .integer({ min: 0, max: 8 })
    .chain((bits) => fc.tuple(fc.constant(bits), fc.array(fc.nat(2 ** bits - 1))));
  fc.assert(
    fc.property(numbers, ([bits, list]) => {
      const packed = packBits(Uint8Array.from(list), bits);
      expect(packed).toHaveLength(packedLength(list.length, bits));
      expect([...unpackBits(packed, bits, list.length)]).toEqual(list);
    }),
  );
});

it("begins in the lowest bits", () => {
  expect([...packBits(Uint8Array.of(1, 2, 3), 3)]).toEqual([0b11010001, 0]);
});
