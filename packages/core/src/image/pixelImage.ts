import { ShapeError } from "../errors.js";
import { toBytes } from "../kernels/pixels.js";
import { CHANNELS, type Image } from "./image.js";
import { roundHalfEven } from "./roundHalfEven.js";

/**
 * An 8-bit RGB image, channel-major (C, H, W) like {@link Image} but a quarter of its size:
 * what decoding yields, what a cache keeps, and what 8-bit operations (resize, rotation, local blur) work on.
 */
export interface PixelImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * Makes an 8-bit image of the given size, black unless `data` is handed in.
 *
 * @throws {ShapeError} when `data` has not 3 * height * width values.
 */
export function createPixelImage(width: number, height: number, data?: Uint8Array): PixelImage {
  const length = CHANNELS * width * height;
  if (data && data.length !== length) {
    throw new ShapeError(
      `An image of ${width}x${height} has ${length} values (3 channels); got ${data.length}.`,
    );
  }
  return { width, height, data: data ?? new Uint8Array(length) };
}

/** Makes an 8-bit image of the given size to be written, every value of it: what stands there before may be anything. */
export type PixelImageMaker = (width: number, height: number) => PixelImage;

/** Apart from one another, since kernels may write whole vectors a little past the end. */
const SLACK_BYTES = 64;

/** Makes 8-bit images in the memory of an image whose values are not needed, and new ones when that is full. */
export function pixelImagesIn({ data }: Image): PixelImageMaker {
  let used = 0;
  return (width, height) => {
    const length = CHANNELS * width * height;
    if (used + length > data.byteLength) return createPixelImage(width, height);
    const bytes = new Uint8Array(data.buffer, data.byteOffset + used, length);
    used += length + SLACK_BYTES;
    return createPixelImage(width, height, bytes);
  };
}

/**
 * Float image to 8 bit by truncation of 255 * x, the product taken in float32: `tensor.mul(255).byte()`.
 * Gives k back for every x = float32(k / 255).
 */
export function truncateToPixels(image: Image, make: PixelImageMaker = createPixelImage): PixelImage {
  const pixels = make(image.width, image.height);
  toBytes(image.data, pixels.data);
  return pixels;
}

/** Float image to 8 bit by rounding 255 * x, ties to even: for pictures people look at. */
export function roundToPixels(image: Image): PixelImage {
  const { data } = image;
  const pixels = createPixelImage(image.width, image.height, new Uint8Array(data.length));
  for (let at = 0; at < data.length; at++) pixels.data[at] = roundHalfEven(data[at] * 255);
  return pixels;
}
