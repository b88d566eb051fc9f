import { readText } from "../files/readBytes.js";
import {
  completePreprocessing,
  type InputForm,
  type PreprocessingRequest,
} from "../preprocessing/completePreprocessing.js";
import type { Preprocessing } from "../preprocessing/preprocessingSpec.js";
import { readPreprocessing } from "../preprocessing/readPreprocessing.js";

/**
 * How images become a network's input: a preset's name ("paper", "torchvision", ...), its parts, JSON with them, or the
 * path of a .json file.
 */
export type PreprocessingChoice = string | PreprocessingRequest;

/**
 * The preprocessing that is asked for, complete.
 *
 * @throws {FileError} when a file cannot be read.
 * @throws {RunSpecError} naming every part at fault, also when the network cannot take the result.
 */
export async function preprocessingFor(
  { summary }: { readonly summary: InputForm },
  choice: PreprocessingChoice = {},
): Promise<Preprocessing> {
  if (typeof choice !== "string") return completePreprocessing(choice, summary);
  const text = choice.endsWith(".json") ? await readText(choice, "preprocessing") : choice;
  return readPreprocessing(text, summary);
}
