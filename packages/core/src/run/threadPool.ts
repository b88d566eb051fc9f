import { Worker } from "node:worker_threads";
import { CoreError, type CoreErrorCode } from "../errors.js";
import type { ImageSource } from "./ports.js";
import type { BlockTask, PilotTask, ThreadInit, ThreadReply, ThreadRequest } from "./threadMessages.js";

/** What one block yields. */
export type BlockReply = Extract<ThreadReply, { kind: "block" }>;
type PilotReply = Extract<ThreadReply, { kind: "pilot" }>;

interface Thread {
  readonly worker: Worker;
  /** Settles with the reply of the task under way. */
  settle: { resolve: (reply: BlockReply | PilotReply) => void; reject: (error: Error) => void } | null;
  hasEnded: boolean;
}

/** How long a thread may take to end by itself; a batch of a large network takes seconds. */
const ENDING_MS = 60_000;

/**
 * Worker threads that evaluate blocks side by side, one inference session each. Any failure of a thread fails the
 * task that it was working on; the pool is then closed by its owner.
 */
export class ThreadPool {
  private readonly threads: Thread[] = [];
  private closing: Promise<void> | undefined;

  private constructor(
    private readonly images: ImageSource,
    private readonly onProgress: (done: number, reused: number) => void,
  ) {}

  /** Starts `count` threads and waits until each has opened its session. */
  static async start(
    count: number,
    init: ThreadInit,
    images: ImageSource,
    onProgress: (done: number, reused: number) => void,
  ): Promise<ThreadPool> {
    const pool = new ThreadPool(images, onProgress);
    try {
      await Promise.all(Array.from({ length: count }, () => pool.addThread(init)));
    } catch (error) {
      await pool.close();
      throw error;
    }
    return pool;
  }

  get size(): number {
    return this.threads.length;
  }

  /** Pilot values from one thread, handed to all. */
  async pilot(): Promise<readonly Float64Array[]> {
    const { pilots } = (await this.request(0, { kind: "pilot" })) as PilotReply;
    return pilots;
  }

  setPilots(pilots: readonly Float64Array[]): void {
    for (const thread of this.threads) post(thread, { kind: "pilotValues", pilots });
  }

  /** The sums of one block from thread `thread`, which must be idle. */
  async block(thread: number, block: number): Promise<BlockReply> {
    return (await this.request(thread, { kind: "block", block })) as BlockReply;
  }

  /**
   * Ends all threads after the base sample that each is at. They are not terminated, because ONNX Runtime aborts the
   * whole process when its thread is torn down within an inference; only a thread that does not answer is.
   */
  async close(): Promise<void> {
    this.closing ??= Promise.all(this.threads.map(endThread)).then(() => undefined);
    await this.closing;
  }

  private request(thread: number, task: PilotTask | BlockTask): Promise<BlockReply | PilotReply> {
    return new Promise((resolve, reject) => {
      this.threads[thread].settle = { resolve, reject };
      post(this.threads[thread], task);
    });
  }

  private addThread(init: ThreadInit): Promise<void> {
    const worker = startThread(init);
    const thread: Thread = { worker, settle: null, hasEnded: false };
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
      worker.on("message", (reply: ThreadReply) => {
        if (reply.kind === "ready") ready();
        else if (reply.kind === "needImage") this.sendImage(thread, reply.index);
        else if (reply.kind === "progress") this.onProgress(reply.done, reply.reused);
        else if (reply.kind === "failed") fail(asError(reply));
        else {
          thread.settle?.resolve(reply);
          thread.settle = null;
        }
      });
    });
  }

  private sendImage(thread: Thread, index: number): void {
    this.images.read(index).then(
      (bytes) => post(thread, { kind: "image", index, bytes }),
      (error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        const message = `The image ${this.images.entries[index].name} could not be read: ${reason}`;
        post(thread, { kind: "imageFailed", index, message });
      },
    );
  }
}

/** Starts the entry beside this file. Where it is still TypeScript (in tests), a loader has to come first. */
function startThread(workerData: ThreadInit): Worker {
  if (!import.meta.url.endsWith(".ts")) {
    return new Worker(new URL("./blockThread.js", import.meta.url), { workerData });
  }
  const entry = JSON.stringify(new URL("./blockThread.ts", import.meta.url).href);
  const load = `import("tsx/esm/api").then(({ register }) => { register(); return import(${entry}); })`;
  return new Worker(load, { eval: true, workerData });
}

async function endThread(thread: Thread): Promise<void> {
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

function post(thread: Thread, request: ThreadRequest): void {
  thread.worker.postMessage(request);
}

function asError({ code, message }: { code: string; message: string }): Error {
  return code ? new CoreError(code as CoreErrorCode, message) : new Error(message);
}
