import { RunSpecError } from "../errors.js";
import type { Augmentation } from "./augmentation.js";
import { brightness } from "./brightness.js";
import { contrast } from "./contrast.js";
import { ellipticLocalBlur } from "./ellipticLocalBlur.js";
import { erasing } from "./erasing.js";
import { gaussianBlur } from "./gaussianBlur.js";
import { grayscaling } from "./grayscaling.js";
import { hflip } from "./hflip.js";
import { hue } from "./hue.js";
import { rolling } from "./rolling.js";
import { rotation } from "./rotation.js";
import { saturation } from "./saturation.js";
import { sharpness } from "./sharpness.js";

/** Every augmentation a run can use. An own one is a file made with `defineAugmentation`, and a line here. */
export const AUGMENTATIONS: readonly Augmentation[] = [
  erasing,
  sharpness,
  rolling,
  grayscaling,
  gaussianBlur,
  brightness,
  contrast,
  saturation,
  hue,
  hflip,
  rotation,
  ellipticLocalBlur,
];

const BY_KEY: ReadonlyMap<string, Augmentation> = new Map(
  AUGMENTATIONS.map((augmentation) => [augmentation.key, augmentation]),
);

/** @throws {RunSpecError} when there is none of that key; the message lists the keys there are. */
export function augmentationByKey(key: string): Augmentation {
  const augmentation = BY_KEY.get(key);
  if (!augmentation) {
    throw new RunSpecError(
      `There is no augmentation "${key}"; expected one of: ${[...BY_KEY.keys()].join(", ")}.`,
      "factors",
    );
  }
  return augmentation;
}
