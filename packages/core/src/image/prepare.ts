import { ShapeError } from "../errors.js";
import { centreCropWindow, cropPixels, padToSize } from "./crop.js";
import { DEFAULT_MAX_PIXELS } from "./decode.js";
import { cropSize, type Framing, type Resize, resizedSize } from "./framing.js";
import type { PixelImage } from "./pixelImage.js";
import { resizePixels } from "./resize.js";

/**
 * Resizes and crops the centre, as torchvision's Resize and CenterCrop on a PIL image: see `resizePixels` and
 * `centreCropWindow`; an image smaller than the crop gets black borders. An axis that has its length already is not
 * resampled, so a picture of the right size is returned pixel for pixel.
 *
 * @returns 8-bit RGB, shape (C, H, W) of the crop: small enough to keep for every image of a run; `toFloatImage` reads it.
 * @throws {ShapeError} when a side to resize to is no whole number >= 1 (or a shorter side of 0), one of the crop none
 *   >= 1, or the crop is absurdly large.
 */
export function prepareImage(pixels: PixelImage, framing: Framing): Uint8Array {
  const { resize } = framing;
  if (!isPossible(resize)) {
    throw new ShapeError(
      `Preprocessing "resize" is a whole number of px, or 0 for no resizing; got ${JSON.stringify(resize)}.`,
    );
  }
  const crop = cropSize(framing);
  const isWhole = [crop.height, crop.width].every((side) => Number.isInteger(side) && side >= 1);
  if (!isWhole || crop.height * crop.width > DEFAULT_MAX_PIXELS) {
    const most = Math.sqrt(DEFAULT_MAX_PIXELS);
    throw new ShapeError(
      `Preprocessing "crop" is a whole number of px from 1 to ${most}; got ${JSON.stringify(framing.crop)}.`,
    );
  }
  const target = resizedSize(pixels, resize);
  const window = centreCropWindow(target, crop);
  const isResized = target.width !== pixels.width || target.height !== pixels.height;
  const framed = isResized ? resizePixels(pixels, target, window) : cropPixels(pixels, window);
  return padToSize(framed, crop).data;
}

function isPossible(resize: Resize): boolean {
  if (typeof resize === "number") return Number.isInteger(resize) && resize >= 0;
  const sides = "cover" in resize ? resize.cover : resize;
  return sides.length === 2 && sides.every((side) => Number.isInteger(side) && side >= 1);
}
