import { axesOf } from "./constants.js";
import type { OnnxGraph } from "./graph.js";
import { attributeOf, type OnnxNode } from "./graphProto.js";

/** Axes as a network gets its images. */
export const CHANNELS_FIRST = "NCHW";
/** Axes as TensorFlow holds images. */
export const CHANNELS_LAST = "NHWC";

/** What an operator does to the order of the axes of its first input, or of all. */
export type LayoutRole =
  /** Reads and gives a certain order. */
  | { readonly kind: "fixes"; readonly layout: string; readonly readsIt: boolean }
  /** Every output, or only the first, has the order and the number of axes of the first input. */
  | { readonly kind: "keeps"; readonly firstOnly?: true }
  /** The same, where the channels are the last axis. */
  | { readonly kind: "keepsLast" }
  | { readonly kind: "permutes"; readonly order: readonly number[] }
  /** All inputs meet axis by axis; `isSameRank` where they must all have as many. */
  | { readonly kind: "joins"; readonly isSameRank: boolean };

/** Operators defined on [N, C, ...], which they read and give. */
const CHANNEL_READERS = new Set([
  "Conv",
  "ConvTranspose",
  "ConvInteger",
  "QLinearConv",
  "DeformConv",
  "MaxPool",
  "AveragePool",
  "LpPool",
  "GlobalMaxPool",
  "GlobalAveragePool",
  "GlobalLpPool",
  "MaxUnpool",
  "BatchNormalization",
  "InstanceNormalization",
  "GroupNormalization",
  "LRN",
  "DepthToSpace",
  "SpaceToDepth",
  "GridSample",
  "RoiAlign",
  "MaxRoiPool",
]);

const KEEPERS = new Set([
  ...["Abs", "Acos", "Asin", "Atan", "Ceil", "Cos", "Erf", "Exp", "Floor", "Log", "Neg", "Not", "Reciprocal"],
  ...[
    "Round",
    "Sign",
    "Sin",
    "Sqrt",
    "Tan",
    "Tanh",
    "IsNaN",
    "IsInf",
    "Identity",
    "Dropout",
    "Cast",
    "CastLike",
  ],
  ...["Relu", "LeakyRelu", "ThresholdedRelu", "Elu", "Selu", "Celu", "Gelu", "Clip", "Shrink", "Sigmoid"],
  ...[
    "HardSigmoid",
    "HardSwish",
    "Mish",
    "Softplus",
    "Softsign",
    "Swish",
    "Softmax",
    "LogSoftmax",
    "Hardmax",
  ],
  ...["QuantizeLinear", "DequantizeLinear", "LayerNormalization", "RMSNormalization", "LpNormalization"],
  ...[
    "MeanVarianceNormalization",
    "CumSum",
    "Resize",
    "Upsample",
    "Pad",
    "Slice",
    "Split",
    "TopK",
    "Bernoulli",
  ],
]);
/** The same, of other domains. */
const OTHER_KEEPERS = new Set(["Gelu", "FastGelu", "QuickGelu", "QLinearSigmoid", "QLinearLeakyRelu"]);

const JOINS = new Set([
  ...["Add", "Sub", "Mul", "Div", "Pow", "Mod", "Max", "Min", "Sum", "Mean", "PRelu", "Where"],
  ...["Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "And", "Or", "Xor"],
]);

const REDUCTION = /^Reduce|^Arg(Max|Min)$/;

/** The role of a node; null where its result has another order, or one that is not known. */
export function layoutRole(graph: OnnxGraph, node: OnnxNode): LayoutRole | null {
  const { operator, inputs } = node;
  if (node.domain !== "") return otherRole(operator);
  if (CHANNEL_READERS.has(operator)) return { kind: "fixes", layout: CHANNELS_FIRST, readsIt: true };
  if (KEEPERS.has(operator)) return { kind: "keeps" };
  if (JOINS.has(operator)) return { kind: "joins", isSameRank: false };
  if (REDUCTION.test(operator)) {
    return attributeOf(node, "keepdims")?.integer === 0 ? null : { kind: "keeps" };
  }
  switch (operator) {
    case "DynamicQuantizeLinear":
      return { kind: "keeps", firstOnly: true };
    case "Concat":
      return { kind: "joins", isSameRank: true };
    case "Transpose": {
      const order = attributeOf(node, "perm")?.integers ?? [];
      return isPermutation(order) ? { kind: "permutes", order } : null;
    }
    case "Gather":
      // A list of positions keeps its axis, a single one does away with it.
      return graph.initialisers.get(inputs[1])?.dims.length === 1 ? { kind: "keeps" } : null;
    case "MatMul":
      return graph.initialisers.get(inputs[1])?.dims.length === 2 ? { kind: "keepsLast" } : null;
    case "Unsqueeze":
      // [N, C] becomes [N, C, 1, 1].
      return axesOf(graph, node)?.join() === "2,3"
        ? { kind: "fixes", layout: CHANNELS_FIRST, readsIt: false }
        : null;
    default:
      return null;
  }
}

function otherRole(operator: string): LayoutRole | null {
  if (operator === "FusedConv") return { kind: "fixes", layout: CHANNELS_FIRST, readsIt: true };
  if (operator === "NhwcMaxPool" || operator === "NhwcFusedConv" || operator === "NhwcConv") {
    return { kind: "fixes", layout: CHANNELS_LAST, readsIt: true };
  }
  return OTHER_KEEPERS.has(operator) ? { kind: "keeps" } : null;
}

function isPermutation(order: readonly number[]): boolean {
  return order.length === CHANNELS_FIRST.length && [...order].sort().join() === "0,1,2,3";
}
