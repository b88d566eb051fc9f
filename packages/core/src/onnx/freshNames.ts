import type { OnnxGraph } from "./graph.js";
import type { OnnxNode } from "./graphProto.js";

/** Gives names for new values and nodes that nothing in a graph has yet, values of its nested graphs included. */
export class FreshNames {
  private readonly taken = new Set<string>();

  constructor(graph: OnnxGraph) {
    for (const { name } of [...graph.inputs, ...graph.outputs]) this.taken.add(name);
    for (const name of [...graph.initialisers.keys(), ...graph.declarations.keys()]) this.taken.add(name);
    for (const node of graph.nodes) this.takeNode(node);
  }

  /** The wanted name, numbered where it is taken; it counts as taken from then on. */
  name(wanted: string): string {
    let name = wanted;
    for (let copy = 2; this.taken.has(name); copy++) name = `${wanted}_${copy}`;
    this.taken.add(name);
    return name;
  }

  private takeNode(node: OnnxNode): void {
    this.taken.add(node.name);
    for (const value of [...node.inputs, ...node.outputs]) this.taken.add(value);
    for (const { graphs } of node.attributes) {
      for (const graph of graphs) {
        for (const { name } of [...graph.inputs, ...graph.outputs, ...graph.initialisers])
          this.taken.add(name);
        for (const inner of graph.nodes) this.takeNode(inner);
      }
    }
  }
}
