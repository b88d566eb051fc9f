import { DesignError } from "../errors.js";
import type { ImageSize } from "../factor.js";
import { enlargePixels } from "../image/enlarge.js";
import { toFloatImage } from "../image/image.js";
import {
  createPixelImage,
  type PixelImage,
  type PixelImageMaker,
  pixelImagesIn,
  truncateToPixels,
} from "../image/pixelImage.js";
import { roundHalfEven } from "../image/roundHalfEven.js";
import { rotatePlanes } from "../kernels/rotate.js";
import { defineAugmentation } from "./augmentation.js";

/** Pixels cut off on the left and right (`x`) and above and below (`y`) so that no black corner is left. */
export interface RotationMargin {
  readonly x: number;
  readonly y: number;
}

/**
 * Margin that hides the black corners of an image turned by `angleDeg` (Kharyuk et al.): with t = |tan(angle)| and
 * k = t / (1 - t^2), x = round(k (H - W t)) and y = round(k (W - H t)), ties to even; for a square image L t / (1 + t)
 * on every side, so 34 px at 10 degrees and 224 px. Never less than 0, never so much that nothing is left, which only very
 * long images come near to.
 */
export function rotationMargin(angleDeg: number, { width, height }: ImageSize): RotationMargin {
  const t = Math.abs(Math.tan((angleDeg * Math.PI) / 180));
  const k = t / (1 - t * t);
  return {
    x: marginWithin(roundHalfEven(k * (height - width * t)), width),
    y: marginWithin(roundHalfEven(k * (width - height * t)), height),
  };
}

function marginWithin(margin: number, side: number): number {
  return Math.max(0, Math.min(margin, Math.floor((side - 1) / 2)));
}

/**
 * `rotation`: a turn about the centre without black corners (Kharyuk et al., set 2).
 *
 * Parameters: `angle_deg` in [-10, 10), degrees, counter-clockwise; 0 is neutral.
 * In 8 bit, as the authors do: 255 * x truncated; nearest-neighbour rotation (Pillow's `rotate`); the margin cropped;
 * enlarged to the old size bilinearly without antialiasing; divided by 255. So values that are no multiple of 1/255 lose
 * their fraction.
 */
export const rotation = defineAugmentation({
  key: "rotation",
  description:
    "Rotates about the centre, crops the black corners and enlarges to the old size (torchvision rotate).",
  parameters: () => [{ key: "angle_deg", min: -10, max: 10, integer: false, unit: "deg" }],
  effective: ([angleDeg]) => {
    if (Math.abs(angleDeg) >= 45) {
      throw new DesignError(
        `A cropped rotation turns by less than 45 degrees either way; got ${angleDeg}.`,
        "angle_deg",
      );
    }
    return angleDeg === 0 ? null : [angleDeg];
  },
  render: (image, [angleDeg], make) => {
    const { width, height } = image;
    const makePixels = pixelImagesIn(make(width, height));
    const pixels = truncateToPixels(image, makePixels);
    const turned = rotateAndCrop(pixels, angleDeg, rotationMargin(angleDeg, image), makePixels);
    const { data } = enlargePixels(turned, { width, height }, makePixels);
    return toFloatImage(data, width, height, make);
  },
});

/** One in Pillow's 16.16 fixed point. */
const FIXED_ONE = 2 ** 16;

/**
 * Pillow's `rotate(angle, NEAREST)` without expansion, black outside, followed by a crop: bit for bit, including its
 * 16.16 fixed-point steps. Sides up to 32767 px.
 */
export function rotateAndCrop(
  pixels: PixelImage,
  angleDeg: number,
  margin: RotationMargin,
  make: PixelImageMaker = createPixelImage,
): PixelImage {
  const { width, height } = pixels;
  const radians = (-(((angleDeg % 360) + 360) % 360) * Math.PI) / 180;
  const cos = roundTo15Digits(Math.cos(radians));
  const sin = roundTo15Digits(Math.sin(radians));
  const centreX = width / 2;
  const centreY = height / 2;
  const offsetX = -cos * centreX - sin * centreY + centreX;
  const offsetY = sin * centreX - cos * centreY + centreY;
  const startX = toFixed(offsetX + cos * 0.5 + sin * 0.5);
  const startY = toFixed(offsetY - sin * 0.5 + cos * 0.5);
  const turn = {
    startX,
    startY,
    cos: toFixed(cos),
    sin: toFixed(sin),
    minusSin: toFixed(-sin),
    marginX: margin.x,
    marginY: margin.y,
  };
  const turned = make(width - 2 * margin.x, height - 2 * margin.y);
  rotatePlanes(pixels, turn, turned.data);
  return turned;
}

function toFixed(value: number): number {
  return Math.floor(value * FIXED_ONE + 0.5);
}

function roundTo15Digits(value: number): number {
  return Number(value.toFixed(15));
}
