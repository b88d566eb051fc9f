import fc from "fast-check";
import { expect, it } from "vitest";
import { ByteReader, ByteWriter } from "./byteStreams.js";

it("gives back what was written, in its order", () => {
  const whole = fc.maxSafeNat();
  const signed = fc.integer({ min: -(2 ** 50), max: 2 ** 50 });
  fc.assert(
    fc.property(fc.nat(255), whole, signed, fc.uint8Array(), (byte, number, difference, bytes) => {
      const out = new ByteWriter();
      out.byte(byte);
      out.whole(number);
      out.bytes(bytes);
      out.signed(difference);
      const from = new ByteReader(out.take());
      expect([from.byte(), from.whole()]).toEqual([byte, number]);
      expect(Uint8Array.from(from.bytes(bytes.length))).toEqual(bytes);
      expect(from.signed()).toBe(difference);
      expect(() => from.byte()).toThrow(RangeError);
    }),
  );
});

it("needs a byte for seven bits", () => {
  const out = new ByteWriter();
  for (const number of [127, 128, 300]) out.whole(number);
  out.signed(-64);
  expect([...out.take()]).toEqual([127, 0x80, 1, 0xac, 2, 127]);
});
