import type { Factor } from "../factor.js";
import type { Estimate } from "../sensitivity/blockEstimates.js";
import type { ActivationRow } from "../sensitivity/sobolBlock.js";
import type { Evaluation } from "./decodeRow.js";
import type { IndexMapResult } from "./runResult.js";
import type { CheckpointSpec } from "./runSpec.js";

/** Sums of one block of base samples at one checkpoint. */
export interface MethodBlock {
  /**
   * Adds base samples `first`, `first` + 1 .. in order: for each one row of U activations for each of its evaluations,
   * in their order. The same bits however many come at once.
   */
  pushSamples(samples: readonly (readonly ActivationRow[])[], first: number): void;
  /** Everything the block knows, in one array that another thread can go on with. */
  readonly data: Float64Array;
}

/** What has been merged so far at one checkpoint. */
export interface MethodAccumulator {
  /** Adds the data of the next block; the order of blocks defines the bits. */
  merge(block: Float64Array): void;
  /** All that merging changes. */
  readonly data: Float64Array;
  /** Bytes from which the plan restores the accumulator: those before its data, and a view of that. */
  stateParts(): readonly [Uint8Array, Uint8Array];
  /** The index maps of what is merged so far. */
  maps(): IndexMapResult[];
  /** Those of the maps that a target half width is about, on a scale of their own: values and half widths alone. */
  indices(): readonly Estimate[];
}

/**
 * A method of sensitivity analysis as the run sees it: base samples that are evaluated together, blocks of them that
 * are summed by one thread, and accumulators that blocks are merged into.
 */
export interface MethodPlan {
  readonly factors: readonly Factor[];
  readonly baseSamples: number;
  /** Base samples in a block; the last block may be shorter. */
  readonly blockSize: number;
  readonly evaluationsPerBaseSample: number;
  /** The evaluations of base sample `index`, from the index alone. */
  evaluations(index: number): readonly Evaluation[];
  /**
   * @param pilot (U) values near the units' means that sums are shifted by; one for the whole run.
   * @param data of the block so far, zeros at its beginning; new memory when left out.
   */
  block(checkpoint: CheckpointSpec, pilot: Float64Array, data?: Float64Array): MethodBlock;
  /** @param data what merging changes: that of the blocks so far, or zeros; new memory when left out. */
  accumulator(checkpoint: CheckpointSpec, pilot: Float64Array, data?: Float64Array): MethodAccumulator;
  /**
   * @param into memory for what merging changes.
   * @throws {StateFormatError} when the bytes are not of this plan.
   */
  restore(
    checkpoint: CheckpointSpec,
    pilot: Float64Array,
    state: Uint8Array,
    into: Float64Array,
  ): MethodAccumulator;
  /** Adds what takes the maps of all checkpoints together. */
  complete?(maps: readonly IndexMapResult[]): readonly IndexMapResult[];
}

/** Number of blocks that the base samples are cut into. */
export function blockCount({
  baseSamples,
  blockSize,
}: Pick<MethodPlan, "baseSamples" | "blockSize">): number {
  return Math.ceil(baseSamples / blockSize);
}
