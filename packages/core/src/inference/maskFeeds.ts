import { Tensor } from "onnxruntime-node";
import { RunSpecError, ShapeError } from "../errors.js";
import { floatTensor } from "./floatTensor.js";

/** Multipliers by ONNX value name: one float a unit, [C, H, W] or [C] flattened. */
export type MaskValues = ReadonlyMap<string, Float32Array>;

/** Turns masks into what the runtime is fed; a masked value without a mask is multiplied by ones. */
export class MaskFeeds {
  private readonly ones = new Map<string, Tensor>();

  /**
   * @param shapes per masked value the shape for one image
   * @param inputs per masked value the graph input of its mask
   */
  constructor(
    private readonly shapes: ReadonlyMap<string, readonly number[]>,
    private readonly inputs: ReadonlyMap<string, string>,
  ) {
    for (const [tensor, shape] of shapes) {
      const units = shape.reduce((product, axis) => product * axis, 1);
      this.ones.set(tensor, new Tensor("float32", new Float32Array(units).fill(1), [1, ...shape]));
    }
  }

  /**
   * Graph inputs of all masks.
   *
   * @throws {RunSpecError} for a value the session was not opened to mask.
   * @throws {ShapeError} when a mask does not have one number a unit.
   */
  feeds(masks: MaskValues): Record<string, Tensor> {
    for (const tensor of masks.keys()) {
      if (this.shapes.has(tensor)) continue;
      const known = [...this.shapes.keys()].join(", ") || "none";
      throw new RunSpecError(
        `${tensor}: has a mask, but the session was opened to mask ${known}.`,
        "checkpoints",
      );
    }
    const feeds: Record<string, Tensor> = {};
    for (const [tensor, ones] of this.ones) {
      const values = masks.get(tensor);
      const input = this.inputs.get(tensor);
      if (input === undefined) throw new Error(`${tensor} has no mask input.`);
      if (values !== undefined && values.length !== ones.size) {
        throw new ShapeError(
          `The mask of ${tensor} holds ${values.length} numbers; its shape [${this.shapes.get(tensor)}] has ${ones.size}.`,
        );
      }
      feeds[input] = values === undefined ? ones : floatTensor(values, ones.dims);
    }
    return feeds;
  }
}
