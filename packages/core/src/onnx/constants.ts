import { attributeOf, type OnnxNode } from "./graphProto.js";
import type { TensorHeader } from "./tensor.js";

/** Where stored numbers are looked up by name: a graph, or a graph and what is nested in one of its nodes. */
export interface StoredValues {
  readonly producers: { get(value: string): OnnxNode | undefined };
  readonly initialisers: { get(value: string): TensorHeader | undefined };
}

/** What the nodes in a node see: their own and those of the graph. */
export function storedWithin(graph: StoredValues, nodes: readonly OnnxNode[]): StoredValues {
  if (nodes.length === 1) return graph;
  const producers = new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const nested = nodes.flatMap(({ attributes }) => attributes.flatMap(({ graphs }) => graphs));
  const initialisers = new Map(
    nested.flatMap((inner) => inner.initialisers.map((tensor) => [tensor.name, tensor] as const)),
  );
  return {
    producers: { get: (value) => producers.get(value) ?? graph.producers.get(value) },
    initialisers: { get: (value) => initialisers.get(value) ?? graph.initialisers.get(value) },
  };
}

/** Whether a value is a small stored tensor of zeros. */
export function isStoredZero(graph: StoredValues, value: string | undefined): boolean {
  const { source, maker } = sourceOf(graph, value ?? "");
  const stored = graph.initialisers.get(source);
  if (stored !== undefined) return stored.isZero;
  if (maker?.operator !== "Constant" || maker.domain !== "") return false;
  return attributeOf(maker, "value")?.tensor?.isZero ?? false;
}

/** Values of a small stored tensor of whole numbers or truth values; undefined for any other value. */
export function storedIntegers(
  graph: StoredValues,
  value: string | undefined,
): readonly number[] | undefined {
  if (value === undefined || value === "") return undefined;
  const { source, maker } = sourceOf(graph, value);
  const stored = graph.initialisers.get(source);
  if (stored !== undefined) return stored.integers;
  if (maker?.operator !== "Constant" || maker.domain !== "") return undefined;
  const single = attributeOf(maker, "value_int")?.integer;
  if (single !== undefined) return [single];
  return attributeOf(maker, "value_ints")?.integers ?? attributeOf(maker, "value")?.tensor?.integers;
}

/** Where a value comes from, but for nodes that hand it on. */
function sourceOf(graph: StoredValues, value: string): { source: string; maker: OnnxNode | undefined } {
  let source = value;
  let maker = graph.producers.get(source);
  while (maker?.operator === "Identity" && maker.domain === "") {
    source = maker.inputs[0];
    maker = graph.producers.get(source);
  }
  return { source, maker };
}

/**
 * Axes that a node works on: an attribute, or from a later operator set on an input. Undefined where none are given, or
 * they are not stored.
 */
export function axesOf(graph: StoredValues, node: OnnxNode): readonly number[] | undefined {
  const attribute = attributeOf(node, "axes");
  if (attribute !== undefined) return attribute.integers;
  return storedIntegers(graph, node.inputs[1]);
}
