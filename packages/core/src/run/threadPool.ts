import { availableParallelism } from "node:os";
import type { Worker } from "node:worker_threads";
import { CancelledError, CoreError, type CoreErrorCode } from "../errors.js";
import type { OnFallback } from "../inference/executionProvider.js";
import { type Bytes, LentBytes } from "./lentBytes.js";
import type { ImageSource } from "./ports.js";
import { readImage } from "./readImage.js";
import { startThread } from "./startThread.js";
import type { ThreadReply, ThreadRequest, ThreadStart } from "./threadMessages.js";

/** How a pool is started. */
export interface PoolOptions {
  readonly count: number;
  /** Compiled file whose `serveTasks` does the work. */
  readonly entry: URL;
  /** What a thread is started with, by its position. */
  readonly init: (thread: number) => unknown;
  readonly images: ImageSource;
  /** Bytes that threads borrow one after the other. They are given away, and held until they are freed or the threads have ended. */
  readonly lent?: Bytes;
  readonly onProgress: (done: number, reused: number) => void;
  readonly onFallback?: OnFallback;
  /** Once aborted, all threads end. */
  readonly signal?: AbortSignal;
}

interface Thread<Result> {
  readonly worker: Worker;
  /** Settles with the result of the task under way. */
  settle: { resolve: (result: Result) => void; reject: (error: Error) => void } | null;
  hasEnded: boolean;
}

/** How long a thread may take to end by itself; a batch of a large network takes seconds. */
const ENDING_MS = 60_000;

/**
 * Worker threads that perform tasks side by side, one inference session each. Any failure of a thread fails the task
 * that it was working on; the pool is then closed by its owner.
 */
export class ThreadPool<Task, Result> {
  private readonly threads: Thread<Result>[] = [];
  private readonly stop = new Int32Array(new SharedArrayBuffer(4));
  private closing: Promise<void> | undefined;
  private hasFallenBack = false;
  private readonly lent: LentBytes<Thread<Result>>;

  private constructor(private readonly options: PoolOptions) {
    this.lent = new LentBytes(options.lent ?? new Uint8Array(0), (thread, bytes) =>
      post<Task, Result>(thread, { kind: "lent", bytes }, [bytes.buffer]),
    );
  }

  /**
   * Starts the threads and waits until each is ready. No more of them are opened at once than there are cores, so that a
   * stop need not wait for many.
   *
   * @throws {CancelledError} when the signal is aborted before all are ready.
   */
  static async start<Task, Result>(options: PoolOptions): Promise<ThreadPool<Task, Result>> {
    const { count, signal } = options;
    if (signal?.aborted) throw new CancelledError();
    const pool = new ThreadPool<Task, Result>(options);
    signal?.addEventListener("abort", pool.endAll);
    const opener = async () => {
      while (pool.size < count && !pool.closing) await pool.addThread();
    };
    const openers = Array.from({ length: Math.min(count, availableParallelism()) }, opener);
    try {
      await Promise.all(openers);
      if (signal?.aborted) throw new CancelledError();
    } catch (error) {
      await pool.close();
      // A thread that another opener was still waiting for may have failed as well.
      await Promise.allSettled(openers);
      throw signal?.aborted ? new CancelledError() : error;
    }
    return pool;
  }

  get size(): number {
    return this.threads.length;
  }

  /** The result of a task from thread `thread`, which must be idle; `transfer` are buffers of the task given away. */
  perform(thread: number, task: Task, transfer: readonly ArrayBuffer[] = []): Promise<Result> {
    const own = this.threads[thread];
    return new Promise((resolve, reject) => {
      // Nobody would answer.
      if (own.hasEnded) reject(new Error(`Worker thread ${thread} has ended.`));
      own.settle = { resolve, reject };
      post<Task, Result>(own, { kind: "task", task }, transfer);
    });
  }

  /** Gives the memory of the lent bytes back, which no thread has any use for any more. */
  freeLent(): void {
    this.lent.free();
  }

  /**
   * Ends all threads at their next report. They are not terminated, because ONNX Runtime aborts the whole process when
   * its thread is torn down within an inference; only a thread that does not answer is.
   */
  async close(): Promise<void> {
    this.endAll();
    await this.closing;
  }

  private readonly endAll = (): void => {
    this.options.signal?.removeEventListener("abort", this.endAll);
    Atomics.store(this.stop, 0, 1);
    this.closing ??= Promise.all(this.threads.map(endThread)).then(() => undefined);
  };

  private addThread(): Promise<void> {
    const { entry, init } = this.options;
    const start: ThreadStart<unknown> = { init: init(this.threads.length), stop: this.stop };
    const worker = startThread(entry, start);
    const thread: Thread<Result> = { worker, settle: null, hasEnded: false };
    this.threads.push(thread);
    return new Promise((ready, failed) => {
      const fail = (error: Error) => {
        failed(error);
        thread.settle?.reject(error);
        thread.settle = null;
      };
      worker.on("error", fail);
      worker.on("exit", (code) => {
        thread.hasEnded = true;
        fail(new Error(`A worker thread ended unexpectedly (exit code ${code}).`));
      });
      worker.on("message", (reply: ThreadReply<Result>) => {
        if (reply.kind === "ready") ready();
        else if (reply.kind === "needImage") this.sendImage(thread, reply.index);
        else if (reply.kind === "borrow") this.lent.ask(thread);
        else if (reply.kind === "givenBack") this.lent.giveBack(reply.bytes);
        else if (reply.kind === "progress") this.options.onProgress(reply.done, reply.reused);
        else if (reply.kind === "fallback") this.tellFallback(reply.message);
        else if (reply.kind === "failed") fail(asError(reply));
        else {
          thread.settle?.resolve(reply.result);
          thread.settle = null;
        }
      });
    });
  }

  /** Once, though every thread says so. */
  private tellFallback(message: string): void {
    if (this.hasFallenBack) return;
    this.hasFallenBack = true;
    this.options.onFallback?.(message);
  }

  private sendImage(thread: Thread<Result>, index: number): void {
    readImage(this.options.images, index).then(
      (bytes) => post(thread, { kind: "image", index, bytes }),
      ({ code, message }: CoreError) => post(thread, { kind: "imageFailed", index, code, message }),
    );
  }
}

async function endThread<Result>(thread: Thread<Result>): Promise<void> {
  if (thread.hasEnded) return;
  const { worker } = thread;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => void worker.terminate(), ENDING_MS);
    worker.once("exit", () => {
      clearTimeout(timer);
      resolve();
    });
    post(thread, { kind: "stop" });
  });
}

function post<Task, Result>(
  thread: Thread<Result>,
  request: ThreadRequest<Task>,
  transfer: readonly ArrayBuffer[] = [],
): void {
  thread.worker.postMessage(request, [...transfer]);
}

function asError({ code, message }: { code: string; message: string }): Error {
  return code ? new CoreError(code as CoreErrorCode, message) : new Error(message);
}
