import type { ExecutionProvider } from "../inference/executionProvider.js";
import type { ImageEntry } from "./ports.js";
import type { RunSpec } from "./runSpec.js";

/** Parts that the pilot is added up from, so that threads share the work and the bits do not depend on their number. */
export const PILOT_PARTS = 4;

/** What a thread that evaluates blocks is started with. */
export interface BlockInit {
  readonly spec: RunSpec;
  readonly entries: readonly ImageEntry[];
  /** The model with its checkpoints exposed as outputs, in memory that threads share. */
  readonly model: Uint8Array;
  readonly cacheBytes: number;
  readonly executionProvider?: ExecutionProvider;
}

export type BlockTask =
  /** A part of the mean activations of the first base samples, which every accumulator is shifted by. */
  | { readonly kind: "pilot"; readonly part: number }
  /** Hands the means over; comes before the first block. */
  | { readonly kind: "pilotValues"; readonly pilots: readonly Float64Array[] }
  /** The sums of one block of base samples, in the buffers of an earlier block if there are any. */
  | { readonly kind: "block"; readonly block: number; readonly buffers?: readonly Float64Array[] };

/** Results by the kind of task. */
export type BlockResult =
  | { readonly kind: "pilot"; readonly parts: readonly Float64Array[] }
  | { readonly kind: "pilotValues" }
  | BlockSums;

/** Sums per checkpoint, and how many of the block's rows needed no inference. */
export interface BlockSums {
  readonly kind: "block";
  readonly sums: readonly Float64Array[];
  readonly reused: number;
}
