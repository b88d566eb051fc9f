import { capturedValues } from "./graph.js";
import { GraphField, NodeField, type OnnxNode } from "./graphProto.js";
import type { OnnxModel } from "./model.js";
import { tensorName } from "./tensor.js";
import { readValueName } from "./valueInfo.js";
import { WireReader } from "./wire.js";

/**
 * Fields of a graph that a part of it keeps: its nodes, what is stored for them, and what does not speak of values.
 * Inputs and outputs of the part are to be added.
 */
export function fieldsOfPart(model: OnnxModel, nodes: ReadonlySet<OnnxNode>): Uint8Array[] {
  const made = new Set<string>();
  const stored = new Set<string>();
  for (const node of nodes) {
    for (const output of node.outputs) if (output !== "") made.add(output);
    for (const value of [...node.inputs, ...capturedValues(node)]) {
      if (model.graph.initialisers.has(value)) stored.add(value);
    }
  }
  const { bytes, graphRange } = model;
  const fields: Uint8Array[] = [];
  const graph = new WireReader(bytes, graphRange.start, graphRange.end, "the graph");
  while (graph.next()) {
    if (isKept(graph, made, stored)) fields.push(bytes.subarray(graph.fieldStart, graph.valueEnd));
  }
  return fields;
}

function isKept(graph: WireReader, made: ReadonlySet<string>, stored: ReadonlySet<string>): boolean {
  switch (graph.field) {
    case GraphField.node:
      return makesOneOf(graph.message("a node"), made);
    case GraphField.initialiser:
      return stored.has(tensorName(graph.message("an initialiser")));
    case GraphField.input:
      // Before IR version 4 what is stored is declared among the inputs.
      return stored.has(readValueName(graph.message("an input")));
    case GraphField.output:
    case GraphField.valueInfo:
      // Declared shapes belong to the network's own image size.
      return false;
    default:
      return true;
  }
}

function makesOneOf(node: WireReader, values: ReadonlySet<string>): boolean {
  while (node.next()) if (node.field === NodeField.output && values.has(node.text())) return true;
  return false;
}
