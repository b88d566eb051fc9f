import { FileError, RunSpecError } from "../errors.js";
import type { ImageSize } from "../factor.js";
import { readJson } from "../files/readBytes.js";
import { nearestNames } from "../text/nearestNames.js";
import type { Augmentation } from "./augmentation.js";
import type { ChainStep } from "./chain.js";
import { AUGMENTATIONS } from "./registry.js";

/** Whether a chain is given as JSON in place of a file's name. */
export function isInlineChain(source: string): boolean {
  return /^\s*[[{]/.test(source);
}

/**
 * Reads a chain, JSON or a file with it: a list of `{"augmentation": "gaussian_blur", "parameters": {"sigma": 1.2}}` in
 * the order in which they act. A step with the parameter `on` of 0 is left out. Values outside the analysis' bounds are
 * allowed.
 *
 * @param source the name of a file, or JSON itself
 * @param size of the image, on which the parameters' names may depend
 * @throws {FileError} naming every step and parameter at fault; of JSON itself a RunSpecError.
 */
export async function readChain(source: string, size: ImageSize): Promise<ChainStep[]> {
  if (!isInlineChain(source)) {
    const { steps, faults } = parseChain(await readJson(source, "chain"), size);
    if (faults.length > 0) throw new FileError(`The chain "${source}": ${faults.join("; ")}.`);
    return steps;
  }
  const { steps, faults } = parseChain(parseInline(source), size);
  if (faults.length > 0) throw new RunSpecError(`The chain: ${faults.join("; ")}.`, "chain");
  return steps;
}

/** As {@link readChain}, from JSON that is read already. The steps are of use only where there are no faults. */
export function parseChain(value: unknown, size: ImageSize): { steps: ChainStep[]; faults: string[] } {
  if (!Array.isArray(value)) {
    const example = '[{"augmentation": "gaussian_blur", "parameters": {"sigma": 1.2}}]';
    return { steps: [], faults: [`it must be a list such as ${example}`] };
  }
  const faults: string[] = [];
  const steps = value.flatMap((step, i) => {
    const refuse = (reason: string) => {
      faults.push(`step ${i + 1}: ${reason}`);
    };
    return parseStep(step, size, refuse) ?? [];
  });
  return { steps, faults };
}

type Refuse = (reason: string) => void;

function parseStep(value: unknown, size: ImageSize, refuse: Refuse): ChainStep | undefined {
  if (!isObject(value)) {
    refuse('expected {"augmentation": KEY, "parameters": {...}}');
    return undefined;
  }
  const { augmentation: key, parameters = {}, ...others } = value;
  for (const stray of Object.keys(others)) {
    refuse(`"${stray}" is unknown; a step has "augmentation" and "parameters"`);
  }
  const augmentation = AUGMENTATIONS.find((candidate) => candidate.key === key);
  if (augmentation === undefined) {
    const known = AUGMENTATIONS.map((candidate) => candidate.key);
    const [near] = typeof key === "string" ? nearestNames(key, known, 1) : [];
    const there = near === undefined ? `there are ${known.join(", ")}` : `the nearest is ${near}`;
    refuse(`there is no augmentation ${JSON.stringify(key)}; ${there}`);
  }
  if (!isObject(parameters)) {
    refuse('"parameters" must be an object of numbers');
    return undefined;
  }
  const { on = 1, ...given } = parameters;
  if (on !== 0 && on !== 1) refuse(`"on" is ${JSON.stringify(on)}; it must be 0 or 1`);
  if (augmentation === undefined) return undefined;
  const ordered = orderParameters(augmentation, given, size, refuse);
  return on === 1 ? { augmentation, parameters: ordered } : undefined;
}

function orderParameters(
  augmentation: Augmentation,
  given: Readonly<Record<string, unknown>>,
  size: ImageSize,
  refuse: Refuse,
): number[] {
  const keys = augmentation.parameters(size).map((parameter) => parameter.key);
  const list = keys.length === 0 ? "no parameters" : keys.join(", ");
  for (const key of Object.keys(given).filter((key) => !keys.includes(key))) {
    refuse(`${augmentation.key} has no parameter "${key}"; it takes ${list}`);
  }
  return keys.map((key) => {
    const value = given[key];
    if (typeof value === "number" && Number.isFinite(value)) return value;
    refuse(
      value === undefined
        ? `${augmentation.key} lacks the parameter "${key}"; it takes ${list}`
        : `the parameter "${key}" of ${augmentation.key} is ${JSON.stringify(value)}; it must be a number`,
    );
    return Number.NaN;
  });
}

function parseInline(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch (error) {
    throw new RunSpecError(`The chain is no JSON: ${(error as SyntaxError).message}.`, "chain");
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
