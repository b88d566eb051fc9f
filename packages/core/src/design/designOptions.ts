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
