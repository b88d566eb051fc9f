import { boxGaussianBlur, boxGaussianReach } from "../image/boxBlur.js";
import { cropImage } from "../image/crop.js";
import { CHANNELS } from "../image/image.js";
import { truncateToPixels } from "../image/pixelImage.js";
import { roundHalfEven } from "../image/roundHalfEven.js";
import { toFloats, toLevels } from "../kernels/pixels.js";
import { defineAugmentation } from "./augmentation.js";
import { ellipseMask } from "./ellipseMask.js";

/** Strength of the blur inside the ellipse, whatever the size of the image. */
const SIGMA_PX = 3;

/** Side of the images for which the paper states the sizes of the ellipse. */
const PAPER_SIDE_PX = 224;

/**
 * `elliptic_local_blur`: a blurred ellipse near the centre (Kharyuk et al., set 2).
 *
 * Parameters: half axes `a` (along x before the turn) and `b` in [10, 32), shifts of the centre `shift_x`, `shift_y` in
 * [-32, 32), all px at 224x224 and in proportion to min(H, W) / 224 at other sizes, rounded to whole pixels;
 * `angle_deg` in [-15, 15), counter-clockwise, rounded to whole degrees. The unshifted centre is
 * (floor(W/2), floor(H/2)).
 * In 8 bit, as the authors do: 255 * x truncated; Pillow's GaussianBlur(3) inside the ellipse as OpenCV fills it; divided
 * by 255. So values that are no multiple of 1/255 lose their fraction, outside the ellipse too; no parameter is neutral.
 *
 * Effective: a, b, x and y of the centre in px, and the clockwise turn in whole degrees.
 */
export const ellipticLocalBlur = defineAugmentation({
  key: "elliptic_local_blur",
  description: "Blurs the inside of an ellipse near the centre (Pillow GaussianBlur, OpenCV ellipse).",
  parameters: ({ width, height }) => {
    const scale = Math.min(width, height) / PAPER_SIDE_PX;
    const halfAxis = { min: 10 * scale, max: 32 * scale, integer: true, unit: "px" };
    const shift = { min: -32 * scale, max: 32 * scale, integer: true, unit: "px" };
    return [
      { key: "a", ...halfAxis },
      { key: "b", ...halfAxis },
      { key: "shift_x", ...shift },
      { key: "shift_y", ...shift },
      { key: "angle_deg", min: -15, max: 15, integer: true, unit: "deg" },
    ];
  },
  effective: ([a, b, shiftX, shiftY, angleDeg], { width, height }) => [
    roundHalfEven(a),
    roundHalfEven(b),
    roundHalfEven(Math.floor(width / 2) + shiftX),
    roundHalfEven(Math.floor(height / 2) + shiftY),
    roundHalfEven(-angleDeg),
  ],
  render: (image, [a, b, centreX, centreY, clockwiseDeg], make) => {
    const { width, height } = image;
    const mask = ellipseMask({ width, height }, { a, b, centreX, centreY, clockwiseDeg });
    const blurred = make(width, height);
    toLevels(image.data, blurred.data);

    // Only the surroundings of the ellipse are blurred: what a pixel inside sees, and not more.
    const reach = Math.max(a, b) + 1 + boxGaussianReach(SIGMA_PX);
    const left = Math.max(0, centreX - reach);
    const top = Math.max(0, centreY - reach);
    const right = Math.min(width, centreX + reach + 1);
    const bottom = Math.min(height, centreY + reach + 1);
    if (left < right && top < bottom) {
      const window = { left, top, width: right - left, height: bottom - top };
      const inside = boxGaussianBlur(truncateToPixels(cropImage(image, window)), SIGMA_PX);
      const values = toFloats(inside.data);
      for (let row = 0; row < CHANNELS * window.height; row++) {
        const y = top + (row % window.height);
        const c = Math.floor(row / window.height);
        const to = (c * height + y) * width + left;
        for (let x = 0; x < window.width; x++) {
          if (mask[y * width + left + x] === 1) blurred.data[to + x] = values[row * window.width + x];
        }
      }
    }
    return blurred;
  },
});
