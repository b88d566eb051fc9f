import { RunSpecError } from "../errors.js";
import { completePreprocessing, type InputForm, type PreprocessingRequest } from "./completePreprocessing.js";
import type { Preprocessing } from "./preprocessingSpec.js";

/**
 * What a person wrote: the name of a preset, in quotes or not, or JSON with the parts of a {@link PreprocessingRequest}.
 *
 * @returns a request that is not checked yet: `completePreprocessing` does.
 * @throws {RunSpecError} when it begins like JSON and is none.
 */
export function preprocessingRequestOf(text: string): PreprocessingRequest {
  const trimmed = text.trim();
  if (!/^[{["]/.test(trimmed)) return { preset: trimmed };
  try {
    const request: unknown = JSON.parse(trimmed);
    return (typeof request === "string" ? { preset: request } : request) as PreprocessingRequest;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RunSpecError(
      `The preprocessing is no JSON: ${reason}. Expected a preset's name or an object such as {"resize": 256, "crop": 224}.`,
      "preprocessing",
    );
  }
}

/**
 * Preprocessing from a preset's name or JSON, see {@link completePreprocessing}.
 *
 * @throws {RunSpecError} naming every part at fault.
 */
export function readPreprocessing(text: string, input: InputForm): Preprocessing {
  return completePreprocessing(preprocessingRequestOf(text), input);
}
