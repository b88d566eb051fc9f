import { UnsupportedModelError } from "../errors.js";
import { listCheckpoints, noSuchCheckpoint } from "./checkpoints.js";
import { elementTypeName, mayBeActivation } from "./elementType.js";
import type { OnnxModel } from "./model.js";

/**
 * Checks that a value can be read or masked as activations. A value of unknown type is let through: the runtime
 * infers its type.
 *
 * @param types of `inferElementTypes`
 * @throws {RunSpecError} for a value the graph does not make, with the names there are.
 * @throws {UnsupportedModelError} for a value that is no floating-point tensor.
 */
export function requireActivation(
  model: OnnxModel,
  types: ReadonlyMap<string, number>,
  tensor: string,
): void {
  if (!model.graph.producers.has(tensor)) throw noSuchCheckpoint(listCheckpoints(model), tensor);
  const type = types.get(tensor);
  if (!mayBeActivation(type)) {
    throw new UnsupportedModelError(
      `${tensor}: cannot be a checkpoint, since its values are ${elementTypeName(type)}; only floating-point activations are read.`,
    );
  }
}
