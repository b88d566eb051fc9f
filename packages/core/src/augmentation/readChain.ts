import { FileError } from "../errors.js";
import type { ImageSize } from "../factor.js";
import { readJson } from "../files/readBytes.js";
import type { Augmentation } from "./augmentation.js";
import type { ChainStep } from "./chain.js";
import { AUGMENTATIONS } from "./registry.js";

/**
 * Reads chain.json: a list of `{"augmentation": "gaussian_blur", "parameters": {"sigma": 1.2}}` in the order in which
 * they act. A step with the parameter `on` of 0 is left out. Values outside the analysis' bounds are allowed.
 *
 * @param size of the image, on which the parameters' names may depend
 * @throws {FileError} naming the step and the parameter at fault.
 */
export async function readChain(file: string, size: ImageSize): Promise<ChainStep[]> {
  return parseChain(await readJson(file, "chain"), file, size);
}

/** As {@link readChain}, from JSON that is read already. */
export function parseChain(value: unknown, file: string, size: ImageSize): ChainStep[] {
  if (!Array.isArray(value)) {
    throw new FileError(
      `The chain "${file}" must be a list such as [{"augmentation": "gaussian_blur", "parameters": {"sigma": 1.2}}].`,
    );
  }
  return value.flatMap((step, i) => {
    const refuse = (reason: string) => new FileError(`The chain "${file}", step ${i + 1}: ${reason}.`);
    return parseStep(step, size, refuse) ?? [];
  });
}

function parseStep(
  value: unknown,
  size: ImageSize,
  refuse: (reason: string) => FileError,
): ChainStep | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw refuse('expected {"augmentation": KEY, "parameters": {...}}');
  }
  const { augmentation: key, parameters = {}, ...others } = value as Record<string, unknown>;
  const [stray] = Object.keys(others);
  if (stray !== undefined) throw refuse(`"${stray}" is unknown; a step has "augmentation" and "parameters"`);
  const augmentation = AUGMENTATIONS.find((candidate) => candidate.key === key);
  if (augmentation === undefined) {
    const known = AUGMENTATIONS.map((candidate) => candidate.key).join(", ");
    throw refuse(`there is no augmentation ${JSON.stringify(key)}; there are ${known}`);
  }
  if (typeof parameters !== "object" || parameters === null || Array.isArray(parameters)) {
    throw refuse('"parameters" must be an object of numbers');
  }
  const { on = 1, ...given } = parameters as Record<string, unknown>;
  if (on !== 0 && on !== 1) throw refuse(`"on" is ${JSON.stringify(on)}; it must be 0 or 1`);
  const ordered = orderParameters(augmentation, given, size, refuse);
  return on === 1 ? { augmentation, parameters: ordered } : undefined;
}

function orderParameters(
  augmentation: Augmentation,
  given: Readonly<Record<string, unknown>>,
  size: ImageSize,
  refuse: (reason: string) => FileError,
): number[] {
  const keys = augmentation.parameters(size).map((parameter) => parameter.key);
  const list = keys.length === 0 ? "no parameters" : keys.join(", ");
  const stray = Object.keys(given).find((key) => !keys.includes(key));
  if (stray !== undefined) throw refuse(`${augmentation.key} has no parameter "${stray}"; it takes ${list}`);
  return keys.map((key) => {
    const value = given[key];
    if (value === undefined)
      throw refuse(`${augmentation.key} lacks the parameter "${key}"; it takes ${list}`);
    if (typeof value !== "number" || !Number.isFinite(value)) {
      throw refuse(
        `the parameter "${key}" of ${augmentation.key} is ${JSON.stringify(value)}; it must be a number`,
      );
    }
    return value;
  });
}
