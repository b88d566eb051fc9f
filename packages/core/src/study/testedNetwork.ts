import { RunSpecError } from "../errors.js";
import type { CheckpointSpec, ModelOffer } from "../run/runSpec.js";

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
 * The network's last value, [K].
 *
 * @throws {RunSpecError} when it is not one number a class.
 */
export function outputOf({ checkpoints }: ModelOffer): CheckpointSpec {
  const last = checkpoints.at(-1);
  if (last === undefined) {
    throw new RunSpecError("The network has no value to read its answers from.", "modelId");
  }
  const { name, tensor, shape } = last;
  const [classes, height = 1, width = 1] = shape;
  if (height * width === 1) return { name, tensor, shape: [classes] };
  throw new RunSpecError(
    `The network's last value ${name} has the shape [${shape}]; a mask is tested by the accuracy of a classifier, whose last value is [K].`,
    "modelId",
  );
}
