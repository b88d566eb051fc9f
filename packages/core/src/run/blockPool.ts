import type { BlockInit, BlockResult, BlockSums, BlockTask } from "./blockTasks.js";
import type { ImageSource } from "./ports.js";
import { ThreadPool } from "./threadPool.js";

/** Worker threads that evaluate blocks of base samples. */
export class BlockPool {
  private constructor(private readonly pool: ThreadPool<BlockTask, BlockResult>) {}

  static async start(
    count: number,
    init: BlockInit,
    images: ImageSource,
    onProgress: (done: number, reused: number) => void,
  ): Promise<BlockPool> {
    const entry = new URL("./blockThread.js", import.meta.url);
    return new BlockPool(await ThreadPool.start({ count, entry, workerData: init, images, onProgress }));
  }

  /** Pilot values from one thread, handed to all. */
  async pilot(): Promise<readonly Float64Array[]> {
    const result = await this.pool.perform(0, { kind: "pilot" });
    if (result.kind !== "pilot") throw new Error(`A pilot was answered by ${result.kind}.`);
    return result.pilots;
  }

  async setPilots(pilots: readonly Float64Array[]): Promise<void> {
    const threads = Array.from({ length: this.pool.size }, (_, thread) => thread);
    await Promise.all(threads.map((thread) => this.pool.perform(thread, { kind: "pilotValues", pilots })));
  }

  /** The sums of one block from thread `thread`, which must be idle. */
  async block(thread: number, block: number): Promise<BlockSums> {
    const result = await this.pool.perform(thread, { kind: "block", block });
    if (result.kind !== "block") throw new Error(`A block was answered by ${result.kind}.`);
    return result;
  }

  /** See `ThreadPool.close`. */
  close(): Promise<void> {
    return this.pool.close();
  }
}
