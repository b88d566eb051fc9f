import { SaltelliDesign } from "../sensitivity/saltelliDesign.js";
import type { SobolLayout } from "../sensitivity/sobolBlock.js";
import { inputSpace } from "./inputSpace.js";
import { type CheckpointSpec, factorCount, type RunSpec } from "./runSpec.js";

/** Number of units of a checkpoint: the product of its shape. */
export function unitCount(checkpoint: CheckpointSpec): number {
  return checkpoint.shape.reduce((product, n) => product * n, 1);
}

/** Number of blocks that the base sample is cut into; the last one may be shorter. */
export function blockCount(spec: RunSpec): number {
  return Math.ceil(spec.baseSamples / spec.blockSize);
}

/** Shape of the sums of one checkpoint. */
export function layoutOf(spec: RunSpec, checkpoint: CheckpointSpec): SobolLayout {
  return { factors: factorCount(spec), secondOrder: spec.secondOrder, units: unitCount(checkpoint) };
}

/** The rows of the run: independently scrambled blocks keyed by the seed. */
export function designOf(spec: RunSpec): SaltelliDesign {
  const { columns, groups } = inputSpace(spec);
  const { secondOrder, seed, blockSize } = spec;
  return new SaltelliDesign({ columns, groups, secondOrder, sampling: { kind: "scrambled", seed, blockSize } });
}

/** Unit ranges whose indices are also reported together: every channel, then the whole checkpoint. */
export function aggregatesOf(checkpoint: CheckpointSpec): { first: number; count: number }[] {
  const units = unitCount(checkpoint);
  const channels = checkpoint.shape[0];
  const area = units / channels;
  const perChannel = Array.from({ length: channels }, (_, c) => ({ first: c * area, count: area }));
  return [...perChannel, { first: 0, count: units }];
}
