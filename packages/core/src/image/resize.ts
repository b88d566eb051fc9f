import { ShapeError } from "../errors.js";
import type { ImageSize } from "../factor.js";
import { cropPixels, type PixelWindow } from "./crop.js";
import { CHANNELS } from "./image.js";
import { createPixelImage, type PixelImage } from "./pixelImage.js";

/** Fractional bits of Pillow's 8-bit resampling weights (`PRECISION_BITS` in libImaging/Resample.c). */
const WEIGHT_BITS = 22;

/**
 * Size after torchvision's `Resize(short)`: the short side becomes `short`, the long one int(short * long / short side).
 */
export function shortSideSize(size: ImageSize, short: number): ImageSize {
  const { width, height } = size;
  return width <= height
    ? { width: short, height: Math.trunc((short * height) / width) }
    : { width: Math.trunc((short * width) / height), height: short };
}

/**
 * Pillow's bilinear `Image.resize` of 8-bit images, bit for bit: a triangle filter, widened by the factor of down-scaling
 * (antialiased), horizontally and then vertically, in fixed point with each pass rounded to 8 bits.
 * An axis that keeps its length is not resampled.
 *
 * @param window part of the resized image to compute, as if cropped afterwards; the whole image when left out
 * @throws {ShapeError} when a side of the target is not a positive whole number.
 */
export function resizePixels(pixels: PixelImage, target: ImageSize, window?: PixelWindow): PixelImage {
  for (const side of [target.width, target.height]) {
    if (!Number.isInteger(side) || side < 1) {
      throw new ShapeError(`An image is resized to whole positive sides, for example 256x256; got ${side}.`);
    }
  }
  const { left, top, width, height } = window ?? {
    left: 0,
    top: 0,
    width: target.width,
    height: target.height,
  };
  const columns =
    target.width === pixels.width ? null : triangleWeights(pixels.width, target.width, left, left + width);
  const rows =
    target.height === pixels.height ? null : triangleWeights(pixels.height, target.height, top, top + height);

  // The vertical pass reads only these rows; a window of a very long image thus stays cheap.
  const firstRow = rows ? rows.first[0] : top;
  const lastRow = rows ? rows.first[height - 1] + rows.count[height - 1] : top + height;
  const across = columns
    ? resampleColumns(pixels, columns, firstRow, lastRow)
    : cropPixels(pixels, { left, top: firstRow, width, height: lastRow - firstRow });
  return rows ? resampleRows(across, rows, firstRow) : across;
}

/** For each output pixel: the first input pixel that counts, how many do, and their weights in fixed point. */
interface Weights {
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** `stride` weights for each output pixel. */
  readonly weights: Int32Array;
  readonly stride: number;
}

/** Weights of output pixels from..to of an axis resized from `input` to `output` pixels (Pillow's `precompute_coeffs`). */
function triangleWeights(input: number, output: number, from: number, to: number): Weights {
  const scale = input / output;
  const support = Math.max(scale, 1);
  const stride = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(to - from);
  const count = new Int32Array(to - from);
  const weights = new Int32Array((to - from) * stride);
  const exact = new Float64Array(stride);
  for (let at = from; at < to; at++) {
    const centre = (at + 0.5) * scale;
    const low = Math.max(Math.trunc(centre - support + 0.5), 0);
    const length = Math.min(Math.trunc(centre + support + 0.5), input) - low;
    let sum = 0;
    for (let k = 0; k < length; k++) {
      exact[k] = Math.max(0, 1 - Math.abs((k + low - centre + 0.5) / support));
      sum += exact[k];
    }
    for (let k = 0; k < length; k++) {
      weights[(at - from) * stride + k] = Math.trunc((exact[k] / sum) * 2 ** WEIGHT_BITS + 0.5);
    }
    first[at - from] = low;
    count[at - from] = length;
  }
  return { first, count, weights, stride };
}

/** Half a unit of the result, which rounds a weighted sum. */
const HALF = 2 ** (WEIGHT_BITS - 1);

function resampleColumns(
  pixels: PixelImage,
  columns: Weights,
  firstRow: number,
  lastRow: number,
): PixelImage {
  const { first, count, weights, stride } = columns;
  const width = first.length;
  const height = lastRow - firstRow;
  const result = createPixelImage(width, height);
  const from = pixels.data;
  const to = clamped(result);
  for (let c = 0; c < CHANNELS; c++) {
    for (let y = 0; y < height; y++) {
      const row = (c * pixels.height + firstRow + y) * pixels.width;
      const out = (c * height + y) * width;
      for (let x = 0; x < width; x++) {
        const start = row + first[x];
        const weight = x * stride;
        let sum = HALF;
        for (let k = 0; k < count[x]; k++) sum += Math.imul(from[start + k], weights[weight + k]);
        to[out + x] = sum >> WEIGHT_BITS;
      }
    }
  }
  return result;
}

/** `pixels` holds the rows from `firstRow` on. */
function resampleRows(pixels: PixelImage, rows: Weights, firstRow: number): PixelImage {
  const { first, count, weights, stride } = rows;
  const height = first.length;
  const { width } = pixels;
  const result = createPixelImage(width, height);
  const from = pixels.data;
  const to = clamped(result);
  // Row by row, so that memory is read as it lies; the last two together, which is all where an image is enlarged.
  const sums = new Int32Array(width);
  for (let c = 0; c < CHANNELS; c++) {
    for (let y = 0; y < height; y++) {
      const start = (c * pixels.height + first[y] - firstRow) * width;
      const last = count[y] - 1;
      sums.fill(HALF);
      let k = 0;
      for (; k < last - 1; k++) {
        const row = start + k * width;
        const weight = weights[y * stride + k];
        for (let x = 0; x < width; x++) sums[x] += Math.imul(from[row + x], weight);
      }
      const row = start + k * width;
      const next = start + last * width;
      const weight = weights[y * stride + k];
      // Where there is one row only it is not its own neighbour.
      const nextWeight = k < last ? weights[y * stride + last] : 0;
      const out = (c * height + y) * width;
      for (let x = 0; x < width; x++) {
        const sum = sums[x] + Math.imul(from[row + x], weight) + Math.imul(from[next + x], nextWeight);
        to[out + x] = sum >> WEIGHT_BITS;
      }
    }
  }
  return result;
}

/** The bytes of an image, where what is written is held within 0 to 255. */
function clamped({ data }: PixelImage): Uint8ClampedArray {
  return new Uint8ClampedArray(data.buffer, data.byteOffset, data.length);
}
