import { readFile } from "node:fs/promises";
import { parentPort, workerData } from "node:worker_threads";
import { openOptimised, saveOptimised } from "../inference/runtime.js";

// Entry point of the thread that makes a network ready for the threads of a run; see `optimisedNetwork`.

/** What it is started with. */
export interface OptimisedNetworkTask {
  readonly bytes: Uint8Array;
  /** Where the runtime may write. */
  readonly file: string;
}

const { bytes, file } = workerData as OptimisedNetworkTask;
await saveOptimised(bytes, file);
// In memory of their own, which can be given away.
const optimised = new Uint8Array(await readFile(file));
// What can be written but not read again is opened from the bytes of the network.
const session = await openOptimised(optimised, {});
await session.release();
parentPort?.postMessage(optimised, [optimised.buffer]);
