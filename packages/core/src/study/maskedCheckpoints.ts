import { RunSpecError } from "../errors.js";
import type { CheckpointSpec, RunSpec } from "../run/runSpec.js";
import { guessText, missingText, namesText } from "../text/namesText.js";

/**
 * The checkpoints of a run that a mask is to act on.
 *
 * @param names all convolutional checkpoints, [C, H, W] of more than one pixel, when empty.
 * @returns in forward order.
 * @throws {RunSpecError} naming the checkpoints there are.
 */
export function chooseMaskedCheckpoints(run: RunSpec, names: readonly string[]): readonly CheckpointSpec[] {
  const { checkpoints } = run;
  if (names.length === 0) {
    const convolutional = checkpoints.filter(isConvolutional);
    if (convolutional.length > 0) return convolutional;
    throw new RunSpecError(
      `The run has no convolutional checkpoint; name those to mask among ${namesOf(checkpoints)}.`,
      "checkpoints",
    );
  }
  const known = checkpoints.map((checkpoint) => checkpoint.name);
  const missing = names.filter((name) => !known.includes(name));
  if (missing.length > 0) {
    throw new RunSpecError(
      `The run has no checkpoint ${missingText(missing)}; there are ${namesText(known)}.${guessText(missing, known)}`,
      "checkpoints",
    );
  }
  for (const [i, name] of names.entries()) {
    if (names.indexOf(name) !== i) {
      throw new RunSpecError(`The checkpoint "${name}" is named twice.`, "checkpoints");
    }
  }
  return checkpoints.filter(({ name }) => names.includes(name));
}

function isConvolutional({ shape }: CheckpointSpec): boolean {
  const [, height = 1, width = 1] = shape;
  return shape.length === 3 && height * width > 1;
}

function namesOf(checkpoints: readonly CheckpointSpec[]): string {
  return namesText(checkpoints.map(({ name }) => name));
}
