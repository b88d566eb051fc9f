import type { Bytes } from "./lentBytes.js";

/** What a worker thread is started with. */
export interface ThreadStart<Init> {
  readonly init: Init;
  /** (1) in shared memory: 1 once the thread is to end, seen in the middle of work too. */
  readonly stop: Int32Array;
}

/** What a worker thread is asked for, whatever its work. */
export type ThreadRequest<Task> =
  | { readonly kind: "task"; readonly task: Task }
  /** Bytes that are to be given back. */
  | { readonly kind: "lent"; readonly bytes: Bytes }
  /** Tells a thread that waits to look at `stop`. */
  | { readonly kind: "stop" }
  | { readonly kind: "image"; readonly index: number; readonly bytes: Uint8Array }
  | { readonly kind: "imageFailed"; readonly index: number; readonly code: string; readonly message: string };

/** What it answers. */
export type ThreadReply<Result> =
  | { readonly kind: "ready" }
  | { readonly kind: "needImage"; readonly index: number }
  /** Asks for the bytes that threads borrow. */
  | { readonly kind: "borrow" }
  | { readonly kind: "givenBack"; readonly bytes: Bytes }
  /** Evaluations since the last message. */
  | { readonly kind: "progress"; readonly done: number; readonly reused: number }
  /** Why the CPU is used in place of the provider that is wanted. */
  | { readonly kind: "fallback"; readonly message: string }
  | { readonly kind: "result"; readonly result: Result }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };
