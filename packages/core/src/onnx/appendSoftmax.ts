import { encodeNode } from "./encodeNode.js";
import { FreshNames } from "./freshNames.js";
import type { OnnxGraph } from "./graph.js";
import { GraphField, type OnnxNode } from "./graphProto.js";
import { type OnnxModel, readModel, writeModel } from "./model.js";
import { requireActivation } from "./requireActivation.js";
import { inferElementTypes } from "./valueTypes.js";
import { encodeBytes } from "./wire.js";

/** Operators that hand on the same numbers in another form. */
const SAME_NUMBERS = new Set([
  "Identity",
  "Dropout",
  "Cast",
  "Flatten",
  "Reshape",
  "Squeeze",
  "Unsqueeze",
  "Transpose",
]);

/** A model with class probabilities, and the value that holds them. */
export interface SoftmaxModel {
  readonly model: OnnxModel;
  /** The value to read: a new one, or the value asked for where that is a softmax already. */
  readonly tensor: string;
}

/**
 * Adds the softmax of a value, over its classes: [N, C] or [N, C, 1, 1]. The value itself and its readers stay as they
 * are. A value that is a softmax already, directly or through operators that only change its form, gets no second one.
 *
 * @throws {RunSpecError} for a value the graph does not make, with the names there are.
 * @throws {UnsupportedModelError} for a value that is no floating-point tensor.
 */
export function appendSoftmax(model: OnnxModel, tensor: string): SoftmaxModel {
  requireActivation(model, inferElementTypes(model.graph), tensor);
  if (isSoftmax(model.graph, tensor)) return { model, tensor };
  const names = new FreshNames(model.graph);
  const output = names.value(`${tensor}/softmax`);
  // Up to opset 12 the axis means "everything from here on", from 13 on that axis alone: for one number a class the same.
  const node = encodeNode({
    name: names.node(output),
    operator: "Softmax",
    inputs: [tensor],
    output,
    integers: { axis: 1 },
  });
  return { model: readModel(writeModel(model, [encodeBytes(GraphField.node, node)])), tensor: output };
}

/** True when a value is the result of a softmax, whole or written out as exp(x) / sum(exp(x)). */
export function isSoftmax(graph: OnnxGraph, tensor: string): boolean {
  let maker = graph.producers.get(tensor);
  while (maker?.domain === "" && SAME_NUMBERS.has(maker.operator)) {
    maker = graph.producers.get(maker.inputs[0]);
  }
  if (maker === undefined || maker.domain !== "") return false;
  return maker.operator === "Softmax" || (maker.operator === "Div" && isShareOfExponentials(graph, maker));
}

function isShareOfExponentials(graph: OnnxGraph, { inputs: [part, whole] }: OnnxNode): boolean {
  const sum = graph.producers.get(whole);
  return (
    graph.producers.get(part)?.operator === "Exp" && sum?.operator === "ReduceSum" && sum.inputs[0] === part
  );
}
