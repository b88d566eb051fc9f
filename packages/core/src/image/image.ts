import { ShapeError } from "../errors.js";
import { toFloats } from "../kernels/pixels.js";

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

/** Makes an image of the given size to be written, every value of it: what stands there before may be anything. */
export type ImageMaker = (width: number, height: number) => Image;

/**
 * 8-bit pixels (C, H, W) as an image: k / 255 in float32, as torchvision's `to_tensor`.
 *
 * @throws {ShapeError} when `pixels` has not 3 * height * width values.
 */
export function toFloatImage(
  pixels: Uint8Array,
  width: number,
  height: number,
  make: ImageMaker = createImage,
): Image {
  if (pixels.length !== CHANNELS * width * height) return createImage(width, height, toFloats(pixels));
  const image = make(width, height);
  toFloats(pixels, image.data);
  return image;
}
