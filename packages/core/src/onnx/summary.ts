import { UnsupportedModelError } from "../errors.js";
import { ElementType, elementTypeName } from "./elementType.js";
import type { OnnxModel } from "./model.js";
import type { ValueInfo } from "./valueInfo.js";

/** The most numbers of one input batch of fixed size, or of one image: 4096 x 4096 pixels in colour. */
const MAX_INPUT_NUMBERS = 3 * 4096 * 4096;

/** The outside of a model: what goes in and what comes out. */
export interface ModelSummary {
  readonly inputName: string;
  /** [N, 3, H, W]; N is -1 when the batch size is free. */
  readonly inputShape: readonly number[];
  readonly inputType: "float32" | "float16";
  readonly outputs: readonly OutputSummary[];
  readonly opset: number;
  readonly irVersion: number;
  /** Program that wrote the file; "" when not said. */
  readonly producer: string;
}

export interface OutputSummary {
  readonly name: string;
  /** -1 for a free axis; undefined when the file does not say. */
  readonly shape: readonly number[] | undefined;
  readonly elementType: string;
}

/**
 * Describes a model and checks that it takes one batch of colour images.
 *
 * @throws {UnsupportedModelError} when the input is anything but one float32 or float16 tensor [N,3,H,W] with fixed
 *   height and width; says what was found.
 */
export function summariseModel(model: OnnxModel): ModelSummary {
  const { inputs, outputs } = model.graph;
  if (inputs.length !== 1) {
    const found = inputs.map((input) => `"${input.name}" ${describeShape(input)}`).join(", ");
    throw new UnsupportedModelError(
      `The model takes ${inputs.length} inputs${found === "" ? "" : ` (${found})`}; it must take one, a batch of images [N,3,H,W].`,
    );
  }
  const [input] = inputs;
  const { elementType, shape } = input;
  if (elementType !== ElementType.float32 && elementType !== ElementType.float16) {
    throw refuseInput(input, "it must be float32 or float16");
  }
  if (shape === undefined || shape.length !== 4)
    throw refuseInput(input, "it must be a batch of images [N,3,H,W]");
  const [batch, channels, height, width] = shape;
  if (batch === 0) throw refuseInput(input, "the batch must have room for an image");
  if (channels !== 3) throw refuseInput(input, "its second axis must be the 3 colour channels, [N,3,H,W]");
  if (height < 1 || width < 1) {
    throw refuseInput(input, "height and width must be fixed; export the network for one image size");
  }
  if (Math.abs(batch) * channels * height * width > MAX_INPUT_NUMBERS) {
    throw refuseInput(input, `at most ${MAX_INPUT_NUMBERS} numbers can go in at once`);
  }
  if (outputs.length === 0) throw new UnsupportedModelError("The model has no output.");
  return {
    inputName: input.name,
    inputShape: [...shape],
    inputType: elementType === ElementType.float32 ? "float32" : "float16",
    outputs: outputs.map((output) => ({
      name: output.name,
      shape: output.shape,
      elementType: elementTypeName(output.elementType),
    })),
    opset: model.opset,
    irVersion: model.irVersion,
    producer: model.producer,
  };
}

function refuseInput(input: ValueInfo, wanted: string): UnsupportedModelError {
  return new UnsupportedModelError(
    `The model's input "${input.name}" is ${describeShape(input)}; ${wanted}.`,
  );
}

function describeShape({ elementType, shape }: ValueInfo): string {
  const axes =
    shape === undefined ? "without a shape" : `[${shape.map((axis) => (axis < 0 ? "?" : axis)).join(",")}]`;
  return `${elementTypeName(elementType)} ${axes}`;
}
