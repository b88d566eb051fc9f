/** Base samples in one independently scrambled block; the same rule as that of an analysis. */
const BLOCK_SIZE = 16;
/** Fewer blocks leave too few degrees of freedom for an honest t interval. */
const MIN_BLOCKS = 8;

/** Saltelli's design, or random-order trajectories. */
export type DesignMethod = "sobol" | "shapley";

/** Which design: the same options always give the same rows. */
export interface DesignOptions {
  /** N, base samples. */
  readonly n: number;
  readonly seed: number;
  readonly unscrambled: boolean;
  /** Base samples in a block; a power of two. */
  readonly blockSize?: number;
}

/** 16 base samples in a block where that leaves at least 8 blocks, else the largest power of two that does. */
export function defaultBlockSize(n: number): number {
  let size = BLOCK_SIZE;
  while (size > 1 && n / size < MIN_BLOCKS) size /= 2;
  return size;
}
