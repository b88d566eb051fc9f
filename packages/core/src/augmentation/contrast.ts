import { blend, meanLuma } from "../kernels/colour.js";
import { defineAugmentation } from "./augmentation.js";

/**
 * `contrast`: clamp(factor * x + (1 - factor) * m, 0, 1), m the mean luma of the image, one number summed in float64
 * (torchvision `adjust_contrast`; Kharyuk et al., set 2).
 *
 * Parameters: `factor` in [0.01, 3.5); 1 is neutral.
 */
export const contrast = defineAugmentation({
  key: "contrast",
  description: "Moves all values away from or towards the mean luma (torchvision adjust_contrast).",
  parameters: () => [{ key: "factor", min: 0.01, max: 3.5, integer: false }],
  effective: ([factor]) => (factor === 1 ? null : [factor]),
  render: ({ width, height, data }, [factor], make) => {
    const result = make(width, height);
    blend(data, meanLuma(data), factor, result.data);
    return result;
  },
});
