import { buildModel, integerAttribute, type NodeParts, rawFloats, tensor, valueInfo } from "./onnxBuilder.js";
import { formulaTensor, TINY_CLASSES, TINY_SIDE } from "./tinyNets.js";

// One network as PyTorch writes it and as tf2onnx does: the second holds its maps with the channels last and turns them
// around every operator that wants them first. The numbers are the same, and the names of values.

const WIDTH = 6;
/** Maps whose values both networks have, in forward order. */
export const TWIN_MAPS = ["conv1", "relu1", "pool", "conv2", "sum", "relu2"] as const;

/** Channels, height and width of a map. */
export function twinShape(name: (typeof TWIN_MAPS)[number]): number[] {
  const side = name === "conv1" || name === "relu1" ? TINY_SIDE : TINY_SIDE / 2;
  return [WIDTH, side, side];
}

export function twinNet(layout: "NCHW" | "NHWC"): Uint8Array {
  const isLast = layout === "NHWC";
  const nodes: NodeParts[] = [];
  /** A node that reads and gives maps with their channels first. */
  const mapped = (
    output: string,
    from: string,
    weights: readonly string[],
    node: Omit<NodeParts, "inputs" | "outputs">,
  ) => {
    if (!isLast)
      return void nodes.push({ ...node, inputs: [from, ...weights], outputs: [output], name: output });
    nodes.push(
      turned(from, `${output}/in`, [0, 3, 1, 2]),
      { ...node, inputs: [`${output}/in`, ...weights], outputs: [`${output}/out`], name: output },
      turned(`${output}/out`, output, [0, 2, 3, 1]),
    );
  };
  const conv = { operator: "Conv", attributes: [integerAttribute("pads", [1, 1, 1, 1])] };
  if (isLast) nodes.push(turned("x", "x last", [0, 2, 3, 1]));
  mapped("conv1", isLast ? "x last" : "x", ["conv1.weight"], conv);
  nodes.push({ operator: "Relu", inputs: ["conv1"], outputs: ["relu1"], name: "relu1" });
  mapped("pool", "relu1", [], {
    operator: "MaxPool",
    attributes: [integerAttribute("kernel_shape", [2, 2]), integerAttribute("strides", [2, 2])],
  });
  mapped("conv2", "pool", ["conv2.weight"], conv);
  nodes.push(
    { operator: "Add", inputs: ["conv2", "shift"], outputs: ["sum"], name: "sum" },
    { operator: "Relu", inputs: ["sum"], outputs: ["relu2"], name: "relu2" },
    {
      operator: "ReduceMean",
      inputs: ["relu2"],
      outputs: ["gap"],
      name: "gap",
      attributes: [integerAttribute("axes", isLast ? [1, 2] : [2, 3]), integerAttribute("keepdims", 0)],
    },
    { operator: "MatMul", inputs: ["gap", "fc.weight"], outputs: ["y"], name: "fc" },
  );
  const shift = Array.from({ length: WIDTH }, (_, channel) => (channel - 2) / 4);
  return buildModel({
    nodes,
    inputs: [valueInfo("x", ["n", 3, TINY_SIDE, TINY_SIDE])],
    outputs: [valueInfo("y", ["n", TINY_CLASSES])],
    initialisers: [
      formulaTensor("conv1.weight", [WIDTH, 3, 3, 3]),
      formulaTensor("conv2.weight", [WIDTH, WIDTH, 3, 3]),
      formulaTensor("fc.weight", [WIDTH, TINY_CLASSES]),
      tensor("shift", isLast ? [WIDTH] : [WIDTH, 1, 1], rawFloats(shift)),
    ],
  });
}

function turned(from: string, to: string, perm: readonly number[]): NodeParts {
  return {
    operator: "Transpose",
    inputs: [from],
    outputs: [to],
    name: `turn ${to}`,
    attributes: [integerAttribute("perm", perm)],
  };
}
