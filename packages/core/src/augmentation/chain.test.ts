import { expect, it } from "vitest";
import { createImage } from "../image/image.js";
import { applyChain } from "./chain.js";
import { augmentationByKey } from "./registry.js";

const image = createImage(
  4,
  3,
  Float32Array.from({ length: 36 }, (_, at) => at / 36),
);
const hflip = { augmentation: augmentationByKey("hflip"), parameters: [] };
const roll = { augmentation: augmentationByKey("rolling"), parameters: [0, 1] };

it("applies the steps in their order", () => {
  expect([...applyChain(image, [roll, hflip]).data.subarray(0, 4)]).toEqual(
    [2, 1, 0, 3].map((k) => Math.fround(k / 36)),
  );
  expect([...applyChain(image, [hflip, roll]).data.subarray(0, 4)]).toEqual(
    [0, 3, 2, 1].map((k) => Math.fround(k / 36)),
  );
});

it("returns the image itself when no step changes it", () => {
  expect(applyChain(image, [])).toBe(image);
  expect(applyChain(image, [{ augmentation: augmentationByKey("hue"), parameters: [0] }])).toBe(image);
});
