import { turnHue } from "../kernels/colour.js";
import { defineAugmentation } from "./augmentation.js";

/**
 * `hue`: turns the colour circle by `factor` in HSV (torchvision `adjust_hue`; Kharyuk et al., set 2).
 *
 * Parameters: `factor` in [-0.5, 0.5), turns; 0 is neutral.
 */
export const hue = defineAugmentation({
  key: "hue",
  description: "Turns the hue of every pixel, saturation and value kept (torchvision adjust_hue).",
  parameters: () => [{ key: "factor", min: -0.5, max: 0.5, integer: false, unit: "turn" }],
  effective: ([hueTurn]) => (hueTurn === 0 ? null : [hueTurn]),
  render: ({ width, height, data }, [hueTurn], make) => {
    const result = make(width, height);
    turnHue(data, hueTurn, result.data);
    return result;
  },
});
