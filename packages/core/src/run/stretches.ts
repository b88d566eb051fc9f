import { blockCount, type MethodPlan } from "./method.js";

/** Consecutive base samples of one block that a thread evaluates in one go. */
export interface Stretch {
  readonly block: number;
  /** Base samples `first` to `end` - 1. */
  readonly first: number;
  readonly end: number;
  readonly startsBlock: boolean;
  readonly endsBlock: boolean;
}

/** Rows of a stretch where base samples have few: enough for whole batches. */
const LEAST_ROWS = 20;

type Size = Pick<MethodPlan, "baseSamples" | "blockSize" | "evaluationsPerBaseSample">;

/** Most base samples of a stretch. */
export function stretchLength({ blockSize, evaluationsPerBaseSample }: Omit<Size, "baseSamples">): number {
  return Math.max(1, Math.min(blockSize, Math.floor(LEAST_ROWS / evaluationsPerBaseSample)));
}

/** The stretches of blocks `firstBlock` on, in order. They depend on the plan alone, and with them the batches. */
export function stretchesFrom(firstBlock: number, plan: Size): Stretch[] {
  const { baseSamples, blockSize } = plan;
  const length = stretchLength(plan);
  const stretches: Stretch[] = [];
  for (let block = firstBlock; block < blockCount(plan); block++) {
    const start = block * blockSize;
    const stop = Math.min(start + blockSize, baseSamples);
    for (let first = start; first < stop; first += length) {
      const end = Math.min(first + length, stop);
      stretches.push({ block, first, end, startsBlock: first === start, endsBlock: end === stop });
    }
  }
  return stretches;
}
