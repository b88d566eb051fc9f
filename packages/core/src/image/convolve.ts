import { convolvePlanes, smoothPlanes } from "../kernels/convolve.js";
import { createImage, type Image, type ImageMaker } from "./image.js";

/**
 * Convolves rows and then columns with one symmetric kernel, every channel by itself.
 * Border rule: reflection without repeating the edge pixel (... 2 1 | 0 1 2 ...), as torch's `reflect` padding; on an
 * image shorter than the kernel the reflection goes back and forth.
 *
 * @param kernel odd length, centre in the middle
 */
export function convolveSeparable(image: Image, kernel: Float64Array, make: ImageMaker = createImage): Image {
  const convolved = make(image.width, image.height);
  convolvePlanes(image, kernel, convolved.data);
  return convolved;
}

/** Normalised Gaussian weights exp(-k^2 / (2 sigma^2)) at the offsets -radius..radius. */
export function gaussianKernel(sigmaPx: number, radius: number): Float64Array {
  const kernel = Float64Array.from({ length: 2 * radius + 1 }, (_, at) =>
    Math.exp(-0.5 * ((at - radius) / sigmaPx) ** 2),
  );
  const sum = kernel.reduce((total, weight) => total + weight, 0);
  return kernel.map((weight) => weight / sum);
}

/**
 * 3x3 mean with weights 1 and 5 in the centre, over 13: the smoothing behind Pillow's and torchvision's sharpness.
 * Border rule: border pixels stay as they are.
 */
export function smooth3x3(image: Image, make: ImageMaker = createImage): Image {
  const smooth = make(image.width, image.height);
  smoothPlanes(image, smooth.data);
  return smooth;
}
