import { mirrorRows } from "../kernels/pixels.js";
import { defineAugmentation } from "./augmentation.js";

/** `hflip`: mirrors left and right (torchvision `hflip`; Kharyuk et al., set 2). No parameters. */
export const hflip = defineAugmentation({
  key: "hflip",
  description: "Mirrors left and right (torchvision hflip).",
  parameters: () => [],
  effective: (_parameters, { width }) => (width === 1 ? null : []),
  render: ({ width, height, data }, _effective, make) => {
    const mirrored = make(width, height);
    mirrorRows(data, width, mirrored.data);
    return mirrored;
  },
});
