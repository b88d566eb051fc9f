import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { difference } from "../../../../tests/golden/images.js";
import { DesignError } from "../errors.js";
import { createImage, type Image, type ImageMaker } from "../image/image.js";
import { ImagePool } from "../image/imagePool.js";
import { defineAugmentation } from "./augmentation.js";
import { AUGMENTATIONS, augmentationByKey } from "./registry.js";

const WIDTH = 40;
const HEIGHT = 56;

/** A multiplicative generator's values in [0, 1): every pixel differs, also between channels. */
function noise(width: number, height: number): Image {
  const image = createImage(width, height);
  let state = 12345;
  for (let at = 0; at < image.data.length; at++) {
    state = (state * 48271) % 2147483647;
    image.data[at] = state / 2147483647;
  }
  return image;
}

const NOISE = noise(WIDTH, HEIGHT);

/** Parameters between the bounds, from numbers in [0, 1). */
function scaled(key: string, unit: readonly number[], size = { width: WIDTH, height: HEIGHT }): number[] {
  const { parameters } = augmentationByKey(key);
  return parameters(size).map(({ min, max }, at) => min + unit[at] * (max - min));
}

const units = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
  minLength: 5,
  maxLength: 5,
});

describe.each(AUGMENTATIONS.map((augmentation) => ({ key: augmentation.key, augmentation })))(
  "$key",
  ({ key, augmentation }) => {
    it("keeps size and range of an image that is not square, and does not write into it", () => {
      const before = NOISE.data.slice();
      fc.assert(
        fc.property(units, (unit) => {
          const result = augmentation.apply(NOISE, scaled(key, unit));
          expect([result.width, result.height, result.data.length]).toEqual([
            WIDTH,
            HEIGHT,
            3 * WIDTH * HEIGHT,
          ]);
          expect(result.data.every((value) => value >= 0 && value <= 1)).toBe(true);
        }),
        { numRuns: 30 },
      );
      expect(difference(NOISE.data, before).max).toBe(0);
    });

    it("writes every value of an image it is given, kept in the kernels' memory or not", () => {
      const pool = new ImagePool(NOISE, 3);
      const pooled = pool.make(WIDTH, HEIGHT);
      pooled.data.set(NOISE.data);
      const dirty: ImageMaker = (width, height) =>
        createImage(width, height, new Float32Array(3 * width * height).fill(Number.NaN));
      fc.assert(
        fc.property(units, (unit) => {
          const parameters = scaled(key, unit);
          const expected = augmentation.apply(NOISE, parameters).data;
          expect(augmentation.apply(NOISE, parameters, dirty).data).toEqual(expected);
          const made: Image[] = [];
          const dirtyPooled: ImageMaker = (width, height) => {
            const image = pool.make(width, height);
            image.data.fill(Number.NaN);
            made.push(image);
            return image;
          };
          expect(augmentation.apply(pooled, parameters, dirtyPooled).data).toEqual(expected);
          for (const image of made) pool.giveBack(image);
        }),
        { numRuns: 30 },
      );
      expect(difference(pooled.data, NOISE.data).max).toBe(0);
    });

    it("returns the image itself exactly when its effective parameters are null", () => {
      fc.assert(
        fc.property(units, (unit) => {
          const parameters = scaled(key, unit);
          const isNeutral = augmentation.effective(parameters, NOISE) === null;
          expect(augmentation.apply(NOISE, parameters) === NOISE).toBe(isNeutral);
        }),
        { numRuns: 30 },
      );
    });

    it("gives the same pixels for the same effective parameters, also through its integers", () => {
      const kinds = augmentation.parameters(NOISE);
      fc.assert(
        fc.property(units, fc.double({ min: -0.49, max: 0.49, noNaN: true }), (unit, nudge) => {
          const parameters = scaled(key, unit).map((value, at) =>
            kinds[at].integer ? Math.round(value) : value,
          );
          const nudged = parameters.map((value, at) => (kinds[at].integer ? value + nudge : value));
          expect(augmentation.effective(nudged, NOISE)).toEqual(augmentation.effective(parameters, NOISE));
          expect(
            difference(augmentation.apply(NOISE, nudged).data, augmentation.apply(NOISE, parameters).data)
              .max,
          ).toBe(0);
        }),
        { numRuns: 20 },
      );
    });

    it("has bounds in order, works on the smallest images and is named in its errors", () => {
      for (const size of [
        { width: 1, height: 1 },
        { width: 2, height: 9 },
        { width: 17, height: 3 },
      ]) {
        for (const { min, max } of augmentation.parameters(size)) expect(min).toBeLessThanOrEqual(max);
        const image = noise(size.width, size.height);
        const result = augmentation.apply(image, scaled(key, [0.3, 0.6, 0.2, 0.9, 0.4], size));
        expect(result.data.length).toBe(image.data.length);
      }
      expect(() => augmentation.apply(NOISE, [1, 2, 3, 4, 5, 6])).toThrow(`Augmentation "${key}" takes`);
    });
  },
);

describe("neutral parameters return the image itself", () => {
  it.each([
    ["brightness", [1]],
    ["contrast", [1]],
    ["saturation", [1]],
    ["hue", [0]],
    ["rotation", [0]],
    ["rolling", [0, 0]],
    ["rolling", [0.4, -0.5]],
    ["rolling", [HEIGHT, -WIDTH]],
    ["erasing", [50, 30, 0.33, 0]], // reaches the lower right border
  ] as const)("%s %j", (key, parameters) => {
    expect(augmentationByKey(key).apply(NOISE, parameters)).toBe(NOISE);
  });
});

describe("on images that are not square", () => {
  it("mirroring twice is the identity", () => {
    const hflip = augmentationByKey("hflip");
    const once = hflip.apply(NOISE, []);
    expect(once.data[0]).toBe(NOISE.data[WIDTH - 1]);
    expect(hflip.apply(once, []).data).toEqual(NOISE.data);
  });

  it("rolling back is the inverse, and dy moves rows down, dx columns to the right", () => {
    const rolling = augmentationByKey("rolling");
    fc.assert(
      fc.property(fc.integer({ min: -70, max: 70 }), fc.integer({ min: -70, max: 70 }), (dy, dx) => {
        const back = rolling.apply(rolling.apply(NOISE, [dy, dx]), [-dy, -dx]);
        expect(difference(back.data, NOISE.data).max).toBe(0);
      }),
      { numRuns: 30 },
    );
    expect(rolling.apply(NOISE, [2, 3]).data[2 * WIDTH + 3]).toBe(NOISE.data[0]);
  });

  it("grey is grey, and saturation 0 towards it", () => {
    const { data } = augmentationByKey("grayscaling").apply(NOISE, []);
    const area = WIDTH * HEIGHT;
    expect(data.subarray(0, area)).toEqual(data.subarray(2 * area));
    const pale = augmentationByKey("saturation").apply(NOISE, [0]);
    expect(difference(pale.data, data).max).toBe(0);
  });

  it("half a turn of hue, twice, is the identity up to float32", () => {
    const hue = augmentationByKey("hue");
    const twice = hue.apply(hue.apply(NOISE, [0.5]), [-0.5]);
    expect(difference(twice.data, NOISE.data).max).toBeLessThan(1e-5);
  });
});

describe("the bounds at 224x224 are those of the paper", () => {
  const bounds = (key: string) =>
    augmentationByKey(key)
      .parameters({ width: 224, height: 224 })
      .map((parameter) => [parameter.key, parameter.min, parameter.max]);

  it.each([
    [
      "erasing",
      [
        ["row", 44, 180],
        ["col", 44, 180],
        ["scale", 0.02, 0.33],
        ["log_ratio", Math.log(0.3), Math.log(3.3)],
      ],
    ],
    ["sharpness", []],
    [
      "rolling",
      [
        ["dy", -44, 44],
        ["dx", -44, 44],
      ],
    ],
    ["grayscaling", []],
    ["gaussian_blur", [["sigma", 0.1, 2]]],
    ["brightness", [["factor", 0.1, 2.5]]],
    ["contrast", [["factor", 0.01, 3.5]]],
    ["saturation", [["factor", 0.01, 3.5]]],
    ["hue", [["factor", -0.5, 0.5]]],
    ["hflip", []],
    ["rotation", [["angle_deg", -10, 10]]],
    [
      "elliptic_local_blur",
      [
        ["a", 10, 32],
        ["b", 10, 32],
        ["shift_x", -32, 32],
        ["shift_y", -32, 32],
        ["angle_deg", -15, 15],
      ],
    ],
  ])("%s", (key, expected) => {
    expect(bounds(key)).toEqual(expected);
  });

  it("and follow height and width elsewhere", () => {
    const [row, col] = augmentationByKey("erasing").parameters({ width: 40, height: 56 });
    expect([row.min, row.max, col.min, col.max]).toEqual([11, 45, 8, 32]);
    const [a] = augmentationByKey("elliptic_local_blur").parameters({ width: 112, height: 300 });
    expect([a.min, a.max]).toEqual([5, 16]);
  });
});

describe("defineAugmentation", () => {
  it("needs no more than a factor, its effective parameters and a render", () => {
    const darken = defineAugmentation({
      key: "darken",
      description: "Halves all values so many times.",
      parameters: () => [{ key: "times", min: 0, max: 3, integer: true }],
      effective: ([times]) => (Math.round(times) === 0 ? null : [Math.round(times)]),
      render: (image, [times]) =>
        createImage(
          image.width,
          image.height,
          image.data.map((value) => value / 2 ** times),
        ),
    });
    expect(darken.apply(NOISE, [0.3])).toBe(NOISE);
    expect(darken.apply(NOISE, [1.6]).data[7]).toBe(NOISE.data[7] / 4);
    expect(() => darken.effective([Number.NaN], NOISE)).toThrow(DesignError);
    expect(() => darken.apply(NOISE, [])).toThrow(
      'Augmentation "darken" takes 1 finite parameters (times); got [].',
    );
  });
});
