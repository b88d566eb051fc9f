import type { ImageEntry } from "./ports.js";
import type { RunSpec } from "./runSpec.js";

/** What a worker thread is started with. */
export interface ThreadInit {
  readonly spec: RunSpec;
  readonly entries: readonly ImageEntry[];
  /** The model with its checkpoints exposed as outputs. */
  readonly model: Uint8Array;
  readonly cacheBytes: number;
}

/** Asks for the mean activations of the first block, which every accumulator is shifted by. */
export interface PilotTask {
  readonly kind: "pilot";
}

/** Asks for the sums of one block of base samples. */
export interface BlockTask {
  readonly kind: "block";
  readonly block: number;
}

export type ThreadRequest =
  | PilotTask
  | BlockTask
  /** Asks the thread to end: after the base sample under way, at once when it has no task. */
  | { readonly kind: "stop" }
  | { readonly kind: "pilotValues"; readonly pilots: readonly Float64Array[] }
  | { readonly kind: "image"; readonly index: number; readonly bytes: Uint8Array }
  | { readonly kind: "imageFailed"; readonly index: number; readonly message: string };

export type ThreadReply =
  | { readonly kind: "ready" }
  | { readonly kind: "needImage"; readonly index: number }
  | { readonly kind: "pilot"; readonly pilots: readonly Float64Array[] }
  /** Sent after every base sample; counts since the last message. */
  | { readonly kind: "progress"; readonly done: number; readonly reused: number }
  /** Sums per checkpoint, and how many of the block's rows needed no inference. */
  | { readonly kind: "block"; readonly sums: readonly Float64Array[]; readonly reused: number }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };
