import { RunSpecError } from "../errors.js";
import type { CheckpointSpec, ModelOffer } from "../run/runSpec.js";

/** Values that a message offers, from the end of the network. */
const OFFERED = 3;

/**
 * Refuses a checkpoint that is not the network's.
 *
 * @throws {RunSpecError} naming the difference.
 */
export function requireInNetwork({ name, tensor, shape }: CheckpointSpec, { checkpoints }: ModelOffer): void {
  const found = checkpoints.find((checkpoint) => checkpoint.tensor === tensor);
  if (found?.shape.join() === shape.join()) return;
  throw new RunSpecError(
    `The run's checkpoint ${name} has the shape [${shape}], ${found ? `the network's [${found.shape}]` : "which the network does not have"}; masks are tested in the network that the run has analysed.`,
    "checkpoints",
  );
}

/**
 * The value that holds the network's answers, [K].
 *
 * @param name of a checkpoint or its tensor; the network's last value when left out
 * @throws {RunSpecError} when it is not one number a class, with the values that could be.
 */
export function outputOf({ checkpoints }: ModelOffer, name?: string | null): CheckpointSpec {
  const asked =
    name == null ? checkpoints.at(-1) : checkpoints.find((c) => c.name === name || c.tensor === name);
  if (asked === undefined) {
    throw new RunSpecError(
      name == null
        ? "The network has no value to read its answers from."
        : `The network has no value "${name}" to read its answers from. ${classifiersText(checkpoints)}`,
      name == null ? "modelId" : "output",
    );
  }
  const { tensor, shape } = asked;
  if (isClassifier(asked)) return { name: asked.name, tensor, shape: [shape[0]] };
  throw new RunSpecError(
    `The network's ${name == null ? "last value " : ""}${asked.name} has the shape [${shape}]; a mask is tested by the accuracy of a classifier, whose ${name == null ? "last value" : "output"} is [K], one number a class. ${classifiersText(checkpoints)}`,
    name == null ? "modelId" : "output",
  );
}

function isClassifier({ shape: [, height = 1, width = 1] }: Pick<CheckpointSpec, "shape">): boolean {
  return height * width === 1;
}

/** The last values that could hold answers. */
function classifiersText(checkpoints: ModelOffer["checkpoints"]): string {
  const found = checkpoints.filter(isClassifier).slice(-OFFERED);
  if (found.length === 0) return "It has no such value.";
  const names = found.map(({ name, shape }) => `${name} [${shape[0]}]`).join(", ");
  return `Values of this form, to be named as output: ${names}.`;
}
