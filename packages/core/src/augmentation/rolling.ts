import { CHANNELS, createImage } from "../image/image.js";
import { roundHalfEven } from "../image/roundHalfEven.js";
import { defineAugmentation } from "./augmentation.js";

/**
 * `rolling`: a cyclic shift (torch `roll`; Kharyuk et al., set 1).
 *
 * Parameters: `dy` rows down in [-floor(H/5), floor(H/5)) and `dx` columns to the right likewise in W, px, rounded to
 * whole pixels, ties to even. What leaves on one side enters on the other.
 *
 * Effective: rows in 0..H-1 and columns in 0..W-1.
 */
export const rolling = defineAugmentation({
  key: "rolling",
  description: "Shifts the image cyclically (torch roll).",
  parameters: ({ width, height }) => {
    const rows = Math.floor(height / 5);
    const columns = Math.floor(width / 5);
    return [
      { key: "dy", min: -rows, max: rows, integer: true, unit: "px" },
      { key: "dx", min: -columns, max: columns, integer: true, unit: "px" },
    ];
  },
  effective: ([dy, dx], { width, height }) => {
    const rows = cyclic(roundHalfEven(dy), height);
    const columns = cyclic(roundHalfEven(dx), width);
    return rows === 0 && columns === 0 ? null : [rows, columns];
  },
  render: (image, [rows, columns]) => {
    const { width, height, data } = image;
    const rolled = createImage(width, height);
    for (let c = 0; c < CHANNELS; c++) {
      for (let y = 0; y < height; y++) {
        const from = (c * height + y) * width;
        const to = (c * height + ((y + rows) % height)) * width;
        rolled.data.set(data.subarray(from, from + width - columns), to + columns);
        rolled.data.set(data.subarray(from + width - columns, from + width), to);
      }
    }
    return rolled;
  },
});

function cyclic(shift: number, length: number): number {
  return ((shift % length) + length) % length;
}
