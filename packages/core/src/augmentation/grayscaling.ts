import { lumaPlane } from "../image/colour.js";
import { CHANNELS } from "../image/image.js";
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
  render: (image, _effective, make) => {
    const grey = make(image.width, image.height);
    const area = image.width * image.height;
    lumaPlane(image, grey.data.subarray((CHANNELS - 1) * area));
    for (let c = 0; c < CHANNELS - 1; c++) grey.data.copyWithin(c * area, (CHANNELS - 1) * area);
    return grey;
  },
});
