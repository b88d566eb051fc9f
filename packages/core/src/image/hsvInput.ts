import { CHANNELS, type Image } from "./image.js";
import { writeInput } from "./normalise.js";

/** Hue, saturation and value, in the order in which {@link writeHsvInput} writes them. */
export const HSV_CHANNELS = ["H", "S", "V"] as const;
export type HsvChannel = (typeof HSV_CHANNELS)[number];

/** Added to denominators, so that grey and black give numbers (Kharyuk et al.). */
const TINY = 1e-20;

/**
 * Writes hue, saturation and value of one image into a batch: of the [0, 1] image after min-max by channel if asked,
 * never of the normalised one, whose negative values would leave saturation without bounds.
 *
 * With least and greatest the smallest and the largest of R, G, B, and range = greatest - least + 1e-20, per pixel
 * (series 2 of Kharyuk et al., arXiv 2503.03283):
 *   H = (1 + (G - R) / range) / 6 if B is the least, else
 *       (3 + (B - G) / range) / 6 if R is the least, else
 *       (5 + (R - B) / range) / 6
 *   S = (greatest - least) / (greatest + 1e-20)
 *   V = greatest
 * H in turns, [0, 1): red 0, green 1/3, blue 2/3; grey has no hue and gets 1/6 by the first line. S and V in [0, 1]; S is
 * 0 for grey and black.
 *
 * Shapes: `out` is (N, 3, H, W) flat; the image takes 3 * H * W values from `offset` on: H, S, V.
 *
 * @throws {ShapeError} when the image does not fit at `offset`.
 */
export function writeHsvInput(image: Image, minMax: boolean, out: Float32Array, offset: number): void {
  writeInput(image, { mean: [0, 0, 0], std: [1, 1, 1], channelOrder: "RGB", minMax }, out, offset);
  const area = image.width * image.height;
  const planes = out.subarray(offset, offset + CHANNELS * area);
  for (let p = 0; p < area; p++) {
    const red = planes[p];
    const green = planes[area + p];
    const blue = planes[2 * area + p];
    const least = Math.min(red, green, blue);
    const greatest = Math.max(red, green, blue);
    planes[p] = hue(red, green, blue, least, greatest - least + TINY);
    planes[area + p] = (greatest - least) / (greatest + TINY);
    planes[2 * area + p] = greatest;
  }
}

function hue(red: number, green: number, blue: number, least: number, range: number): number {
  let sextants: number;
  if (least === blue) sextants = 1 + (green - red) / range;
  else if (least === red) sextants = 3 + (blue - green) / range;
  else sextants = 5 + (red - blue) / range;
  const turn = Math.fround(sextants / 6);
  // A red with a trace of blue rounds to a whole turn, which is red again.
  return turn < 1 ? turn : 0;
}
