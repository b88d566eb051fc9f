import type { ImageSize } from "../factor.js";
import { CHANNELS, createImage, type Image } from "./image.js";
import { createPixelImage, type PixelImage } from "./pixelImage.js";
import { roundHalfEven } from "./roundHalfEven.js";

/** A rectangle of whole pixels. */
export interface PixelWindow {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The part of an image of the given size that a centre crop keeps, as torchvision's CenterCrop: offset
 * round((n - side) / 2), ties to even. An axis that is shorter than the crop is kept whole.
 */
export function centreCropWindow(size: ImageSize, crop: ImageSize): PixelWindow {
  const width = Math.min(size.width, crop.width);
  const height = Math.min(size.height, crop.height);
  return {
    left: roundHalfEven((size.width - width) / 2),
    top: roundHalfEven((size.height - height) / 2),
    width,
    height,
  };
}

/** The pixels within the window, which must lie inside the image. */
export function cropPixels(pixels: PixelImage, window: PixelWindow): PixelImage {
  const cropped = createPixelImage(window.width, window.height);
  copyWindow(pixels, window, cropped.data);
  return cropped;
}

/** The part of the image within the window, which must lie inside the image. */
export function cropImage(image: Image, window: PixelWindow): Image {
  const cropped = createImage(window.width, window.height);
  copyWindow(image, window, cropped.data);
  return cropped;
}

function copyWindow<I extends PixelImage | Image>(
  { width, height, data }: I,
  window: PixelWindow,
  out: I["data"],
): void {
  for (let c = 0; c < CHANNELS; c++) {
    for (let y = 0; y < window.height; y++) {
      const from = (c * height + window.top + y) * width + window.left;
      out.set(data.subarray(from, from + window.width), (c * window.height + y) * window.width);
    }
  }
}

/** Adds black borders until both sides are as long as those of `size`: floor half left and above, as CenterCrop does. */
export function padToSize(pixels: PixelImage, size: ImageSize): PixelImage {
  const width = Math.max(pixels.width, size.width);
  const height = Math.max(pixels.height, size.height);
  if (width === pixels.width && height === pixels.height) return pixels;
  const left = Math.floor((width - pixels.width) / 2);
  const top = Math.floor((height - pixels.height) / 2);
  const padded = createPixelImage(width, height);
  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < pixels.height; y++) {
      const from = (c * pixels.height + y) * pixels.width;
      padded.data.set(pixels.data.subarray(from, from + pixels.width), (c * height + top + y) * width + left);
    }
  }
  return padded;
}
