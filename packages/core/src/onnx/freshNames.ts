import type { OnnxGraph } from "./graph.js";
import type { GraphProto, OnnxNode } from "./graphProto.js";

/**
 * Gives names for new values and nodes that nothing in a graph has yet, its nested graphs included. Values and nodes have
 * names apart from each other: many files name a node after the value it makes.
 */
export class FreshNames {
  private readonly values = new Set<string>();
  private readonly nodes = new Set<string>();

  constructor(graph: OnnxGraph) {
    for (const { name } of [...graph.inputs, ...graph.outputs]) this.values.add(name);
    for (const name of [...graph.initialisers.keys(), ...graph.declarations.keys()]) this.values.add(name);
    for (const node of graph.nodes) this.takeNode(node);
  }

  /** The wanted name of a value, numbered where it is taken; it counts as taken from then on. */
  value(wanted: string): string {
    return fresh(wanted, this.values);
  }

  /** The same for the name of a node. */
  node(wanted: string): string {
    return fresh(wanted, this.nodes);
  }

  private takeNode(node: OnnxNode): void {
    this.nodes.add(node.name);
    for (const value of [...node.inputs, ...node.outputs]) this.values.add(value);
    for (const { graphs } of node.attributes) for (const graph of graphs) this.takeGraph(graph);
  }

  private takeGraph({ inputs, outputs, initialisers, valueInfos, nodes }: GraphProto): void {
    for (const { name } of [...inputs, ...outputs, ...initialisers, ...valueInfos]) this.values.add(name);
    for (const node of nodes) this.takeNode(node);
  }
}

function fresh(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let copy = 2; taken.has(name); copy++) name = `${wanted}_${copy}`;
  taken.add(name);
  return name;
}
