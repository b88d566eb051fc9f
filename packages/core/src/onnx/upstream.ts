import { capturedValues, type OnnxGraph } from "./graph.js";
import type { OnnxNode } from "./graphProto.js";
import { functionKey, type OnnxModel } from "./model.js";
import { valuesOfInput } from "./valueTypes.js";

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

/** Tells whether a node reads what depends on the content of the images, its nested graphs included. */
export function imageReaders(graph: OnnxGraph): (node: OnnxNode) => boolean {
  const ofImage = valuesOfInput(graph);
  for (const { name } of graph.inputs) ofImage.add(name);
  return (node) => [...node.inputs, ...capturedValues(node)].some((value) => ofImage.has(value));
}

/**
 * A node with all that is in it: nodes of its nested graphs, and of the file's own functions that it calls.
 *
 * @param entered functions that were looked into before, which are not again: a file may let each call many others
 */
export function nodesWithin(model: OnnxModel, node: OnnxNode, entered: Set<string>): OnnxNode[] {
  const found: OnnxNode[] = [];
  const open = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    found.push(next);
    for (const { graphs } of next.attributes) {
      for (const { nodes } of graphs) for (const inner of nodes) open.push(inner);
    }
    const key = functionKey(next);
    if (entered.has(key)) continue;
    entered.add(key);
    for (const inner of model.functions.get(key) ?? []) open.push(inner);
  }
  return found;
}
