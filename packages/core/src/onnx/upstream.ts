import { capturedValues, type OnnxGraph } from "./graph.js";
import type { OnnxNode } from "./graphProto.js";
import { functionKey, type OnnxModel } from "./model.js";

/**
 * Nodes that some values are computed by, in forward order.
 *
 * @param ends values whose makers, and what comes before them, are left out
 */
export function upstreamNodes(
  graph: OnnxGraph,
  values: Iterable<string>,
  ends: ReadonlySet<string> = new Set(),
): OnnxNode[] {
  const found = new Set<OnnxNode>();
  const open = [...values];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    const maker = ends.has(value) ? undefined : graph.producers.get(value);
    if (maker === undefined || found.has(maker)) continue;
    found.add(maker);
    open.push(...maker.inputs, ...capturedValues(maker));
  }
  return graph.nodes.filter((node) => found.has(node));
}

/** A node with all that is in it: nodes of its nested graphs, and of the file's own function that it calls. */
export function nodesWithin(
  model: OnnxModel,
  node: OnnxNode,
  entered: ReadonlySet<string> = new Set(),
): OnnxNode[] {
  const nested = node.attributes.flatMap(({ graphs }) => graphs.flatMap(({ nodes }) => nodes));
  const key = functionKey(node);
  // A function that calls itself is none of ONNX's; the file may hold one all the same.
  const called = entered.has(key) ? [] : (model.functions.get(key) ?? []);
  const within = (nodes: readonly OnnxNode[], seen: ReadonlySet<string>) =>
    nodes.flatMap((inner) => nodesWithin(model, inner, seen));
  return [node, ...within(nested, entered), ...within(called, new Set([...entered, key]))];
}
