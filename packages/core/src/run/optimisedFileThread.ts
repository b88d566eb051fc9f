import { workerData } from "node:worker_threads";
import { openOptimised, saveOptimised } from "../inference/runtime.js";

// Entry point of the thread that writes a network for the threads of a run; see `optimisedFile`.

/** What it is started with. */
export interface OptimisedNetworkTask {
  /** In shared memory. */
  readonly bytes: Uint8Array;
  readonly file: string;
}

const { bytes, file } = workerData as OptimisedNetworkTask;
// The runtime refuses shared memory.
await saveOptimised(bytes.slice(), file);
// What it can write but not read again is opened from the bytes.
const session = await openOptimised(file, {});
await session.release();
