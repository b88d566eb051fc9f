import { GraphField } from "./graphProto.js";
import { type OnnxModel, writeModel } from "./model.js";
import { requireActivation } from "./requireActivation.js";
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
    requireActivation(model, types, tensor);
    if (present.has(tensor)) continue;
    present.add(tensor);
    const declared = graph.declarations.get(tensor);
    const info = declared?.elementType === undefined ? encodeValueName(tensor) : declared.raw;
    added.push(encodeBytes(GraphField.output, info));
  }
  return writeModel(model, added);
}
