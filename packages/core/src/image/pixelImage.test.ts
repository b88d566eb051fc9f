import { describe, expect, it } from "vitest";
import { ShapeError } from "../errors.js";
import { createImage, toFloatImage } from "./image.js";
import { createPixelImage, roundToPixels, truncateToPixels } from "./pixelImage.js";

const LEVELS = Uint8Array.from({ length: 3 * 256 }, (_, at) => at % 256);

describe("8-bit and float images", () => {
  it("survive the way there and back, by truncation and by rounding", () => {
    const image = toFloatImage(LEVELS, 64, 4);
    expect(truncateToPixels(image).data).toEqual(LEVELS);
    expect(roundToPixels(image).data).toEqual(LEVELS);
  });

  it("hold k / 255 rounded to float32", () => {
    const image = toFloatImage(LEVELS, 64, 4);
    for (let k = 0; k < 256; k++) expect(image.data[k]).toBe(Math.fround(k / 255));
  });

  it("differ between truncation and rounding", () => {
    const image = createImage(1, 1, Float32Array.of(0.999, 0.5, 2.6 / 255));
    expect([...truncateToPixels(image).data]).toEqual([254, 127, 2]);
    expect([...roundToPixels(image).data]).toEqual([255, 128, 3]);
  });

  it("refuse data of another length", () => {
    expect(() => createPixelImage(2, 2, new Uint8Array(11))).toThrow(ShapeError);
    expect(() => toFloatImage(new Uint8Array(13), 2, 2)).toThrow(
      "An image of 2x2 has 12 values (3 channels); got 13.",
    );
  });
});
