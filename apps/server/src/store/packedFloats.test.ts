import fc from "fast-check";
import { expect, it } from "vitest";
import { packFloats, unpackFloats } from "./packedFloats.js";

it("gives back every float32, NaN and infinity too", () => {
  fc.assert(
    fc.property(fc.float32Array(), fc.nat(5), (values, offset) => {
      const out = new Float32Array(values.length + offset);
      unpackFloats(packFloats(values), out, offset);
      expect(out.subarray(offset)).toEqual(values);
    }),
  );
});

it("writes little-endian", () => {
  expect([...packFloats([1])]).toEqual([0, 0, 0x80, 0x3f]);
});

it("refuses bytes that do not fit", () => {
  expect(() => unpackFloats(new Uint8Array(5), new Float32Array(2))).toThrow(RangeError);
  expect(() => unpackFloats(new Uint8Array(8), new Float32Array(2), 1)).toThrow("8 bytes do not fit into 1");
});
