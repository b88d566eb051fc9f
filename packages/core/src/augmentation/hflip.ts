import { createImage } from "../image/image.js";
import { defineAugmentation } from "./augmentation.js";

/** `hflip`: mirrors left and right (torchvision `hflip`; Kharyuk et al., set 2). No parameters. */
export const hflip = defineAugmentation({
  key: "hflip",
  description: "Mirrors left and right (torchvision hflip).",
  parameters: () => [],
  effective: (_parameters, { width }) => (width === 1 ? null : []),
  render: (image) => {
    const { width, height } = image;
    const mirrored = createImage(width, height, image.data.slice());
    for (let row = 0; row < mirrored.data.length; row += width)
      mirrored.data.subarray(row, row + width).reverse();
    return mirrored;
  },
});
