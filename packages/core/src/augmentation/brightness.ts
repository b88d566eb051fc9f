import { blend } from "../kernels/colour.js";
import { defineAugmentation } from "./augmentation.js";

/**
 * `brightness`: clamp(factor * x, 0, 1) (torchvision `adjust_brightness`; Kharyuk et al., set 2).
 *
 * Parameters: `factor` in [0.1, 2.5); 1 is neutral. With the min-max stretch of the network input on, a factor below 1
 * changes nothing and one above 1 acts only through clipping.
 */
export const brightness = defineAugmentation({
  key: "brightness",
  description: "Multiplies all values and clips at 1 (torchvision adjust_brightness).",
  parameters: () => [{ key: "factor", min: 0.1, max: 2.5, integer: false }],
  effective: ([factor]) => (factor === 1 ? null : [factor]),
  render: ({ width, height, data }, [factor], make) => {
    const result = make(width, height);
    blend(data, 0, factor, result.data);
    return result;
  },
});
