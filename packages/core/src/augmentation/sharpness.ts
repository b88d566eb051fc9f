import { smooth3x3 } from "../image/convolve.js";
import { blend } from "../kernels/colour.js";
import { defineAugmentation } from "./augmentation.js";

/** Strength of the sharpening: the difference to the smoothed image is counted this many times. */
const FACTOR = 1.5;

/**
 * `sharpness`: sharpening by the constant factor 1.5 (torchvision `adjust_sharpness`; Kharyuk et al., set 1).
 * No parameters. Each pixel becomes clamp(1.5 x - 0.5 s, 0, 1), s being the 3x3 smoothed image; border pixels, and whole
 * images with a side of 2 px or less, stay as they are.
 */
export const sharpness = defineAugmentation({
  key: "sharpness",
  description: "Sharpens by the constant factor 1.5 (torchvision adjust_sharpness).",
  parameters: () => [],
  effective: (_parameters, { width, height }) => (Math.min(width, height) <= 2 ? null : []),
  render: (image, _effective, make) => {
    const sharp = smooth3x3(image, make);
    blend(image.data, sharp.data, FACTOR, sharp.data);
    return sharp;
  },
});
