import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { difference, readManifest, readPixels } from "../../../../tests/golden/images.js";
import { DesignError } from "../errors.js";
import { createImage } from "../image/image.js";
import { rotateAndCrop, rotation, rotationMargin } from "./rotation.js";

describe("rotationMargin", () => {
  it("is 34 px at 10 degrees and 224 px, either way", () => {
    expect(rotationMargin(10, { width: 224, height: 224 })).toEqual({ x: 34, y: 34 });
    expect(rotationMargin(-10, { width: 224, height: 224 })).toEqual({ x: 34, y: 34 });
  });

  it("equals the margins of the reference", async () => {
    const { cases, patch_cases } = await readManifest();
    const margins = [
      ...cases.map((c) => ({ ...c, side: 224 })),
      ...patch_cases.map((c) => ({ ...c, side: 64 })),
    ];
    let compared = 0;
    for (const { margin, params, side } of margins) {
      if (margin === undefined) continue;
      expect(rotationMargin(params.angle_deg, { width: side, height: side })).toEqual({
        x: margin,
        y: margin,
      });
      compared++;
    }
    expect(compared).toBeGreaterThanOrEqual(7);
  });

  it("leaves something of a very long image", () => {
    const margin = rotationMargin(10, { width: 10, height: 500 });
    expect(margin.x).toBe(4);
    expect(margin.y).toBe(0);
  });
});

describe("rotateAndCrop", () => {
  it("equals Pillow's nearest-neighbour rotation, level for level", async () => {
    const golden = (await readManifest()).cases.filter((entry) => entry.rotated_nearest_before_crop);
    expect(golden.length).toBeGreaterThan(0);
    for (const { photo, params, rotated_nearest_before_crop } of golden) {
      const turned = rotateAndCrop(await readPixels(`pre/${photo}.png`), params.angle_deg, { x: 0, y: 0 });
      expect(
        difference(turned.data, (await readPixels(rotated_nearest_before_crop as string)).data).max,
      ).toBe(0);
    }
  });
});

describe("rotation", () => {
  it("leaves no black corner, height != width", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -10, max: 10, noNaN: true }),
        fc.integer({ min: 30, max: 90 }),
        fc.integer({ min: 30, max: 90 }),
        (angleDeg, width, height) => {
          const white = createImage(width, height, new Float32Array(3 * width * height).fill(1));
          expect(rotation.apply(white, [angleDeg]).data.every((value) => value === 1)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("turns counter-clockwise", () => {
    // A white row through the middle: turned counter-clockwise its right end rises.
    const line = createImage(61, 61);
    for (let c = 0; c < 3; c++) line.data.fill(1, (c * 61 + 30) * 61, (c * 61 + 31) * 61);
    const { data } = rotation.apply(line, [8]);
    const brightestRow = (x: number) => {
      let best = 0;
      for (let y = 0; y < 61; y++) if (data[y * 61 + x] > data[best * 61 + x]) best = y;
      return best;
    };
    expect(brightestRow(58)).toBeLessThan(27);
    expect(brightestRow(2)).toBeGreaterThan(33);
  });

  it("refuses half right angles and more", () => {
    expect(() => rotation.effective([45], { width: 9, height: 9 })).toThrow(DesignError);
  });
});
