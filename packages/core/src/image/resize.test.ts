import { describe, expect, it } from "vitest";
import { difference, readManifest, readPixels } from "../../../../tests/golden/images.js";
import { ShapeError } from "../errors.js";
import { cropPixels } from "./crop.js";
import { createPixelImage, type PixelImage } from "./pixelImage.js";
import { resizePixels, shortSideSize } from "./resize.js";

function ramp(width: number, height: number): PixelImage {
  const pixels = createPixelImage(width, height);
  for (let at = 0; at < pixels.data.length; at++) pixels.data[at] = (at * 53) % 256;
  return pixels;
}

describe("resizePixels", () => {
  it("equals Pillow's bilinear on a photo, level for level", async () => {
    for (const photo of (await readManifest()).photos) {
      if (!photo.source) continue;
      const source = await readPixels(photo.source);
      const [width, height] = photo.resized_size_wh;
      const expected = await readPixels(photo.preprocessed);
      const window = { left: photo.crop_left, top: photo.crop_top, width: 224, height: 224 };
      expect(difference(resizePixels(source, { width, height }, window).data, expected.data).max).toBe(0);
    }
  });

  it("averages with a triangle when making smaller", () => {
    const step = createPixelImage(4, 1, Uint8Array.of(0, 0, 200, 200, 0, 0, 200, 200, 0, 0, 200, 200));
    // Weights (1 3 3 1)/8 cut at the border: (0.25 0.75 0.75 | 0.25): 0.25 / 1.75 * 200 rounded.
    expect([...resizePixels(step, { width: 2, height: 1 }).data.subarray(0, 2)]).toEqual([29, 171]);
  });

  it("gives the same pixels through a window as by cropping afterwards, height != width", () => {
    const source = ramp(31, 47);
    const target = { width: 20, height: 70 };
    const window = { left: 3, top: 11, width: 9, height: 50 };
    expect(resizePixels(source, target, window)).toEqual(cropPixels(resizePixels(source, target), window));
  });

  it("leaves an axis alone that keeps its length", () => {
    const source = ramp(9, 6);
    expect(resizePixels(source, { width: 9, height: 6 })).toEqual(source);
    const flat = createPixelImage(9, 6, new Uint8Array(162).fill(77));
    expect(new Set(resizePixels(flat, { width: 9, height: 13 }).data)).toEqual(new Set([77]));
  });

  it("refuses a target without pixels", () => {
    expect(() => resizePixels(ramp(4, 4), { width: 0, height: 3 })).toThrow(ShapeError);
  });
});

describe("shortSideSize", () => {
  it("truncates the long side, whichever it is", () => {
    expect(shortSideSize({ width: 451, height: 300 }, 256)).toEqual({ width: 384, height: 256 });
    expect(shortSideSize({ width: 300, height: 451 }, 256)).toEqual({ width: 256, height: 384 });
    expect(shortSideSize({ width: 64, height: 64 }, 64)).toEqual({ width: 64, height: 64 });
  });
});
