import { UnsupportedModelError } from "../errors.js";
import { elementTypeName } from "./elementType.js";
import { type ImageInput, type InputType, readImageInput } from "./imageInput.js";
import type { OnnxModel } from "./model.js";

/** The outside of a model: what goes in and what comes out. */
export interface ModelSummary {
  readonly inputName: string;
  /** [N, C, H, W] whatever the order of the axes in the network, with 3 channels or 1; -1 for what is left open. */
  readonly inputShape: readonly number[];
  readonly inputType: InputType;
  /** Order of the axes in the network. */
  readonly inputLayout: ImageInput["layout"];
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
 * Describes a model and checks that it takes one batch of images.
 *
 * @throws {UnsupportedModelError} as `readImageInput`, and when the model has no output.
 */
export function summariseModel(model: OnnxModel): ModelSummary {
  const { outputs } = model.graph;
  const { name, batch, channels, height, width, elementType, layout } = readImageInput(model.graph);
  if (outputs.length === 0) throw new UnsupportedModelError("The model has no output.");
  return {
    inputName: name,
    inputShape: [batch, channels, height, width],
    inputType: elementType,
    inputLayout: layout,
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
