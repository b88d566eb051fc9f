import fc from "fast-check";
import { expect, it } from "vitest";
import { storedEstimate } from "./storedEstimate.js";

const flags = { trusted: new Uint8Array(1), distinguishable: new Uint8Array(1), simultaneousHalfWidth: 1 };
const one = (value: number, halfWidth: number, isIndex = true) => {
  const { values, halfWidths } = storedEstimate({
    values: Float64Array.of(value),
    halfWidths: Float64Array.of(halfWidth),
    flags: isIndex ? flags : null,
  });
  return { value: values[0], halfWidth: halfWidths[0] };
};

it("stays within 2^-19, 1/4096 of the half width, and float32", () => {
  const number = fc.double({ min: -4, max: 4, noNaN: true });
  fc.assert(
    fc.property(number, fc.double({ min: 1e-6, max: 10, noNaN: true }), (value, halfWidth) => {
      const stored = one(value, halfWidth);
      // The grid goes by the half width that is kept, which may be 1/128 larger.
      const grid = Math.min(2 ** -18, (halfWidth * (1 + 1 / 64)) / 2048);
      expect(Math.abs(stored.value - value)).toBeLessThanOrEqual(grid / 2 + Math.abs(value) * 2 ** -24);
      expect(Math.abs(stored.halfWidth / halfWidth - 1)).toBeLessThanOrEqual(1 / 128 + 1e-7);
    }),
  );
});

it("changes nothing when done again", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.double({ min: 1e-5, max: 1, noNaN: true }),
      (value, halfWidth) => {
        const stored = one(value, halfWidth);
        expect(one(stored.value, stored.halfWidth)).toEqual(stored);
      },
    ),
  );
});

it("has no negative zero", () => {
  expect(one(-1e-9, 0.5).value).toBe(0);
});

it("keeps what has no half width, what is undefined, and what is no index", () => {
  expect(one(0.123456789, Number.NaN)).toEqual({ value: Math.fround(0.123456789), halfWidth: Number.NaN });
  expect(one(0.123456789, 0)).toEqual({ value: Math.fround(0.123456789), halfWidth: 0 });
  expect(one(0.5, Number.POSITIVE_INFINITY)).toEqual({ value: 0.5, halfWidth: Number.POSITIVE_INFINITY });
  expect(one(Number.NaN, Number.NaN)).toEqual({ value: Number.NaN, halfWidth: Number.NaN });
  expect(one(3, 1e-44).value).toBe(3);
  expect(one(123.456789, 0.3, false)).toEqual({
    value: Math.fround(123.456789),
    halfWidth: Math.fround(0.3),
  });
});
