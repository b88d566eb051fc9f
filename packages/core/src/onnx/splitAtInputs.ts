import { capturedValues, type OnnxGraph } from "./graph.js";
import { fieldsOfPart } from "./graphPart.js";
import { GraphField, type OnnxNode } from "./graphProto.js";
import { type OnnxModel, replaceGraph } from "./model.js";
import { type Dimension, encodeTensorInfo, encodeTensorType, encodeValueName } from "./valueInfo.js";
import { inferElementTypes } from "./valueTypes.js";
import { encodeBytes } from "./wire.js";

/** A value made in the head and read in the tail. */
export interface FrontierValue {
  readonly name: string;
  /** TensorProto.DataType. */
  readonly elementType: number;
}

/** A network in two: what does not depend on some of its inputs, and the rest. */
export interface SplitNetwork {
  /** File of the head: takes the network's other inputs, gives the frontier. */
  readonly head: Uint8Array;
  readonly frontier: readonly FrontierValue[];
  /**
   * File of the tail: takes the frontier and the inputs that it was split at, gives the output.
   *
   * @param shapes of frontier values where they are known, -1 for a free axis; others take any shape
   */
  tail(shapes: ReadonlyMap<string, readonly Dimension[]>): Uint8Array;
}

/**
 * Splits a network at some of its inputs: the tail is every node that depends on one of them and that the output needs,
 * the head what the tail reads of the rest. Evaluated for many values of these inputs, the head is computed once.
 *
 * Every value that passes from head to tail belongs to the frontier, so several branches may. Nodes that depend on no
 * input at all, such as shape arithmetic on stored numbers, are part of both where both need them.
 *
 * @param inputs of the graph, such as those of masks
 * @param output a value that the tail is to give
 * @returns null where it cannot be done: the output does not depend on the inputs, the tail reads another input itself,
 *   or the type of a value that passes is not known.
 */
export function splitAtInputs(
  model: OnnxModel,
  inputs: ReadonlySet<string>,
  output: string,
): SplitNetwork | null {
  const { graph } = model;
  const own = dependents(graph, inputs);
  const fed = dependents(graph, new Set(graph.inputs.map(({ name }) => name)));
  const isOwn = (value: string) => own.has(graph.producers.get(value) as OnnxNode);
  if (!isOwn(output)) return null;

  const tail = new Set<OnnxNode>();
  const passing = new Set<string>();
  const others = new Set(graph.inputs.map(({ name }) => name).filter((name) => !inputs.has(name)));
  for (const value of walk(graph, [output], tail, (value) => isPassing(graph, value, own, fed))) {
    if (others.has(value)) return null;
    if (isPassing(graph, value, own, fed)) passing.add(value);
  }
  if (passing.size === 0) return null;

  const types = inferElementTypes(graph);
  const frontier: FrontierValue[] = [];
  for (const name of passing) {
    const elementType = types.get(name);
    if (elementType === undefined) return null;
    frontier.push({ name, elementType });
  }
  const head = new Set<OnnxNode>();
  for (const _ of walk(graph, [...passing], head, () => false));
  const declared = (names: Iterable<string>) =>
    [...names].map((name) =>
      encodeBytes(GraphField.input, graph.declarations.get(name)?.raw ?? encodeValueName(name)),
    );
  return {
    frontier,
    head: replaceGraph(model, [
      ...fieldsOfPart(model, head),
      ...declared(others),
      ...frontier.map(({ name }) => encodeBytes(GraphField.output, encodeValueName(name))),
    ]),
    tail: (shapes) =>
      replaceGraph(model, [
        ...fieldsOfPart(model, tail),
        ...frontier.map(({ name, elementType }) => {
          const shape = shapes.get(name);
          return encodeBytes(
            GraphField.input,
            shape === undefined
              ? encodeTensorType(name, elementType)
              : encodeTensorInfo(name, elementType, shape),
          );
        }),
        ...declared(inputs),
        encodeBytes(GraphField.output, encodeValueName(output)),
      ]),
  };
}

/** Whether a value is made by a node outside the tail that depends on an input. */
function isPassing(
  graph: OnnxGraph,
  value: string,
  own: ReadonlySet<OnnxNode>,
  fed: ReadonlySet<OnnxNode>,
): boolean {
  const maker = graph.producers.get(value);
  return maker !== undefined && !own.has(maker) && fed.has(maker);
}

/** Nodes that depend on one of the values. */
function dependents(graph: OnnxGraph, values: ReadonlySet<string>): Set<OnnxNode> {
  const reached = new Set(values);
  const nodes = new Set<OnnxNode>();
  // The graph's nodes are in topological order.
  for (const node of graph.nodes) {
    if (!readsOf(node).some((value) => reached.has(value))) continue;
    nodes.add(node);
    for (const output of node.outputs) if (output !== "") reached.add(output);
  }
  return nodes;
}

/** Walks from values to their makers, which it collects, and on; gives every value on the way, not going beyond some. */
function* walk(
  graph: OnnxGraph,
  from: readonly string[],
  nodes: Set<OnnxNode>,
  isEnd: (value: string) => boolean,
): Generator<string> {
  const open = [...from];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (value === "") continue;
    yield value;
    const maker = isEnd(value) ? undefined : graph.producers.get(value);
    if (maker === undefined || nodes.has(maker)) continue;
    nodes.add(maker);
    open.push(...readsOf(maker));
  }
}

function readsOf(node: OnnxNode): string[] {
  return [...node.inputs, ...capturedValues(node)];
}
