import { hsvToRgb, rgbToHsv } from "../image/colour.js";
import { createImage } from "../image/image.js";
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
  render: (image, [hueTurn]) => {
    const { width, height, data } = image;
    const area = width * height;
    const turned = createImage(width, height);
    const shift = Math.fround(hueTurn);
    const triple = new Float32Array(3);
    for (let p = 0; p < area; p++) {
      rgbToHsv(data[p], data[area + p], data[2 * area + p], triple);
      const shifted = Math.fround(triple[0] + shift);
      hsvToRgb(Math.fround(shifted - Math.floor(shifted)), triple[1], triple[2], triple);
      turned.data[p] = triple[0];
      turned.data[area + p] = triple[1];
      turned.data[2 * area + p] = triple[2];
    }
    return turned;
  },
});
