import { expect, it } from "vitest";
import { enlargePixels } from "./enlarge.js";
import { createPixelImage } from "./pixelImage.js";

it("interpolates between half-pixel centres and clamps at the border", () => {
  const pair = createPixelImage(2, 1, Uint8Array.of(0, 100, 0, 100, 0, 100));
  expect([...enlargePixels(pair, { width: 4, height: 1 }).data.subarray(0, 4)]).toEqual([0, 25, 75, 100]);
  const column = createPixelImage(1, 2, Uint8Array.of(0, 100, 0, 100, 0, 100));
  expect([...enlargePixels(column, { width: 1, height: 4 }).data.subarray(0, 4)]).toEqual([0, 25, 75, 100]);
});

it("rounds ties to even", () => {
  const pair = createPixelImage(2, 1, Uint8Array.of(0, 2, 0, 6, 0, 10));
  expect([...enlargePixels(pair, { width: 4, height: 1 }).data]).toEqual([
    0, 0, 2, 2, 0, 2, 4, 6, 0, 2, 8, 10,
  ]);
});

it("returns an image of the right size as it is", () => {
  const pixels = createPixelImage(3, 2);
  expect(enlargePixels(pixels, { width: 3, height: 2 })).toBe(pixels);
});
