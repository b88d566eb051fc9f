import type { ImageSize } from "../factor.js";
import { CHANNELS } from "./image.js";
import { createPixelImage, type PixelImage } from "./pixelImage.js";
import { roundHalfEven } from "./roundHalfEven.js";

/** For each output pixel of an axis: its two neighbours in the input and the weight of the second, in float32. */
interface Neighbours {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly weight: Float32Array;
}

/** Source coordinate max(0, (i + 0.5) * input / output - 0.5), the last neighbour clamped. */
function neighbours(input: number, output: number): Neighbours {
  const first = new Int32Array(output);
  const second = new Int32Array(output);
  const weight = new Float32Array(output);
  const scale = Math.fround(input / output);
  for (let at = 0; at < output; at++) {
    const source = Math.max(0, Math.fround(Math.fround(scale * (at + 0.5)) - 0.5));
    first[at] = Math.min(Math.floor(source), input - 1);
    second[at] = Math.min(first[at] + 1, input - 1);
    weight[at] = source - first[at];
  }
  return { first, second, weight };
}

/**
 * Bilinear resize WITHOUT antialiasing, half-pixel centres, rounded to 8 bits (ties to even): torchvision's tensor
 * `resize` of an 8-bit image. Meant for enlarging; a smaller target would skip pixels.
 */
export function enlargePixels(pixels: PixelImage, target: ImageSize): PixelImage {
  if (target.width === pixels.width && target.height === pixels.height) return pixels;
  const columns = neighbours(pixels.width, target.width);
  const rows = neighbours(pixels.height, target.height);
  const result = createPixelImage(target.width, target.height);
  for (let c = 0; c < CHANNELS; c++) {
    for (let y = 0; y < target.height; y++) {
      const above = (c * pixels.height + rows.first[y]) * pixels.width;
      const below = (c * pixels.height + rows.second[y]) * pixels.width;
      const down = rows.weight[y];
      for (let x = 0; x < target.width; x++) {
        const left = columns.first[x];
        const right = columns.second[x];
        const across = columns.weight[x];
        const upper = (1 - across) * pixels.data[above + left] + across * pixels.data[above + right];
        const lower = (1 - across) * pixels.data[below + left] + across * pixels.data[below + right];
        const value = Math.fround((1 - down) * upper + down * lower);
        result.data[(c * target.height + y) * target.width + x] = roundHalfEven(value);
      }
    }
  }
  return result;
}
