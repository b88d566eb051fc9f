import { parentPort, workerData } from "node:worker_threads";
import { CancelledError, CoreError, ImageDecodeError } from "../errors.js";
import type { OnFallback } from "../inference/executionProvider.js";
import type { ThreadReply, ThreadRequest } from "./threadMessages.js";

/** Tells how many evaluations are done, and how many of them needed no inference; throws when the thread is to end. */
export type Report = (done: number, reused: number) => void;

/** The work of a worker thread. */
export interface ThreadWork<Task, Result> {
  /** One task after another; `transfer` are buffers of the result that the thread gives away. */
  perform(task: Task, report: Report): Promise<{ result: Result; transfer?: readonly ArrayBuffer[] }>;
  close(): Promise<void>;
}

/**
 * The side of a worker thread that its pool does not see: opens the work, performs tasks, fetches the bytes of images,
 * and ends in order. Called once, by the thread's entry point.
 */
export function serveTasks<Init, Task, Result>(
  open: (
    init: Init,
    read: (index: number) => Promise<Uint8Array>,
    onFallback: OnFallback,
  ) => Promise<ThreadWork<Task, Result>>,
): void {
  const port = parentPort;
  if (!port) throw new Error("The entry point of a worker thread must be started as one.");
  const send = (reply: ThreadReply<Result>, transfer: readonly ArrayBuffer[] = []) =>
    port.postMessage(reply, [...transfer]);
  const fail = (error: unknown) => {
    const code = error instanceof CoreError ? error.code : "";
    send({ kind: "failed", code, message: error instanceof Error ? error.message : String(error) });
  };

  const waiting = new Map<number, { resolve: (bytes: Uint8Array) => void; reject: (error: Error) => void }>();
  const read = (index: number) =>
    new Promise<Uint8Array>((resolve, reject) => {
      waiting.set(index, { resolve, reject });
      send({ kind: "needImage", index });
    });
  const work = open(workerData as Init, read, (message) => send({ kind: "fallback", message }));
  let isStopped = false;
  let isBusy = false;
  const report: Report = (done, reused) => {
    if (isStopped) throw new CancelledError();
    send({ kind: "progress", done, reused });
  };

  /** Ends the thread in order: one that is torn down within an inference takes the whole process along. */
  const end = async () => {
    await work.then((opened) => opened.close()).catch(() => undefined);
    process.exit();
  };
  const perform = async (task: Task) => {
    isBusy = true;
    try {
      const { result, transfer } = await (await work).perform(task, report);
      send({ kind: "result", result }, transfer);
    } catch (error) {
      fail(error);
    }
    isBusy = false;
    if (isStopped) await end();
  };

  port.on("message", (request: ThreadRequest<Task>) => {
    if (request.kind === "image") waiting.get(request.index)?.resolve(request.bytes);
    else if (request.kind === "imageFailed")
      waiting.get(request.index)?.reject(new ImageDecodeError(request.message));
    else if (request.kind === "stop") {
      isStopped = true;
      if (!isBusy) void end();
    } else void perform(request.task);
  });
  work.then(() => send({ kind: "ready" }), fail);
}
