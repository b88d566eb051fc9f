import {
  type BlockInit,
  type BlockResult,
  type BlockSums,
  type BlockTask,
  PILOT_PARTS,
} from "./blockTasks.js";
import type { ImageSource } from "./ports.js";
import { type PoolOptions, ThreadPool } from "./threadPool.js";

/** Worker threads that evaluate blocks of base samples. */
export class BlockPool {
  private constructor(private readonly pool: ThreadPool<BlockTask, BlockResult>) {}

  static async start(
    count: number,
    init: BlockInit,
    images: ImageSource,
    listeners: Pick<PoolOptions, "onProgress" | "onFallback">,
  ): Promise<BlockPool> {
    const entry = new URL("./blockThread.js", import.meta.url);
    return new BlockPool(await ThreadPool.start({ count, entry, workerData: init, images, ...listeners }));
  }

  /** Pilot values, per checkpoint (U): parts from all threads, added in the order of the parts. */
  async pilot(): Promise<readonly Float64Array[]> {
    const parts: (readonly Float64Array[])[] = [];
    let next = 0;
    const work = async (thread: number) => {
      while (next < PILOT_PARTS) {
        const part = next++;
        const result = await this.pool.perform(thread, { kind: "pilot", part });
        if (result.kind !== "pilot") throw new Error(`A pilot was answered by ${result.kind}.`);
        parts[part] = result.parts;
      }
    };
    await Promise.all(Array.from({ length: this.pool.size }, (_, thread) => work(thread)));
    const [pilots, ...others] = parts;
    for (const other of others) {
      for (const [c, sum] of other.entries()) for (let u = 0; u < sum.length; u++) pilots[c][u] += sum[u];
    }
    return pilots;
  }

  async setPilots(pilots: readonly Float64Array[]): Promise<void> {
    const threads = Array.from({ length: this.pool.size }, (_, thread) => thread);
    await Promise.all(threads.map((thread) => this.pool.perform(thread, { kind: "pilotValues", pilots })));
  }

  /**
   * The sums of one block from thread `thread`, which must be idle.
   *
   * @param buffers sums of an earlier block that are used up; given away to the thread, which uses them again.
   */
  async block(thread: number, block: number, buffers?: readonly Float64Array[]): Promise<BlockSums> {
    const transfer = buffers?.map((buffer) => buffer.buffer as ArrayBuffer);
    const result = await this.pool.perform(thread, { kind: "block", block, buffers }, transfer);
    if (result.kind !== "block") throw new Error(`A block was answered by ${result.kind}.`);
    return result;
  }

  /** See `ThreadPool.close`. */
  close(): Promise<void> {
    return this.pool.close();
  }
}
