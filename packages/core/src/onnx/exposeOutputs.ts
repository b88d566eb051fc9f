import { UnsupportedModelError } from "../errors.js";
import { listCheckpoints, noSuchCheckpoint } from "./checkpoints.js";
import { elementTypeName, isActivationType } from "./elementType.js";
import { GraphField } from "./graphProto.js";
import { type OnnxModel, writeModel } from "./model.js";
import { encodeValueName } from "./valueInfo.js";
import { inferElementTypes } from "./valueTypes.js";
import { encodeBytes } from "./wire.js";

/**
 * The model as a file in which the given values are graph outputs, after those it already has. What is not touched
 * stays as it was, byte for byte. A value the file declares keeps its declaration, another one is only named: the
 * runtime infers its type and shape. A value that is an output already, or is named twice, is added once.
 *
 * @param tensors names of values
 * @throws {RunSpecError} for a value the graph does not make, with the names there are.
 * @throws {UnsupportedModelError} for a value that is no floating-point tensor.
 */
export function exposeOutputs(model: OnnxModel, tensors: readonly string[]): Uint8Array {
  const { graph } = model;
  const types = inferElementTypes(graph);
  const present = new Set(graph.outputs.map((output) => output.name));
  const added: Uint8Array[] = [];
  for (const tensor of tensors) {
    if (!graph.producers.has(tensor)) throw noSuchCheckpoint(listCheckpoints(model), tensor);
    const type = types.get(tensor);
    // A value of unknown type is let through: the runtime infers its type.
    if (type !== undefined && !isActivationType(type)) {
      throw new UnsupportedModelError(
        `${tensor}: cannot be a checkpoint, since its values are ${elementTypeName(type)}; only floating-point activations are read.`,
      );
    }
    if (present.has(tensor)) continue;
    present.add(tensor);
    const declared = graph.declarations.get(tensor);
    const info = declared?.elementType === undefined ? encodeValueName(tensor) : declared.raw;
    added.push(encodeBytes(GraphField.output, info));
  }
  return writeModel(model, added);
}
