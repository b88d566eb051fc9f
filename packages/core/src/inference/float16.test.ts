import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeFloat16, encodeFloat16 } from "./float16.js";

const encode = (value: number) => encodeFloat16(Float32Array.of(value))[0];
const decode = (pattern: number) => decodeFloat16(Uint16Array.of(pattern))[0];

describe("half precision", () => {
  it.each([
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [0.333251953125, 0x3555],
    [65504, 0x7bff],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [Number.POSITIVE_INFINITY, 0x7c00],
    [Number.NEGATIVE_INFINITY, 0xfc00],
  ])("writes %d as IEEE 754 does", (value, pattern) => {
    expect(encode(value)).toBe(pattern);
    expect(decode(pattern)).toBe(value);
  });

  it("gives back every pattern that is a number", () => {
    const patterns = Uint16Array.from({ length: 2 ** 16 }, (_, i) => i).filter(
      (p) => (p & 0x7c00) !== 0x7c00,
    );
    expect(encodeFloat16(decodeFloat16(patterns))).toEqual(patterns);
  });

  it("takes the nearest half, the even one of two", () => {
    expect(encode(1 + 2 ** -11)).toBe(0x3c00);
    expect(encode(1 + 3 * 2 ** -11)).toBe(0x3c02);
    expect(encode(2 ** -25)).toBe(0);
    expect(encode(1.5 * 2 ** -25)).toBe(1);
    expect(encode(65519)).toBe(0x7bff);
    expect(encode(65520)).toBe(0x7c00);
    const between = fc.float({ min: -60000, max: 60000, noNaN: true });
    fc.assert(
      fc.property(between, (value) => {
        const error = Math.abs(decode(encode(value)) - value);
        // Half a unit in the last place: 2^-11 of the value, 2^-25 below the normal numbers.
        expect(error).toBeLessThanOrEqual(Math.max(Math.abs(value) * 2 ** -11, 2 ** -25));
      }),
    );
  });

  it("keeps NaN", () => {
    expect(decode(encode(Number.NaN))).toBeNaN();
  });
});
