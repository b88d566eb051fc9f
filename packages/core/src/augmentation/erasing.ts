import { CHANNELS } from "../image/image.js";
import { roundHalfEven } from "../image/roundHalfEven.js";
import { defineAugmentation } from "./augmentation.js";

/**
 * `erasing`: a black rectangle (torchvision `erase`; Kharyuk et al., set 1).
 *
 * Parameters: centre `row` in [floor(H/5), H - floor(H/5)) and `col` likewise in W, px, rounded to whole pixels; area
 * `scale` in [0.02, 0.33), a share of H * W; `log_ratio` in [ln 0.3, ln 3.3), the logarithm of height over width.
 * The rectangle has round(sqrt(H W scale e^log_ratio)) rows and round(sqrt(H W scale / e^log_ratio)) columns, ties to
 * even. Where it would stick out above or on the left it is shifted inside; where it reaches the lower or right border,
 * the image stays unchanged (16 % of uniform draws at 224x224).
 *
 * Effective: top, left, height, width of the rectangle in px.
 */
export const erasing = defineAugmentation({
  key: "erasing",
  description: "Sets a rectangle to black; none when it would not fit (torchvision erase).",
  parameters: ({ width, height }) => {
    const rowOffset = Math.floor(height / 5);
    const colOffset = Math.floor(width / 5);
    return [
      { key: "row", min: rowOffset, max: height - rowOffset, integer: true, unit: "px" },
      { key: "col", min: colOffset, max: width - colOffset, integer: true, unit: "px" },
      { key: "scale", min: 0.02, max: 0.33, integer: false },
      { key: "log_ratio", min: Math.log(0.3), max: Math.log(3.3), integer: false },
    ];
  },
  effective: ([row, col, scale, logRatio], { width, height }) => {
    const area = width * height * scale;
    const ratio = Math.exp(logRatio);
    const boxHeight = roundHalfEven(Math.sqrt(area * ratio));
    const boxWidth = roundHalfEven(Math.sqrt(area / ratio));
    const top = Math.max(0, roundHalfEven(row) - Math.floor(boxHeight / 2));
    const left = Math.max(0, roundHalfEven(col) - Math.floor(boxWidth / 2));
    const fits = top + boxHeight < height && left + boxWidth < width;
    return fits && boxHeight > 0 && boxWidth > 0 ? [top, left, boxHeight, boxWidth] : null;
  },
  render: ({ width, height, data }, [top, left, boxHeight, boxWidth], make) => {
    const erased = make(width, height);
    erased.data.set(data);
    for (let c = 0; c < CHANNELS; c++) {
      for (let y = top; y < top + boxHeight; y++) {
        const row = (c * height + y) * width + left;
        erased.data.fill(0, row, row + boxWidth);
      }
    }
    return erased;
  },
});
