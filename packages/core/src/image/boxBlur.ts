import { CHANNELS } from "./image.js";
import { createPixelImage, type PixelImage } from "./pixelImage.js";

/** Passes of the box filter along each axis (Pillow's GaussianBlur). */
const PASSES = 3;

/** Fixed-point weights of an extended box: `inner` for 2 * radius + 1 pixels, `outer` for one more on either side. */
interface ExtendedBox {
  readonly radius: number;
  readonly inner: number;
  readonly outer: number;
}

/** Box whose three-fold repetition has the variance sigma^2 (Gwosdek et al. 2011, as in Pillow's BoxBlur.c). */
function extendedBox(sigmaPx: number): ExtendedBox {
  const variance = sigmaPx ** 2 / PASSES;
  const whole = Math.floor((Math.sqrt(12 * variance + 1) - 1) / 2);
  const part = ((2 * whole + 1) * (whole * (whole + 1) - 3 * variance)) / (6 * (variance - (whole + 1) ** 2));
  const size = whole + part;
  const radius = Math.floor(size);
  const inner = Math.floor(2 ** 24 / (2 * size + 1));
  const outer = Math.floor((2 ** 24 - (2 * radius + 1) * inner) / 2);
  return { radius, inner, outer };
}

/** How far, in px, a pixel reaches in {@link boxGaussianBlur}. */
export function boxGaussianReach(sigmaPx: number): number {
  return PASSES * (extendedBox(sigmaPx).radius + 1);
}

/**
 * Pillow's `GaussianBlur(sigma)`, bit for bit: three extended box blurs along x, then three along y, every pass rounded to
 * 8 bits. Border rule: the edge pixel is repeated.
 */
export function boxGaussianBlur(pixels: PixelImage, sigmaPx: number): PixelImage {
  const { width, height } = pixels;
  const box = extendedBox(sigmaPx);
  const result = createPixelImage(width, height, pixels.data.slice());
  const line = new Uint8Array(Math.max(width, height));
  for (let pass = 0; pass < PASSES; pass++) {
    for (let row = 0; row < CHANNELS * height; row++) blurLine(result.data, row * width, 1, width, box, line);
  }
  for (let pass = 0; pass < PASSES; pass++) {
    for (let c = 0; c < CHANNELS; c++) {
      for (let x = 0; x < width; x++) blurLine(result.data, c * height * width + x, width, height, box, line);
    }
  }
  return result;
}

/** Blurs `length` values of `data` in place, from `start` in steps of `step`; `line` is scratch space. */
function blurLine(
  data: Uint8Array,
  start: number,
  step: number,
  length: number,
  box: ExtendedBox,
  line: Uint8Array,
): void {
  const { radius, inner, outer } = box;
  const last = length - 1;
  for (let at = 0; at < length; at++) line[at] = data[start + at * step];
  let sum = 0;
  for (let k = -radius; k <= radius; k++) sum += line[Math.min(Math.max(k, 0), last)];
  for (let at = 0; at < length; at++) {
    const before = line[Math.max(at - radius - 1, 0)];
    const after = line[Math.min(at + radius + 1, last)];
    data[start + at * step] = (inner * sum + outer * (before + after) + 2 ** 23) / 2 ** 24;
    sum += after - line[Math.max(at - radius, 0)];
  }
}
