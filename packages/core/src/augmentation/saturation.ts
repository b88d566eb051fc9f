import { lumaPlane } from "../image/colour.js";
import { CHANNELS } from "../image/image.js";
import { blend } from "../kernels/colour.js";
import { defineAugmentation } from "./augmentation.js";

/**
 * `saturation`: clamp(factor * x + (1 - factor) * y, 0, 1), y the luma of the pixel (torchvision `adjust_saturation`;
 * Kharyuk et al., set 2).
 *
 * Parameters: `factor` in [0.01, 3.5); 1 is neutral.
 */
export const saturation = defineAugmentation({
  key: "saturation",
  description: "Moves every pixel away from or towards its luma (torchvision adjust_saturation).",
  parameters: () => [{ key: "factor", min: 0.01, max: 3.5, integer: false }],
  effective: ([factor]) => (factor === 1 ? null : [factor]),
  render: (image, [factor], make) => {
    const { width, height, data } = image;
    const result = make(width, height);
    // The luma lies where the last plane comes to lie.
    const luma = lumaPlane(image, result.data.subarray((CHANNELS - 1) * width * height));
    blend(data, luma, factor, result.data);
    return result;
  },
});
