import { convolveSeparable, gaussianKernel } from "../image/convolve.js";
import { defineAugmentation } from "./augmentation.js";

/** The kernel has 7x7 pixels whatever the size of the image. */
const RADIUS_PX = 3;

/**
 * `gaussian_blur`: a 7x7 Gaussian with reflected borders (torchvision `gaussian_blur`; Kharyuk et al., set 1).
 *
 * Parameters: `sigma` in [0.1, 2), px. No value of that range is neutral; sigma <= 0 means no blur.
 */
export const gaussianBlur = defineAugmentation({
  key: "gaussian_blur",
  description: "Blurs with a 7x7 Gaussian (torchvision gaussian_blur).",
  parameters: () => [{ key: "sigma", min: 0.1, max: 2, integer: false, unit: "px" }],
  effective: ([sigmaPx]) => (sigmaPx > 0 ? [sigmaPx] : null),
  render: (image, [sigmaPx], make) => convolveSeparable(image, gaussianKernel(sigmaPx, RADIUS_PX), make),
});
