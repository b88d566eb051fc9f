import { describe, expect, it } from "vitest";
import { difference, readManifest, readPixels } from "../../../../tests/golden/images.js";
import { centreCropWindow } from "./crop.js";
import { createPixelImage } from "./pixelImage.js";
import { prepareImage } from "./prepare.js";

function ramp(width: number, height: number) {
  const pixels = createPixelImage(width, height);
  for (let at = 0; at < pixels.data.length; at++) pixels.data[at] = (at * 53) % 256;
  return pixels;
}

describe("prepareImage", () => {
  it("equals torchvision's Resize(256) and CenterCrop(224) of a PIL image, level for level", async () => {
    const photos = (await readManifest()).photos.filter((photo) => photo.source);
    expect(photos.length).toBeGreaterThan(0);
    for (const photo of photos) {
      const prepared = prepareImage(await readPixels(photo.source as string), { resize: 256, crop: 224 });
      expect(difference(prepared, (await readPixels(photo.preprocessed)).data).max).toBe(0);
    }
  });

  it("keeps every pixel of an image that has the size already", () => {
    const pixels = ramp(64, 64);
    expect(prepareImage(pixels, { resize: 64, crop: 64 })).toEqual(pixels.data);
    expect(prepareImage(pixels, { resize: 0, crop: 64 })).toEqual(pixels.data);
  });

  it("only crops with resize 0", () => {
    const prepared = prepareImage(ramp(5, 3), { resize: 0, crop: 1 });
    expect([...prepared]).toEqual([7, 22, 37].map((at) => (at * 53) % 256));
  });

  it("adds black borders where the image is smaller than the crop", () => {
    const white = createPixelImage(1, 2, new Uint8Array(6).fill(255));
    expect([...prepareImage(white, { resize: 0, crop: 3 }).subarray(0, 9)]).toEqual([
      0, 255, 0, 0, 255, 0, 0, 0, 0,
    ]);
  });

  it("stays cheap for a very long image: only the window is computed", () => {
    const strip = createPixelImage(200_000, 1);
    expect(prepareImage(strip, { resize: 256, crop: 224 }).length).toBe(3 * 224 * 224);
  });

  it("refuses impossible sizes", () => {
    const pixels = ramp(4, 4);
    expect(() => prepareImage(pixels, { resize: -1, crop: 4 })).toThrow('"resize" is a whole number of px');
    expect(() => prepareImage(pixels, { resize: 4, crop: 0 })).toThrow(
      '"crop" is a whole number of px from 1',
    );
    expect(() => prepareImage(pixels, { resize: 4, crop: 1e6 })).toThrow("got 1000000");
  });
});

describe("centreCropWindow", () => {
  it("rounds half offsets to even", () => {
    expect(centreCropWindow({ width: 5, height: 7 }, { width: 4, height: 4 })).toEqual({
      left: 0,
      top: 2,
      width: 4,
      height: 4,
    });
    expect(centreCropWindow({ width: 384, height: 256 }, { width: 224, height: 224 })).toEqual({
      left: 80,
      top: 16,
      width: 224,
      height: 224,
    });
  });
});
