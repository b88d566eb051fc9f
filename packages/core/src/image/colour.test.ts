import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hsvToRgb, rgbToHsv } from "../kernels/colour.reference.js";
import { lumaPlane } from "./colour.js";
import { createImage } from "./image.js";

const channel = fc.integer({ min: 0, max: 255 }).map((level) => Math.fround(level / 255));

describe("HSV", () => {
  it("comes back to the same colour", () => {
    fc.assert(
      fc.property(channel, channel, channel, (red, green, blue) => {
        const triple = new Float32Array(3);
        rgbToHsv(red, green, blue, triple);
        expect(triple[0]).toBeGreaterThanOrEqual(0);
        expect(triple[0]).toBeLessThan(1);
        hsvToRgb(triple[0], triple[1], triple[2], triple);
        // A few float32 roundings of numbers up to 6: 2 ** -20.
        for (const [at, value] of [red, green, blue].entries())
          expect(Math.abs(triple[at] - value)).toBeLessThan(2e-6);
      }),
    );
  });

  it("puts the primaries on thirds of the circle and grey at 0", () => {
    const hueOf = (red: number, green: number, blue: number) => {
      const hsv = new Float32Array(3);
      rgbToHsv(red, green, blue, hsv);
      return [...hsv];
    };
    expect(hueOf(1, 0, 0)).toEqual([0, 1, 1]);
    expect(hueOf(0, 1, 0)[0]).toBeCloseTo(1 / 3, 6);
    expect(hueOf(0, 0, 0.5)[0]).toBeCloseTo(2 / 3, 6);
    expect(hueOf(0.25, 0.25, 0.25)).toEqual([0, 0, 0.25]);
    expect(hueOf(0, 0, 0)).toEqual([0, 0, 0]);
  });
});

it("weighs luma by channel, height != width", () => {
  const image = createImage(3, 1, Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1));
  expect([...lumaPlane(image)]).toEqual([0.2989, 0.587, 0.114].map(Math.fround));
});
