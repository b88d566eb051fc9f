import {
  buildModel,
  integerAttribute,
  type ModelParts,
  type NodeParts,
  rawFloats,
  tensor,
  valueInfo,
} from "./onnxBuilder.js";

// Networks of a few kilobytes on images of 16 x 16: a convolution, something in the middle, and a classifier.

export const TINY_SIDE = 16;
export const TINY_WIDTH = 4;
export const TINY_CLASSES = 5;

/** What stands between the values `relu` and `mid`, both [N, 4, 16, 16] unless the middle changes it. */
export interface TinyMiddle extends Pick<ModelParts, "initialisers" | "moreInModel"> {
  readonly nodes: readonly NodeParts[];
  readonly opset?: number;
  /** Free unless given. */
  readonly batch?: number;
  /** Outputs besides `y`. */
  readonly outputs?: readonly Uint8Array[];
}

/** x -> conv -> relu -> middle -> gap -> flat -> y [N, 5]; values have these names, nodes too. */
export function tinyNet({ nodes, opset = 17, batch, outputs = [], ...more }: TinyMiddle): Uint8Array {
  const axis = batch ?? "n";
  return buildModel({
    opset,
    inputs: [valueInfo("x", [axis, 3, TINY_SIDE, TINY_SIDE])],
    outputs: [valueInfo("y", [axis, TINY_CLASSES]), ...outputs],
    nodes: [
      {
        operator: "Conv",
        inputs: ["x", "conv.weight", "conv.bias"],
        outputs: ["conv"],
        name: "conv",
        attributes: [integerAttribute("pads", [1, 1, 1, 1])],
      },
      { operator: "Relu", inputs: ["conv"], outputs: ["relu"], name: "relu" },
      ...nodes,
      { operator: "GlobalAveragePool", inputs: ["mid"], outputs: ["gap"], name: "gap" },
      { operator: "Flatten", inputs: ["gap"], outputs: ["flat"], name: "flat" },
      { operator: "Gemm", inputs: ["flat", "fc.weight"], outputs: ["y"], name: "fc" },
    ],
    ...more,
    initialisers: [
      formulaTensor("conv.weight", [TINY_WIDTH, 3, 3, 3]),
      formulaTensor("conv.bias", [TINY_WIDTH]),
      formulaTensor("fc.weight", [TINY_WIDTH, TINY_CLASSES]),
      ...(more.initialisers ?? []),
    ],
  });
}

/** A network that quantises by the range of all its numbers, and back. */
export function dynamicallyQuantisedNet(batch?: number): Uint8Array {
  return tinyNet({
    batch,
    nodes: [
      {
        operator: "DynamicQuantizeLinear",
        inputs: ["relu"],
        outputs: ["q", "scale", "zero"],
        name: "quantise",
      },
      { operator: "DequantizeLinear", inputs: ["q", "scale", "zero"], outputs: ["mid"] },
    ],
  });
}

/** A network that takes the mean over the batch off, in a node without a name. */
export function batchMeanNet(batch?: number): Uint8Array {
  return tinyNet({
    batch,
    nodes: [
      {
        operator: "ReduceMean",
        inputs: ["relu"],
        outputs: ["batch mean"],
        attributes: [integerAttribute("axes", [0])],
      },
      { operator: "Sub", inputs: ["relu", "batch mean"], outputs: ["mid"] },
    ],
  });
}

/** A tensor of numbers from -1 to 1 that follow from its name and their places. */
export function formulaTensor(name: string, dims: readonly number[]): Uint8Array {
  const stream = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65_521, 7);
  const count = dims.reduce((product, axis) => product * axis, 1);
  const numbers = Array.from({ length: count }, (_, i) => 2 * noise(i, stream) - 1);
  return tensor(name, dims, rawFloats(numbers));
}

/** Images of noise, (count, 3, 16, 16): the later the wider their range. */
export function tinyImages(count: number): Float32Array {
  const size = 3 * TINY_SIDE ** 2;
  return Float32Array.from({ length: count * size }, (_, i) => {
    const image = Math.floor(i / size);
    return (1 + image) * (2 * noise(i, 77) - 0.7);
  });
}

/** From 0 to 1, without a pattern; of its own, so that tests do not rest on what they test. */
function noise(index: number, stream: number): number {
  let h = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca77);
  h = Math.imul(h ^ (h >>> 16), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 13), 0x297a2d39);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}
