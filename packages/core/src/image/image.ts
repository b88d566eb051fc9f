import { ShapeError } from "../errors.js";

/**
 * The only layout of pixels inside core: float32, RGB, values in [0, 1], channel-major (C, H, W) with C = 3.
 * `data[c * H * W + y * W + x]`.
 */
export interface Image {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** Number of colour channels of every {@link Image}. */
export const CHANNELS = 3;

/**
 * Makes an image of the given size, black unless `data` is handed in.
 *
 * @throws {ShapeError} when `data` has not 3 * height * width values.
 */
export function createImage(width: number, height: number, data?: Float32Array): Image {
  const length = CHANNELS * width * height;
  if (data && data.length !== length) {
    throw new ShapeError(
      `An image of ${width}x${height} has ${length} values (3 channels); got ${data.length}.`,
    );
  }
  return { width, height, data: data ?? new Float32Array(length) };
}

/** k / 255 in float32 for every 8-bit value k. */
const UNIT_VALUES = Float32Array.from({ length: 256 }, (_, k) => k / 255);

/**
 * 8-bit pixels (C, H, W) as an image: k / 255 in float32, as torchvision's `to_tensor`.
 *
 * @throws {ShapeError} when `pixels` has not 3 * height * width values.
 */
export function toFloatImage(pixels: Uint8Array, width: number, height: number): Image {
  const image = createImage(width, height, new Float32Array(pixels.length));
  for (let at = 0; at < pixels.length; at++) image.data[at] = UNIT_VALUES[pixels[at]];
  return image;
}
