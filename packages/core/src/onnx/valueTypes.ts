import { ElementType } from "./elementType.js";
import type { OnnxGraph } from "./graph.js";
import { attributeOf, type OnnxNode } from "./graphProto.js";

const INTEGER_RESULTS = new Set(["Shape", "Size", "ArgMax", "ArgMin", "NonZero", "NonMaxSuppression"]);
const BOOLEAN_RESULTS = new Set([
  "Equal",
  "Greater",
  "GreaterOrEqual",
  "Less",
  "LessOrEqual",
  "And",
  "Or",
  "Not",
  "Xor",
  "IsNaN",
  "IsInf",
]);
/** Operators whose result has the type of another input than the first. */
const TYPE_FROM_INPUT: Readonly<Record<string, number>> = {
  Where: 1,
  CastLike: 1,
  DequantizeLinear: 1,
  OneHot: 2,
  QuantizeLinear: 2,
  QLinearConv: 7,
  QLinearMatMul: 7,
};
/** Second outputs that are no activations: positions and masks. */
const SECOND_OUTPUT: Readonly<Record<string, number>> = {
  MaxPool: ElementType.int64,
  TopK: ElementType.int64,
  Unique: ElementType.int64,
  Dropout: ElementType.bool,
};
/** Operators that read the shape of their input and not its content. */
const SHAPE_READERS = new Set(["Shape", "Size", "RandomNormalLike", "RandomUniformLike", "EyeLike"]);
/** Operators whose results cannot be told from their inputs, or are no tensors. */
const OPAQUE_OPERATORS = new Set([
  "If",
  "Loop",
  "Scan",
  "SequenceMap",
  "SequenceConstruct",
  "SequenceEmpty",
  "SequenceInsert",
  "SequenceErase",
  "SequenceAt",
  "SplitToSequence",
  "ConcatFromSequence",
  "Optional",
  "OptionalGetElement",
]);

/**
 * Element types (TensorProto.DataType) of the values of a graph, from what the file declares and what the operators
 * do. A value whose type cannot be told is absent: results of If, Loop, Scan and sequence operators, of operators of other
 * domains and of the file's own functions. The runtime knows it.
 */
export function inferElementTypes(graph: OnnxGraph): Map<string, number> {
  const types = new Map<string, number>();
  for (const [name, tensor] of graph.initialisers) types.set(name, tensor.elementType);
  for (const [name, info] of graph.declarations) {
    if (info.elementType !== undefined) types.set(name, info.elementType);
  }
  for (const node of graph.nodes) {
    node.outputs.forEach((output, index) => {
      if (output === "" || types.has(output)) return;
      const type = resultType(node, index, types);
      if (type !== undefined) types.set(output, type);
    });
  }
  return types;
}

/**
 * Names of the values that depend on the content of the graph's inputs, and not on their shape alone: everything that
 * can carry an activation.
 */
export function valuesOfInput(graph: OnnxGraph): Set<string> {
  const reached = new Set(graph.inputs.map((input) => input.name));
  for (const node of graph.nodes) {
    if (node.domain === "" && SHAPE_READERS.has(node.operator)) continue;
    const nested = node.attributes.some((attribute) => attribute.graphs.length > 0);
    if (!nested && !node.inputs.some((input) => reached.has(input))) continue;
    for (const output of node.outputs) if (output !== "") reached.add(output);
  }
  for (const input of graph.inputs) reached.delete(input.name);
  return reached;
}

function resultType(node: OnnxNode, output: number, types: ReadonlyMap<string, number>): number | undefined {
  if (node.domain !== "" || OPAQUE_OPERATORS.has(node.operator)) return undefined;
  const { operator } = node;
  if (output === 1 && SECOND_OUTPUT[operator] !== undefined) return SECOND_OUTPUT[operator];
  if (INTEGER_RESULTS.has(operator)) return ElementType.int64;
  if (BOOLEAN_RESULTS.has(operator)) return ElementType.bool;
  switch (operator) {
    case "Cast":
    case "EyeLike":
    case "RandomNormal":
    case "RandomUniform":
      return attributeOf(node, operator === "Cast" ? "to" : "dtype")?.integer ?? ElementType.float32;
    case "Constant":
      return constantType(node);
    case "ConstantOfShape":
      return attributeOf(node, "value")?.tensor?.elementType ?? ElementType.float32;
    case "ConvInteger":
    case "MatMulInteger":
      return ElementType.int32;
    case "DynamicQuantizeLinear":
      return output === 1 ? ElementType.float32 : ElementType.uint8;
    case "QuantizeLinear":
      // From opset 21 on an attribute may say it where no zero point does.
      if ((node.inputs[2] ?? "") === "")
        return attributeOf(node, "output_dtype")?.integer || ElementType.uint8;
      break;
    case "DequantizeLinear": {
      const asked = attributeOf(node, "output_dtype")?.integer;
      if (asked) return asked;
    }
  }
  return types.get(node.inputs[TYPE_FROM_INPUT[operator] ?? 0] ?? "");
}

function constantType(node: OnnxNode): number | undefined {
  const tensor = attributeOf(node, "value")?.tensor;
  if (tensor !== undefined) return tensor.elementType;
  for (const { name } of node.attributes) {
    if (name === "value_float" || name === "value_floats") return ElementType.float32;
    if (name === "value_int" || name === "value_ints") return ElementType.int64;
    if (name === "value_string" || name === "value_strings") return ElementType.string;
  }
  return undefined;
}
