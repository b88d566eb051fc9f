import type { OnnxGraph } from "./graph.js";
import { attributeOf, type OnnxNode } from "./graphProto.js";

/** Values of a small stored tensor of whole numbers or truth values; undefined for any other value. */
export function storedIntegers(graph: OnnxGraph, value: string | undefined): readonly number[] | undefined {
  if (value === undefined || value === "") return undefined;
  let source = value;
  let maker = graph.producers.get(source);
  while (maker?.operator === "Identity" && maker.domain === "") {
    source = maker.inputs[0];
    maker = graph.producers.get(source);
  }
  const stored = graph.initialisers.get(source);
  if (stored !== undefined) return stored.integers;
  if (maker?.operator !== "Constant" || maker.domain !== "") return undefined;
  const single = attributeOf(maker, "value_int")?.integer;
  if (single !== undefined) return [single];
  return attributeOf(maker, "value_ints")?.integers ?? attributeOf(maker, "value")?.tensor?.integers;
}

/**
 * Axes that a node works on: an attribute, or from a later operator set on an input. Undefined where none are given, or
 * they are not stored.
 */
export function axesOf(graph: OnnxGraph, node: OnnxNode): readonly number[] | undefined {
  const attribute = attributeOf(node, "axes");
  if (attribute !== undefined) return attribute.integers;
  return storedIntegers(graph, node.inputs[1]);
}
