import { ShapeError } from "../errors.js";
import type { ImageSize } from "../factor.js";
import { centreCropWindow, cropPixels, padToSide } from "./crop.js";
import { DEFAULT_MAX_PIXELS } from "./decode.js";
import type { PixelImage } from "./pixelImage.js";
import { resizePixels, shortSideSize } from "./resize.js";

/** How a decoded image is brought to the network's size. */
export interface Framing {
  /** Length in px that the shorter side is resized to; 0 leaves the size as it is. */
  readonly resize: number;
  /** Side in px of the square cut from the centre. */
  readonly crop: number;
}

/**
 * Resizes the shorter side and crops the centre, as torchvision's Resize and CenterCrop on a PIL image: see
 * `resizePixels` and `centreCropWindow`; an image smaller than the crop gets black borders. An axis that has its length
 * already is not resampled, so a picture of the right size is returned pixel for pixel.
 *
 * @returns 8-bit RGB, shape (C, crop, crop): small enough to keep for every image of a run; `toFloatImage` reads it.
 * @throws {ShapeError} when `resize` is no whole number >= 0 or `crop` none >= 1, or the crop is absurdly large.
 */
export function prepareImage(pixels: PixelImage, framing: Framing): Uint8Array {
  const { resize, crop } = framing;
  if (!Number.isInteger(resize) || resize < 0) {
    throw new ShapeError(
      `Preprocessing "resize" is a whole number of px, or 0 for no resizing; got ${resize}.`,
    );
  }
  if (!Number.isInteger(crop) || crop < 1 || crop * crop > DEFAULT_MAX_PIXELS) {
    const most = Math.sqrt(DEFAULT_MAX_PIXELS);
    throw new ShapeError(`Preprocessing "crop" is a whole number of px from 1 to ${most}; got ${crop}.`);
  }
  const target: ImageSize = resize === 0 ? pixels : shortSideSize(pixels, resize);
  const window = centreCropWindow(target, crop);
  const isResized = target.width !== pixels.width || target.height !== pixels.height;
  const framed = isResized ? resizePixels(pixels, target, window) : cropPixels(pixels, window);
  return padToSide(framed, crop).data;
}
