import type { Preprocessing } from "../preprocessing/preprocessingSpec.js";
import { type NetworkInput, networkInputFault } from "../run/networkInput.js";
import type { ImageSet } from "./images.js";
import type { Network } from "./network.js";
import { type PreprocessingChoice, preprocessingFor } from "./preprocessing.js";

/** What a network will see of images that nothing has changed yet. */
export interface InputPreview {
  /** The preprocessing with every default filled in. */
  readonly preprocessing: Preprocessing;
  /** Least, greatest and mean of the numbers in the input tensor, by channel. */
  readonly networkInput: NetworkInput;
  /** Why it cannot be meant, such as constant input; null when it can. */
  readonly fault: string | null;
}

/**
 * Takes the first images of a set, spread over its classes, all the way to the network's input: a look at whether the
 * preprocessing is the one that the network was trained with.
 *
 * @param options `preprocessing` as for {@link analyze}; `count` is the number of images, 16 by default
 * @throws {RunSpecError} naming every part of the preprocessing at fault.
 * @throws {ImageDecodeError} when an image cannot be read.
 */
export async function previewInput(
  network: Network,
  images: ImageSet,
  { preprocessing: choice, count = 16 }: { preprocessing?: PreprocessingChoice; count?: number } = {},
): Promise<InputPreview> {
  const preprocessing = await preprocessingFor(network, choice);
  const reading = { segment: null, preprocessing: preprocessing.spec, minMax: preprocessing.minMax };
  const { observeInput } = await import("../run/observeInput.js");
  const networkInput = await observeInput(images, reading, count);
  return { preprocessing, networkInput, fault: networkInputFault(networkInput, reading) };
}
