import { CHANNELS } from "../image/image.js";
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
  render: (image, [rows, columns], make) => {
    const { width, height, data } = image;
    const area = width * height;
    const rolled = make(width, height);
    // Whole planes are shifted at once, which leaves what passes the border a row too low or too high.
    const isRight = columns <= width / 2;
    const shift = cyclic(rows * width + (isRight ? columns : columns - width), area);
    const [first, end] = isRight ? [0, columns] : [columns, width];
    const from = isRight ? width - columns : -columns;
    for (let start = 0; start < CHANNELS * area; start += area) {
      rolled.data.set(data.subarray(start, start + area - shift), start + shift);
      rolled.data.set(data.subarray(start + area - shift, start + area), start);
      for (let y = 0; y < height; y++) {
        const row = start + y * width + from;
        const to = start + ((y + rows) % height) * width;
        for (let x = first; x < end; x++) rolled.data[to + x] = data[row + x];
      }
    }
    return rolled;
  },
});

function cyclic(shift: number, length: number): number {
  return ((shift % length) + length) % length;
}
