import { UnsupportedModelError } from "../errors.js";
import { ElementType, elementTypeName } from "./elementType.js";
import type { OnnxGraph } from "./graph.js";
import { layoutOfInput } from "./layout.js";
import { CHANNELS_FIRST, CHANNELS_LAST } from "./layoutOperators.js";
import type { ValueInfo } from "./valueInfo.js";

/** The most numbers of one input batch of fixed size, or of one image: 4096 x 4096 pixels in colour. */
const MAX_INPUT_NUMBERS = 3 * 4096 * 4096;

/** Types of the numbers that a network takes. `uint8` are the levels 0 to 255 of a picture. */
export type InputType = "float32" | "float16" | "uint8";

const INPUT_TYPES: Readonly<Record<number, InputType>> = {
  [ElementType.float32]: "float32",
  [ElementType.float16]: "float16",
  [ElementType.uint8]: "uint8",
};

/** The images that a network takes. */
export interface ImageInput {
  /** Name of the input in the file. */
  readonly name: string;
  /** Order of its axes. */
  readonly layout: "NCHW" | "NHWC";
  /** 3 for colour, 1 for luminance. */
  readonly channels: 1 | 3;
  /** Pixels; -1 where the network leaves it open. */
  readonly height: number;
  readonly width: number;
  readonly elementType: InputType;
  /** Images in a batch; -1 where any number is taken. */
  readonly batch: number;
}

/**
 * Finds out what images a network takes. Channels are the axis of 1 or 3; where both the second and the last axis can be,
 * what the network does with its input decides, and then the usual order [N,C,H,W].
 *
 * @throws {UnsupportedModelError} when it takes anything but one batch of images in colour or grey; says what was found
 *   and what would be right.
 */
export function readImageInput(graph: OnnxGraph): ImageInput {
  const input = onlyInput(graph);
  const { name, shape } = input;
  const elementType = INPUT_TYPES[input.elementType ?? 0];
  if (elementType === undefined) throw refuse(input, "it must be float32, float16 or uint8");
  if (shape?.length !== 4) throw refuse(input, "it must be a batch of images, [N,3,H,W] or [N,H,W,3]");
  const layout = layoutOf(graph, input, shape);
  const [batch, channels, height, width] = [...CHANNELS_FIRST].map((axis) => shape[layout.indexOf(axis)]);
  if (batch === 0) throw refuse(input, "the batch must have room for an image");
  if (height === 0 || width === 0) throw refuse(input, "an image must have pixels");
  const known = channels < 0 ? channelsOfFirstConvolution(graph) : channels;
  if (Math.abs(batch) * known * Math.abs(height) * Math.abs(width) > MAX_INPUT_NUMBERS) {
    throw refuse(input, `at most ${MAX_INPUT_NUMBERS} numbers can go in at once`);
  }
  return { name, layout, channels: known === 1 ? 1 : 3, height, width, elementType, batch };
}

/** For a network that leaves its channels open: those of its first convolution, 3 where that does not tell. */
function channelsOfFirstConvolution(graph: OnnxGraph): number {
  const first = graph.nodes.find(({ operator }) => operator === "Conv");
  const channels = first && graph.initialisers.get(first.inputs[1])?.dims[1];
  return channels === 1 ? 1 : 3;
}

function onlyInput({ inputs }: OnnxGraph): ValueInfo {
  if (inputs.length === 1) return inputs[0];
  const found = inputs.map((input) => `"${input.name}" ${describeShape(input)}`).join(", ");
  if (inputs.length === 0) {
    throw new UnsupportedModelError(
      "The model takes no input; it must take one, a batch of images [N,3,H,W].",
    );
  }
  const images = inputs.filter(({ shape }) => shape?.length === 4);
  const others = images.length === 1 ? inputs.filter((input) => input !== images[0]) : [];
  const which =
    others.length > 0 ? others.map((input) => `"${input.name}"`).join(" and ") : "all others but the image";
  throw new UnsupportedModelError(
    `The model takes ${inputs.length} inputs (${found}); it must take one, a batch of images [N,3,H,W]. Give ${which} a default value (an initialiser of that name), or export the network without.`,
  );
}

/** Order of the axes, with room for 1 or 3 channels. */
function layoutOf(graph: OnnxGraph, input: ValueInfo, shape: readonly number[]): "NCHW" | "NHWC" {
  const canBe = (axis: number) => axis < 0 || axis === 1 || axis === 3;
  const isSaid = (axis: number) => axis === 1 || axis === 3;
  const [, second, , last] = shape;
  if (!canBe(second) && !canBe(last)) {
    const wanted = "one of its axes must be the channels, 3 for colour or 1 for grey";
    throw refuse(input, `${wanted}: [N,3,H,W] or [N,H,W,3]`);
  }
  if (!canBe(last) || (isSaid(second) && !isSaid(last))) return CHANNELS_FIRST;
  if (!canBe(second) || (isSaid(last) && !isSaid(second))) return CHANNELS_LAST;
  return layoutOfInput(graph, input.name) === CHANNELS_LAST ? CHANNELS_LAST : CHANNELS_FIRST;
}

function refuse(input: ValueInfo, wanted: string): UnsupportedModelError {
  return new UnsupportedModelError(
    `The model's input "${input.name}" is ${describeShape(input)}; ${wanted}.`,
  );
}

function describeShape({ elementType, shape }: ValueInfo): string {
  const axes =
    shape === undefined ? "without a shape" : `[${shape.map((axis) => (axis < 0 ? "?" : axis)).join(",")}]`;
  return `${elementTypeName(elementType)} ${axes}`;
}
