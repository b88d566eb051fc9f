import { buildModel, integerAttribute, type NodeParts, rawFloats, tensor, valueInfo } from "./onnxBuilder.js";
import { formulaTensor, TINY_CLASSES } from "./tinyNets.js";

// One network behind several forms of input. The values behind the input have the same names in all of them.

const WIDTH = 4;
const FLOAT32 = 1;
const UINT8 = 2;
/** torchvision's weights of red, green and blue in luminance. */
const LUMA = [0.2989, 0.587, 0.114];
/** Values that all twins have, in forward order. */
export const INPUT_TWIN_VALUES = ["conv1", "relu1", "conv2", "relu2", "gap", "flat", "y"] as const;

export interface TwinInput {
  readonly layout?: "NCHW" | "NHWC";
  /** Names stand for free sides. 16 x 16 unless given. */
  readonly height?: number | string;
  readonly width?: number | string;
  /**
   * `grey` takes one channel; `luma` takes three, of which the first convolution makes luminance; `levels` takes uint8 and
   * `rounded` floats of 0 to 255, which it rounds: both are divided by 255 inside.
   */
  readonly kind?: "colour" | "grey" | "luma" | "levels" | "rounded";
}

/** x -> what the form asks for -> conv1 -> relu1 -> conv2 -> relu2 -> gap -> flat -> y [N, 5]. */
export function inputTwin({
  layout = "NCHW",
  height = 16,
  width = 16,
  kind = "colour",
}: TwinInput = {}): Uint8Array {
  const channels = kind === "grey" ? 1 : 3;
  const before: NodeParts[] = [];
  let from = "x";
  const add = (operator: string, output: string, more: readonly string[] = [], attributes?: Uint8Array[]) => {
    before.push({ operator, inputs: [from, ...more], outputs: [output], attributes });
    from = output;
  };
  if (kind === "levels") add("Cast", "numbers", [], [integerAttribute("to", FLOAT32)]);
  if (kind === "rounded") add("Round", "numbers");
  if (from !== "x") add("Mul", "scaled", ["scale"]);
  if (layout === "NHWC") add("Transpose", "first", [], [integerAttribute("perm", [0, 3, 1, 2])]);
  const pads = integerAttribute("pads", [1, 1, 1, 1]);
  const shape = layout === "NHWC" ? ["n", height, width, channels] : ["n", channels, height, width];
  return buildModel({
    inputs: [valueInfo("x", shape, kind === "levels" ? UINT8 : FLOAT32)],
    outputs: [valueInfo("y", ["n", TINY_CLASSES])],
    nodes: [
      ...before,
      { operator: "Conv", inputs: [from, "conv1.weight"], outputs: ["conv1"], attributes: [pads] },
      { operator: "Relu", inputs: ["conv1"], outputs: ["relu1"] },
      {
        operator: "Conv",
        inputs: ["relu1", "conv2.weight"],
        outputs: ["conv2"],
        attributes: [pads, integerAttribute("strides", [2, 2])],
      },
      { operator: "Relu", inputs: ["conv2"], outputs: ["relu2"] },
      { operator: "GlobalAveragePool", inputs: ["relu2"], outputs: ["gap"] },
      { operator: "Flatten", inputs: ["gap"], outputs: ["flat"] },
      { operator: "Gemm", inputs: ["flat", "fc.weight"], outputs: ["y"] },
    ],
    initialisers: [
      firstWeights(kind),
      formulaTensor("conv2.weight", [WIDTH, WIDTH, 3, 3]),
      formulaTensor("fc.weight", [WIDTH, TINY_CLASSES]),
      tensor("scale", [], rawFloats([1 / 255])),
    ],
  });
}

/** Of `grey` and `luma` the same weights, those of `luma` spread over the colours. */
function firstWeights(kind: TwinInput["kind"]): Uint8Array {
  if (kind !== "grey" && kind !== "luma") return formulaTensor("conv1.weight", [WIDTH, 3, 3, 3]);
  const one = Array.from({ length: WIDTH * 9 }, (_, i) => Math.sin(1 + i * 0.7) / 2);
  if (kind === "grey") return tensor("conv1.weight", [WIDTH, 1, 3, 3], rawFloats(one));
  const spread = Array.from({ length: WIDTH }, (_, channel) =>
    LUMA.flatMap((share) => one.slice(channel * 9, channel * 9 + 9).map((weight) => weight * share)),
  );
  return tensor("conv1.weight", [WIDTH, 3, 3, 3], rawFloats(spread.flat()));
}
