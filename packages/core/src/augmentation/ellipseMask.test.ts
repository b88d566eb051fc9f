import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { difference, readManifest, readPixels } from "../../../../tests/golden/images.js";
import type { ImageSize } from "../factor.js";
import { ellipseMask } from "./ellipseMask.js";
import { ellipticLocalBlur } from "./ellipticLocalBlur.js";

const KEYS = ["a", "b", "shift_x", "shift_y", "angle_deg"];

function maskOf(params: Readonly<Record<string, number>>, size: ImageSize): Uint8Array {
  const parameters = KEYS.map((key) => params[key]);
  const [a, b, centreX, centreY, clockwiseDeg] = ellipticLocalBlur.effective(parameters, size) ?? [];
  return ellipseMask(size, { a, b, centreX, centreY, clockwiseDeg });
}

describe("ellipseMask", () => {
  it("equals OpenCV's filled ellipse in the reference, pixel for pixel", async () => {
    const { masks } = await readManifest();
    expect(masks.length).toBe(16);
    for (const { params, width, height, runs_row_firstcol_lastcol } of masks) {
      const expected = new Uint8Array(width * height);
      for (const [row, first, last] of runs_row_firstcol_lastcol)
        expected.fill(1, row * width + first, row * width + last + 1);
      expect(difference(maskOf(params, { width, height }), expected).max).toBe(0);
    }
  });

  it("also where it is cut off at the border", async () => {
    const { cases, patch_cases } = await readManifest();
    const golden = [...cases, ...patch_cases].filter((entry) => entry.mask);
    expect(golden.length).toBe(6);
    for (const { params, mask } of golden) {
      const { data, width, height } = await readPixels(mask as string);
      const expected = data.subarray(0, width * height).map((value) => value / 255);
      expect(difference(maskOf(params, { width, height }), expected).max).toBe(0);
    }
  });

  it("lies inside a non-square image for all parameters between the bounds", () => {
    const size = { width: 40, height: 56 };
    const bounds = ellipticLocalBlur.parameters(size);
    const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.array(unit, { minLength: 5, maxLength: 5 }), (units) => {
        const values = bounds.map(({ min, max }, at) => min + units[at] * (max - min));
        const mask = maskOf(Object.fromEntries(KEYS.map((key, at) => [key, values[at]])), size);
        for (let x = 0; x < 40; x++) expect(mask[x] + mask[55 * 40 + x]).toBe(0);
        for (let y = 0; y < 56; y++) expect(mask[y * 40] + mask[y * 40 + 39]).toBe(0);
        expect(mask[(28 + Math.round(values[3])) * 40 + 20 + Math.round(values[2])]).toBe(1);
      }),
      { numRuns: 200 },
    );
  });

  it("is a dot for half axes of 0, and empty outside the image", () => {
    const size = { width: 9, height: 7 };
    const dot = ellipseMask(size, { a: 0, b: 0, centreX: 4, centreY: 3, clockwiseDeg: 0 });
    expect([dot.indexOf(1), dot.lastIndexOf(1)]).toEqual([3 * 9 + 4, 3 * 9 + 4]);
    expect(ellipseMask(size, { a: 2, b: 2, centreX: 30, centreY: 3, clockwiseDeg: 0 })).not.toContain(1);
  });
});
