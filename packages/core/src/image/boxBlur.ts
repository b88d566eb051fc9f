import { boxBlurPlanes, type ExtendedBox } from "../kernels/boxBlur.js";
import { createPixelImage, type PixelImage } from "./pixelImage.js";

/** Passes of the box filter along each axis (Pillow's GaussianBlur). */
const PASSES = 3;

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
  return createPixelImage(width, height, boxBlurPlanes(pixels, extendedBox(sigmaPx), PASSES));
}
