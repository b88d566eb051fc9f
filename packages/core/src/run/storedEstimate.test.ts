import fc from "fast-check";
import { expect, it } from "vitest";
import { storedEstimate } from "./storedEstimate.js";

const one = (value: number, halfWidth: number) => {
  const { values, halfWidths } = storedEstimate({
    values: Float64Array.of(value),
    halfWidths: Float64Array.of(halfWidth),
  });
  return { value: values[0], halfWidth: halfWidths[0] };
};

it("stays within 1/4096 of the half width, and within float32", () => {
  const number = fc.double({ min: -1e4, max: 1e4, noNaN: true });
  fc.assert(
    fc.property(number, fc.double({ min: 1e-6, max: 1e3, noNaN: true }), (value, halfWidth) => {
      const stored = one(value, halfWidth);
      const float32 = Math.abs(value) * 2 ** -24;
      // The grid goes by the half width that is kept, which may be 1/256 larger.
      expect(Math.abs(stored.value - value)).toBeLessThanOrEqual(
        (halfWidth * (1 + 1 / 128)) / 4096 + float32,
      );
      expect(Math.abs(stored.halfWidth / halfWidth - 1)).toBeLessThanOrEqual(1 / 256 + 1e-7);
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

it("keeps what has no half width, and what is undefined", () => {
  expect(one(0.123456789, Number.NaN)).toEqual({ value: Math.fround(0.123456789), halfWidth: Number.NaN });
  expect(one(0.123456789, 0)).toEqual({ value: Math.fround(0.123456789), halfWidth: 0 });
  expect(one(0.5, Number.POSITIVE_INFINITY)).toEqual({ value: 0.5, halfWidth: Number.POSITIVE_INFINITY });
  expect(one(Number.NaN, Number.NaN)).toEqual({ value: Number.NaN, halfWidth: Number.NaN });
  expect(one(3, 1e-44).value).toBe(3);
});
