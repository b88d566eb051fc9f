import type { Image } from "../image/image.js";
import type { Augmentation } from "./augmentation.js";

/** One augmentation with its parameters, in the order that `augmentation.parameters` lists. */
export interface ChainStep {
  readonly augmentation: Augmentation;
  readonly parameters: readonly number[];
}

/** Applies the steps one after another. The input is never changed; with no effective step it is returned as it is. */
export function applyChain(image: Image, steps: readonly ChainStep[]): Image {
  return steps.reduce(
    (current, { augmentation, parameters }) => augmentation.apply(current, parameters),
    image,
  );
}
