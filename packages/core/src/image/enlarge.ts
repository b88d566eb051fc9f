import type { ImageSize } from "../factor.js";
import { type AxisNeighbours, enlargePlanes } from "../kernels/rotate.js";
import { createPixelImage, type PixelImage, type PixelImageMaker } from "./pixelImage.js";

/** The neighbours around source coordinate max(0, (i + 0.5) * input / output - 0.5), the last one clamped. */
function neighbours(input: number, output: number): AxisNeighbours {
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
export function enlargePixels(
  pixels: PixelImage,
  target: ImageSize,
  make: PixelImageMaker = createPixelImage,
): PixelImage {
  if (target.width === pixels.width && target.height === pixels.height) return pixels;
  const columns = neighbours(pixels.width, target.width);
  const rows = neighbours(pixels.height, target.height);
  const enlarged = make(target.width, target.height);
  enlargePlanes(pixels, columns, rows, enlarged.data);
  return enlarged;
}
