import { expect, it } from "vitest";
import { difference, readManifest, readPixels } from "../../../../tests/golden/images.js";
import { boxGaussianBlur, boxGaussianReach } from "./boxBlur.js";
import { cropPixels } from "./crop.js";
import { createPixelImage } from "./pixelImage.js";

it("equals Pillow's GaussianBlur(3) on a photo, level for level", async () => {
  const golden = (await readManifest()).cases.filter((entry) => entry.blurred_whole);
  expect(golden.length).toBeGreaterThan(0);
  for (const { photo, blurred_whole } of golden) {
    const blurred = boxGaussianBlur(await readPixels(`pre/${photo}.png`), 3);
    expect(difference(blurred.data, (await readPixels(blurred_whole as string)).data).max).toBe(0);
  }
});

it("sees no farther than its reach, height != width", () => {
  const pixels = createPixelImage(60, 41);
  for (let at = 0; at < pixels.data.length; at++) pixels.data[at] = (at * 89) % 256;
  const reach = boxGaussianReach(3);
  const inner = { left: 25, top: 15, width: 8, height: 6 };
  const outer = { left: 25 - reach, top: 15 - reach, width: 8 + 2 * reach, height: 6 + 2 * reach };
  const ofPart = cropPixels(boxGaussianBlur(cropPixels(pixels, outer), 3), {
    ...inner,
    left: reach,
    top: reach,
  });
  expect(ofPart).toEqual(cropPixels(boxGaussianBlur(pixels, 3), inner));
});

it("keeps a constant image, also one smaller than the box", () => {
  for (const [width, height] of [
    [1, 1],
    [2, 5],
    [30, 3],
  ]) {
    const flat = createPixelImage(width, height, new Uint8Array(3 * width * height).fill(201));
    expect(boxGaussianBlur(flat, 3)).toEqual(flat);
  }
});
