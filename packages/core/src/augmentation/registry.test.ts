import { expect, it } from "vitest";
import { RunSpecError } from "../errors.js";
import { AUGMENTATIONS, augmentationByKey } from "./registry.js";
import { AUGMENTATION_SETS } from "./sets.js";

it("finds every augmentation by its key, and keys are unique", () => {
  expect(AUGMENTATIONS.length).toBe(12);
  for (const augmentation of AUGMENTATIONS) expect(augmentationByKey(augmentation.key)).toBe(augmentation);
});

it("answers an unknown key with those there are", () => {
  expect(() => augmentationByKey("Hue")).toThrow(RunSpecError);
  expect(() => augmentationByKey("Hue")).toThrow(
    'There is no augmentation "Hue"; expected one of: erasing, sharpness, rolling, grayscaling, gaussian_blur, ' +
      "brightness, contrast, saturation, hue, hflip, rotation, elliptic_local_blur.",
  );
});

it("has sets of known augmentations, the third being the first and the second", () => {
  const [first, second, third] = AUGMENTATION_SETS.map((set) => set.augmentations);
  expect([first.length, second.length]).toEqual([5, 7]);
  expect(third).toEqual([...first, ...second]);
  expect(third.map(augmentationByKey)).toEqual(AUGMENTATIONS);
});
