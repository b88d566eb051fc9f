import { describe, expect, it } from "vitest";
import type { ImageSize } from "../factor.js";
import { createImage, type Image } from "../image/image.js";
import { counterDouble } from "../random/counterRandom.js";
import { applyChain } from "./chain.js";
import { AUGMENTATIONS, augmentationByKey } from "./registry.js";
import { rotationMargin } from "./rotation.js";

// Golden values of torchvision, Pillow and OpenCV are of squares. What holds for the others is symmetry: an augmentation of an
// image on its side is that of the image, on its side, once its parameters are turned as well.

const SIZES: readonly ImageSize[] = [
  { width: 40, height: 24 },
  { width: 24, height: 40 },
];
const DRAWS = 12;

/** Smooth, with another slope in every direction and channel. */
function photo({ width, height }: ImageSize): Image {
  const image = createImage(width, height);
  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        image.data[(c * height + y) * width + x] = 0.5 + 0.45 * Math.sin(0.11 * x + 0.07 * (c + 1) * y + c);
      }
    }
  }
  return image;
}

function turned({ width, height, data }: Image): Image {
  const image = createImage(height, width);
  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        image.data[(c * width + x) * height + y] = data[(c * height + y) * width + x];
      }
    }
  }
  return image;
}

/** Parameters of an image on its side, in the order of the registry. */
const TURNED: Readonly<Record<string, (parameters: readonly number[]) => number[]>> = {
  erasing: ([row, col, scale, logRatio]) => [col, row, scale, -logRatio],
  rolling: ([dy, dx]) => [dx, dy],
  rotation: ([angle]) => [-angle],
  elliptic_local_blur: ([a, b, shiftX, shiftY, angle]) => [b, a, shiftY, shiftX, -angle],
};

/**
 * Largest difference of a value, and share of the values that may differ by more: sums of floats in another order, and for
 * the 8-bit operations a level; nearest neighbours and the border of an ellipse are chosen by rounding, which has no
 * symmetry.
 */
const TOLERANCE: Readonly<Record<string, readonly [number, number]>> = {
  rotation: [0.03, 0],
  elliptic_local_blur: [0.005, 0.03],
};

function drawn(key: string, size: ImageSize, draw: number): number[] {
  return augmentationByKey(key)
    .parameters(size)
    .map(({ min, max }, i) => min + counterDouble(7, 11, draw, i) * (max - min));
}

describe.each(AUGMENTATIONS.map(({ key }) => key).filter((key) => key !== "hflip"))("%s", (key) => {
  it.each(SIZES)("is the same on its side, $width x $height", (size) => {
    const augmentation = augmentationByKey(key);
    const image = photo(size);
    const [most, share] = TOLERANCE[key] ?? [1e-5, 0];
    let changed = 0;
    for (let draw = 0; draw < DRAWS; draw++) {
      const parameters = drawn(key, size, draw);
      const upright = applyChain(image, [{ augmentation, parameters }]);
      const aside = applyChain(turned(image), [
        { augmentation, parameters: TURNED[key]?.(parameters) ?? parameters },
      ]);
      expect([aside.width, aside.height]).toEqual([size.height, size.width]);
      const back = turned(aside).data;
      const off = upright.data.filter((value, at) => !(Math.abs(value - back[at]) <= most)).length;
      expect(off / upright.data.length).toBeLessThanOrEqual(share);
      if (upright.data.some((value, at) => Math.abs(value - image.data[at]) > most)) changed++;
    }
    expect(changed).toBeGreaterThan(0);
  });
});

it.each(SIZES)("hflip mirrors every row, $width x $height", (size) => {
  const image = photo(size);
  const { data } = applyChain(image, [{ augmentation: augmentationByKey("hflip"), parameters: [] }]);
  const { width } = size;
  for (const [at, value] of data.entries()) {
    const x = at % width;
    expect(value).toBe(image.data[at - x + width - 1 - x]);
  }
});

it("a rotation cuts off as much of an image on its side, and leaves no black corner", () => {
  for (const size of SIZES) {
    for (let angle = -9.5; angle < 10; angle += 0.5) {
      const { x, y } = rotationMargin(angle, size);
      expect(rotationMargin(angle, { width: size.height, height: size.width })).toEqual({ x: y, y: x });
      const white = createImage(
        size.width,
        size.height,
        new Float32Array(3 * size.width * size.height).fill(1),
      );
      const turnedWhite = applyChain(white, [
        { augmentation: augmentationByKey("rotation"), parameters: [angle] },
      ]);
      // Rounded margins may let a corner pixel through at 4 % of a side; a black corner would be far more.
      const dark = turnedWhite.data.filter((value) => value < 0.5).length;
      expect(dark / white.data.length).toBeLessThan(0.01);
    }
  }
});
