import { readFile } from "node:fs/promises";
import { CoreError } from "../../packages/core/src/errors.js";
import { probeNetwork } from "../../packages/core/src/inference/probeNetwork.js";
import { withDataBeside } from "../../packages/core/src/modelFolder/dataBeside.js";
import { describeCheckpoints } from "../../packages/core/src/onnx/describeCheckpoints.js";
import { imageNetwork } from "../../packages/core/src/onnx/imageNetwork.js";
import { readModel } from "../../packages/core/src/onnx/model.js";
import { summariseModel } from "../../packages/core/src/onnx/summary.js";

/** What is found out about a network, as the catalogue has it. */
export type Inspection =
  | {
      readonly opset: number;
      readonly producer: string;
      /** As [N,C,H,W], with the order of axes that the network has: `float32 [?,3,16,16] NHWC`. */
      readonly input: string;
      /** Values that can be checkpoints. */
      readonly values: number;
      readonly suggested: readonly string[];
      readonly oneAtATime: boolean;
    }
  | { readonly refused: string };

/**
 * Looks at a network as every command does.
 *
 * @param side height and width in px of its images, where it leaves them open
 */
export async function inspectNetwork(file: string, side?: number): Promise<Inspection> {
  try {
    const { bytes } = await withDataBeside(await readFile(file), file);
    const original = readModel(bytes);
    const { inputShape, inputType, inputLayout } = summariseModel(original);
    const model = imageNetwork(original, side === undefined ? undefined : { height: side, width: side });
    const { shapes, oneAtATime } = await probeNetwork(model);
    const checkpoints = describeCheckpoints(model, shapes);
    return {
      opset: original.opset,
      producer: original.producer,
      input: `${inputType} [${inputShape.map((axis) => (axis < 0 ? "?" : axis)).join(",")}] ${inputLayout}`,
      values: checkpoints.length,
      suggested: checkpoints.filter(({ suggested }) => suggested).map(({ name }) => name),
      oneAtATime: oneAtATime !== null,
    };
  } catch (error) {
    if (error instanceof CoreError) return { refused: error.message };
    throw error;
  }
}
