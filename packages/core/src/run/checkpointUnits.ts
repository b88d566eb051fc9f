import type { UnitRange } from "../sensitivity/aggregates.js";
import type { CheckpointSpec } from "./runSpec.js";

/** Number of units of a checkpoint: the product of its shape. */
export function unitCount({ shape }: Pick<CheckpointSpec, "shape">): number {
  return shape.reduce((product, n) => product * n, 1);
}

/** Unit ranges whose indices are also reported together: every channel, then the whole checkpoint. */
export function aggregatesOf(checkpoint: CheckpointSpec): UnitRange[] {
  const units = unitCount(checkpoint);
  const channels = checkpoint.shape[0];
  const area = units / channels;
  const perChannel = Array.from({ length: channels }, (_, c) => ({ first: c * area, count: area }));
  return [...perChannel, { first: 0, count: units }];
}

/** Channel, y and x of a unit; y and x are 0 where the checkpoint is a vector. */
export function unitPosition(
  unit: number,
  { shape }: CheckpointSpec,
): { channel: number; y: number; x: number } {
  const [, height = 1, width = 1] = shape;
  const area = height * width;
  return { channel: Math.floor(unit / area), y: Math.floor((unit % area) / width), x: unit % width };
}
