import type { OnnxGraph } from "./graph.js";
import type { OnnxNode } from "./graphProto.js";
import { CHANNELS_FIRST, type LayoutRole, layoutRole } from "./layoutOperators.js";
import { valuesOfInput } from "./valueTypes.js";

/** Order of the axes of a value of four axes: N, C, H and W, each once. `NHWC` has the channels last. */
export type Layout = string;

/** What is known of the order of axes in a graph. */
export interface Layouts {
  /** By value. NCHW may be said of a value of another number of axes, where it means nothing. */
  readonly known: ReadonlyMap<string, Layout>;
  /** The node behind which the order is not known, of values that depend on the image and are not in `known`. */
  readonly lost: ReadonlyMap<string, OnnxNode>;
}

/** What one pass learns may tell the next one more; a file that needs more passes keeps some values unknown. */
const MOST_PASSES = 8;

/**
 * Finds out which axis of each value holds channels, height and width: forward from the images and from operators that
 * fix the order, such as Conv, and back from what such operators read. Any order but NCHW is certain to be that of a
 * value of four axes. Where two orders meet, or an unknown one, the result is unknown.
 */
export function inferLayouts(graph: OnnxGraph): Layouts {
  return inferFrom(graph, new Map(graph.inputs.map(({ name }) => [name, CHANNELS_FIRST])));
}

/** Order of the axes of an input, told by what the network does with it alone; undefined where that does not tell. */
export function layoutOfInput(graph: OnnxGraph, input: string): Layout | undefined {
  return inferFrom(graph, new Map()).known.get(input);
}

function inferFrom(graph: OnnxGraph, known: Map<string, Layout>): Layouts {
  const reached = valuesOfInput(graph);
  for (const { name } of graph.inputs) reached.add(name);
  let before = -1;
  for (let pass = 0; pass < MOST_PASSES && known.size !== before; pass++) {
    before = known.size;
    for (const node of graph.nodes) inferOutputs(graph, node, known, reached);
    for (let i = graph.nodes.length - 1; i >= 0; i--) inferInputs(graph, graph.nodes[i], known, reached);
  }
  return { known, lost: lostAt(graph, known, reached) };
}

/** Permutation that brings a value to NCHW; null where it is there, or its order is not known. */
export function toChannelsFirst(layout: Layout | undefined): number[] | null {
  if (layout === undefined || layout === CHANNELS_FIRST) return null;
  return [...CHANNELS_FIRST].map((axis) => layout.indexOf(axis));
}

/** Permutation that brings NCHW to the order of a value; null where that is NCHW, or not known. */
export function fromChannelsFirst(layout: Layout | undefined): number[] | null {
  if (layout === undefined || layout === CHANNELS_FIRST) return null;
  return [...layout].map((axis) => CHANNELS_FIRST.indexOf(axis));
}

function inferOutputs(
  graph: OnnxGraph,
  node: OnnxNode,
  known: Map<string, Layout>,
  reached: ReadonlySet<string>,
): void {
  const role = layoutRole(graph, node);
  if (role === null) return;
  const layout = outputLayout(graph, node, role, known, reached);
  if (layout === undefined) return;
  for (const output of outputsOf(node, role))
    if (output !== "" && !known.has(output)) known.set(output, layout);
}

function outputLayout(
  graph: OnnxGraph,
  node: OnnxNode,
  role: LayoutRole,
  known: ReadonlyMap<string, Layout>,
  reached: ReadonlySet<string>,
): Layout | undefined {
  const layout = known.get(node.inputs[0]);
  switch (role.kind) {
    case "fixes":
      return role.layout;
    case "keeps":
      return layout;
    case "keepsLast":
      return layout?.endsWith("C") ? layout : undefined;
    case "permutes":
      return layout && role.order.map((axis) => layout[axis]).join("");
    case "joins": {
      // Stored numbers are stretched to what they meet, unless they have more axes.
      const stored = node.inputs.map((input) => graph.initialisers.get(input)?.dims.length ?? 0);
      const met = node.inputs.filter((input) => reached.has(input)).map((input) => known.get(input));
      const isOne = met.length > 0 && met.every((other) => other === met[0]);
      return isOne && stored.every((axes) => axes <= CHANNELS_FIRST.length) ? met[0] : undefined;
    }
  }
}

/** The outputs that the role of a node speaks of. */
function outputsOf(node: OnnxNode, role: LayoutRole): readonly string[] {
  return role.kind === "keeps" && role.firstOnly ? node.outputs.slice(0, 1) : node.outputs;
}

/** What a node, and the order of what it gives, say of what it reads. */
function inferInputs(
  graph: OnnxGraph,
  node: OnnxNode,
  known: Map<string, Layout>,
  reached: ReadonlySet<string>,
): void {
  const learn = (input: string, layout: Layout) => {
    if (reached.has(input) && !known.has(input)) known.set(input, layout);
  };
  const role = layoutRole(graph, node);
  const [first] = node.inputs;
  if (role === null || first === undefined) return;
  if (role.kind === "fixes") {
    if (role.readsIt) learn(first, role.layout);
    return;
  }
  const layout = outputsOf(node, role)
    .map((output) => known.get(output))
    .find((found) => found !== undefined);
  if (layout === undefined) return;
  switch (role.kind) {
    case "keeps":
      learn(first, layout);
      return;
    case "keepsLast":
      if (layout.endsWith("C")) learn(first, layout);
      return;
    case "permutes":
      learn(first, [...CHANNELS_FIRST].map((_, axis) => layout[role.order.indexOf(axis)]).join(""));
      return;
    case "joins":
      // One of several operands may have fewer axes. Of that NCHW says nothing, another order would be wrong.
      if (role.isSameRank || layout === CHANNELS_FIRST) for (const input of node.inputs) learn(input, layout);
  }
}

/** For every value of unknown order the node that its way from the images became unknown at. */
function lostAt(
  graph: OnnxGraph,
  known: ReadonlyMap<string, Layout>,
  reached: ReadonlySet<string>,
): Map<string, OnnxNode> {
  const lost = new Map<string, OnnxNode>();
  for (const node of graph.nodes) {
    const cause = node.inputs.map((input) => lost.get(input)).find((found) => found !== undefined) ?? node;
    for (const output of node.outputs) {
      if (reached.has(output) && !known.has(output)) lost.set(output, cause);
    }
  }
  return lost;
}
