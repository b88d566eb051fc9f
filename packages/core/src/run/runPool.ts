import { PILOT_PARTS } from "./pilot.js";
import type { ImageSource } from "./ports.js";
import type { IndexMapResult } from "./runResult.js";
import type { RunResults, RunTask, RunTaskResult, RunThreadInit } from "./runTasks.js";
import type { EvaluatedStretch, StretchRows } from "./stretchEvaluator.js";
import type { Stretch } from "./stretches.js";
import { type PoolOptions, ThreadPool } from "./threadPool.js";

/** Worker threads of a run. A thread is asked for one thing at a time. */
export class RunPool {
  private constructor(private readonly pool: ThreadPool<RunTask, RunTaskResult>) {}

  static async start(
    count: number,
    common: Omit<RunThreadInit, "thread">,
    images: ImageSource,
    ties: Pick<PoolOptions, "lent" | "onProgress" | "onFallback" | "signal">,
  ): Promise<RunPool> {
    const entry = new URL("./runThread.js", import.meta.url);
    const init = (thread: number): RunThreadInit => ({ ...common, thread });
    return new RunPool(await ThreadPool.start({ count, entry, init, images, ...ties }));
  }

  /** Pilot values, per checkpoint (U): parts from all threads, added in the order of the parts. */
  async pilot(): Promise<readonly Float64Array[]> {
    const numbers = Array.from({ length: PILOT_PARTS }, (_, part) => part);
    const parts = await this.share(numbers, (thread, part) => this.perform(thread, { kind: "pilot", part }));
    const [pilots, ...others] = parts;
    for (const other of others) {
      for (const [c, sum] of other.entries()) for (let u = 0; u < sum.length; u++) pilots[c][u] += sum[u];
    }
    return pilots;
  }

  evaluate(thread: number, stretch: Stretch, slot: number): Promise<StretchRows> {
    return this.perform(thread, { kind: "evaluate", stretch, slot });
  }

  async add(thread: number, parts: readonly EvaluatedStretch[]): Promise<void> {
    await this.perform(thread, { kind: "add", parts });
  }

  /** The index maps of all checkpoints, in their order; the last thing that threads can be asked for. */
  async maps(units: readonly number[]): Promise<readonly IndexMapResult[]> {
    // The memory of the network is wanted for the maps.
    const threads = Array.from({ length: this.pool.size }, (_, thread) => thread);
    await Promise.all(threads.map((thread) => this.perform(thread, { kind: "closeNetwork" })));
    this.pool.freeLent();
    // The largest first, so that the threads are done at about the same time.
    const order = [...units.keys()].sort((a, b) => units[b] - units[a]);
    const maps: (readonly IndexMapResult[])[] = [];
    await this.share(order, async (thread, checkpoint) => {
      maps[checkpoint] = await this.perform(thread, { kind: "maps", checkpoint });
    });
    return maps.flat();
  }

  /** See `ThreadPool.close`. */
  close(): Promise<void> {
    return this.pool.close();
  }

  /** Shares items out to the threads as they become idle. */
  private async share<T, R>(
    items: readonly T[],
    work: (thread: number, item: T) => Promise<R>,
  ): Promise<readonly R[]> {
    const results: R[] = [];
    let next = 0;
    const lane = async (thread: number) => {
      while (next < items.length) {
        const own = next++;
        results[own] = await work(thread, items[own]);
      }
    };
    await Promise.all(Array.from({ length: this.pool.size }, (_, thread) => lane(thread)));
    return results;
  }

  /** A thread answers a task with the result of its kind. */
  private perform<K extends RunTask["kind"]>(
    thread: number,
    task: Extract<RunTask, { readonly kind: K }>,
  ): Promise<RunResults[K]> {
    return this.pool.perform(thread, task) as Promise<RunResults[K]>;
  }
}
