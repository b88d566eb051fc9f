import type { ExecutionProvider } from "../inference/executionProvider.js";
import type { ReadyNetwork } from "../inference/instrumentedSession.js";
import type { ImageEntry } from "./ports.js";
import type { RunMemory } from "./runMemory.js";
import type { IndexMapResult } from "./runResult.js";
import type { RunSpec } from "./runSpec.js";
import type { EvaluatedStretch, StretchRows } from "./stretchEvaluator.js";
import type { Stretch } from "./stretches.js";

/** What a thread of a run is started with. */
export interface RunThreadInit {
  readonly spec: RunSpec;
  readonly entries: readonly ImageEntry[];
  /** Without its bytes, which the threads borrow. */
  readonly network: ReadyNetwork;
  readonly memory: RunMemory;
  /** Position of the thread. */
  readonly thread: number;
  readonly cacheBytes: number;
  readonly executionProvider?: ExecutionProvider;
}

export type RunTask =
  /** A part of the mean activations of the first base samples, which every accumulator is shifted by. */
  | { readonly kind: "pilot"; readonly part: number }
  /** Evaluates a stretch into a slot. */
  | { readonly kind: "evaluate"; readonly stretch: Stretch; readonly slot: number }
  /** Adds evaluated stretches; see `BlockAdder`. */
  | { readonly kind: "add"; readonly parts: readonly EvaluatedStretch[] }
  /** After it the thread evaluates nothing any more. */
  | { readonly kind: "closeNetwork" }
  /** The index maps of one checkpoint from its accumulator. */
  | { readonly kind: "maps"; readonly checkpoint: number };

/** Results by the kind of task. */
export interface RunResults {
  readonly pilot: readonly Float64Array[];
  readonly evaluate: StretchRows;
  readonly add: undefined;
  readonly closeNetwork: undefined;
  readonly maps: readonly IndexMapResult[];
}

export type RunTaskResult = RunResults[keyof RunResults];
