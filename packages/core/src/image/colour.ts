import { luma } from "../kernels/colour.js";
import type { Image } from "./image.js";

/**
 * Luma 0.2989 R + 0.587 G + 0.114 B of every pixel, shape (H, W); weights of torchvision's `rgb_to_grayscale`
 * (ITU-R 601-2, rounded; their sum is 0.9999).
 *
 * @param plane written and returned; a new one by default
 */
export function lumaPlane(image: Image, plane?: Float32Array): Float32Array {
  return luma(image.data, plane);
}
