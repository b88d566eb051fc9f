import { OnnxFormatError } from "../errors.js";
import { describeNode, type GraphProto, type OnnxNode } from "./graphProto.js";
import type { TensorHeader } from "./tensor.js";
import type { ValueInfo } from "./valueInfo.js";

/** A graph with its values linked to the nodes that make and read them. */
export interface OnnxGraph {
  /** Nodes so that each comes after those it reads from; the file's order where that allows a choice. */
  readonly nodes: readonly OnnxNode[];
  /** Inputs a caller must give: declared inputs that have no stored value. */
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly initialisers: ReadonlyMap<string, TensorHeader>;
  /** The node that makes a value; inputs and initialisers have none. */
  readonly producers: ReadonlyMap<string, OnnxNode>;
  /** The nodes that read a value, nested graphs included; a value nobody reads is absent. */
  readonly consumers: ReadonlyMap<string, readonly OnnxNode[]>;
  /** What the file declares about inputs, outputs and intermediate values; often only about the first two. */
  readonly declarations: ReadonlyMap<string, ValueInfo>;
}

/**
 * Links a graph and checks that every value has one maker and that no node waits for itself.
 *
 * @throws {OnnxFormatError} naming the node, when it reads a value that nobody makes, makes one that is already there,
 *   or is part of a cycle; and when a graph output is made by nobody.
 */
export function buildGraph(proto: GraphProto): OnnxGraph {
  const initialisers = new Map<string, TensorHeader>();
  for (const tensor of proto.initialisers) {
    if (tensor.name === "")
      throw new OnnxFormatError("The model file is damaged: an initialiser has no name.");
    initialisers.set(tensor.name, tensor);
  }
  const inputs = proto.inputs.filter((input) => !initialisers.has(input.name));
  const sources = new Set([...initialisers.keys(), ...inputs.map((input) => input.name)]);

  const producers = new Map<string, OnnxNode>();
  for (const node of proto.nodes) {
    if (node.operator === "")
      throw new OnnxFormatError(`The model file is damaged: ${describeNode(node)} is not valid.`);
    for (const output of node.outputs) {
      if (output === "") continue;
      if (producers.has(output) || sources.has(output)) {
        throw new OnnxFormatError(
          `The graph makes the value "${output}" twice, the second time in ${describeNode(node)}.`,
        );
      }
      producers.set(output, node);
    }
  }

  const consumers = new Map<string, OnnxNode[]>();
  const reads = new Map<OnnxNode, string[]>();
  for (const node of proto.nodes) {
    const names = [...new Set([...node.inputs.filter((input) => input !== ""), ...capturedValues(node)])];
    reads.set(node, names);
    for (const name of names) {
      if (!producers.has(name) && !sources.has(name)) {
        throw new OnnxFormatError(
          `The graph is incomplete: ${describeNode(node)} reads "${name}", which no node, input or initialiser provides.`,
        );
      }
      const readers = consumers.get(name);
      if (readers === undefined) consumers.set(name, [node]);
      else readers.push(node);
    }
  }
  for (const output of proto.outputs) {
    if (!producers.has(output.name) && !sources.has(output.name)) {
      throw new OnnxFormatError(`The graph is incomplete: nothing makes its output "${output.name}".`);
    }
  }

  const declarations = new Map<string, ValueInfo>();
  for (const info of [...inputs, ...proto.outputs, ...proto.valueInfos]) {
    // An output may be named without its type and declared with it as an intermediate value.
    if (declarations.get(info.name)?.elementType === undefined) declarations.set(info.name, info);
  }
  return {
    nodes: sortNodes(proto.nodes, reads, producers),
    inputs,
    outputs: proto.outputs,
    initialisers,
    producers,
    consumers,
    declarations,
  };
}

/** Values of the surrounding graph that a node's nested graphs read. */
export function capturedValues(node: OnnxNode): string[] {
  const captured: string[] = [];
  for (const attribute of node.attributes) {
    for (const graph of attribute.graphs) {
      const own = new Set<string>();
      for (const input of graph.inputs) own.add(input.name);
      for (const tensor of graph.initialisers) own.add(tensor.name);
      for (const inner of graph.nodes) for (const output of inner.outputs) own.add(output);
      const read = graph.nodes.flatMap((inner) => [...inner.inputs, ...capturedValues(inner)]);
      for (const output of graph.outputs) read.push(output.name);
      for (const name of read) if (name !== "" && !own.has(name)) captured.push(name);
    }
  }
  return captured;
}

/** Depth-first topological order; a file that is in order keeps its order. */
function sortNodes(
  nodes: readonly OnnxNode[],
  reads: ReadonlyMap<OnnxNode, readonly string[]>,
  producers: ReadonlyMap<string, OnnxNode>,
): OnnxNode[] {
  const sorted: OnnxNode[] = [];
  const done = new Set<OnnxNode>();
  const underway = new Set<OnnxNode>();
  // An explicit stack, since a deep network must not overflow the call stack.
  const stack: { readonly node: OnnxNode; readonly names: readonly string[]; next: number }[] = [];
  const enter = (node: OnnxNode) => {
    underway.add(node);
    stack.push({ node, names: reads.get(node) ?? [], next: 0 });
  };
  for (const root of nodes) {
    if (done.has(root)) continue;
    enter(root);
    while (stack.length > 0) {
      const frame = stack[stack.length - 1];
      if (frame.next === frame.names.length) {
        stack.pop();
        underway.delete(frame.node);
        done.add(frame.node);
        sorted.push(frame.node);
        continue;
      }
      const maker = producers.get(frame.names[frame.next++]);
      if (maker === undefined || done.has(maker)) continue;
      if (underway.has(maker))
        throw new OnnxFormatError(`The graph has a cycle through ${describeNode(maker)}.`);
      enter(maker);
    }
  }
  return sorted;
}
