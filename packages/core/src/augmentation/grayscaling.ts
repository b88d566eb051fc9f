import { lumaPlane } from "../image/colour.js";
import { CHANNELS, createImage } from "../image/image.js";
import { defineAugmentation } from "./augmentation.js";

/**
 * `grayscaling`: luma 0.2989 R + 0.587 G + 0.114 B in all three channels (torchvision `rgb_to_grayscale`; Kharyuk et al.,
 * set 1). No parameters.
 */
export const grayscaling = defineAugmentation({
  key: "grayscaling",
  description: "Replaces colour by luma in all three channels (torchvision rgb_to_grayscale).",
  parameters: () => [],
  effective: () => [],
  render: (image) => {
    const luma = lumaPlane(image);
    const grey = createImage(image.width, image.height);
    for (let c = 0; c < CHANNELS; c++) grey.data.set(luma, c * luma.length);
    return grey;
  },
});
