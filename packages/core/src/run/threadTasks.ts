import { parentPort, workerData } from "node:worker_threads";
import { CancelledError, CoreError, type CoreErrorCode } from "../errors.js";
import type { OnFallback } from "../inference/executionProvider.js";
import { type Borrow, BorrowedBytes } from "./lentBytes.js";
import type { ThreadReply, ThreadRequest, ThreadStart } from "./threadMessages.js";

/** Tells how many evaluations are done, and how many of them needed no inference; throws when the thread is to end. */
export type Report = (done: number, reused: number) => void;

/** What a thread has of its pool. */
export interface ThreadTies {
  /** The bytes of an image. */
  read(index: number): Promise<Uint8Array>;
  /** Lends the bytes that threads of the pool share; waits while another one has them. */
  readonly borrow: Borrow;
  readonly onFallback: OnFallback;
}

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
  open: (init: Init, ties: ThreadTies) => Promise<ThreadWork<Task, Result>>,
): void {
  const port = parentPort;
  if (!port) throw new Error("The entry point of a worker thread must be started as one.");
  const { init, stop } = workerData as ThreadStart<Init>;
  const send = (reply: ThreadReply<Result>, transfer: readonly ArrayBuffer[] = []) =>
    port.postMessage(reply, [...transfer]);
  const fail = (error: unknown) => {
    const code = error instanceof CoreError ? error.code : "";
    send({ kind: "failed", code, message: error instanceof Error ? error.message : String(error) });
  };
  const isStopped = () => Atomics.load(stop, 0) !== 0;
  const images = new AwaitedImages((index) => send({ kind: "needImage", index }));
  const lent = new BorrowedBytes(
    () => send({ kind: "borrow" }),
    (bytes) => send({ kind: "givenBack", bytes }, [bytes.buffer]),
  );
  const report: Report = (done, reused) => {
    if (isStopped()) throw new CancelledError();
    send({ kind: "progress", done, reused });
  };

  const work = isStopped()
    ? Promise.reject<ThreadWork<Task, Result>>(new CancelledError())
    : open(init, {
        // After a stop nobody would end the wait for one more.
        read: (index) => (isStopped() ? Promise.reject(new CancelledError()) : images.read(index)),
        borrow: (work) => (isStopped() ? Promise.reject(new CancelledError()) : lent.borrow(work)),
        onFallback: (message) => send({ kind: "fallback", message }),
      });
  let isBusy = false;
  /** Ends the thread in order: one that is torn down within an inference takes the whole process along. */
  const end = async () => {
    await work.then((opened) => opened.close()).catch(() => undefined);
    process.exit();
  };
  const perform = async (task: Task) => {
    isBusy = true;
    try {
      if (isStopped()) throw new CancelledError();
      const { result, transfer } = await (await work).perform(task, report);
      send({ kind: "result", result }, transfer);
    } catch (error) {
      fail(error);
    }
    isBusy = false;
    if (isStopped()) await end();
  };

  port.on("message", (request: ThreadRequest<Task>) => {
    if (request.kind === "image") images.arrive(request.index, request.bytes);
    else if (request.kind === "imageFailed")
      images.fail(request.index, new CoreError(request.code as CoreErrorCode, request.message));
    else if (request.kind === "lent") lent.arrive(request.bytes);
    else if (request.kind === "task") void perform(request.task);
    else {
      // What waits for an image or for bytes ends with this, any other task at its next report.
      images.failAll(new CancelledError());
      lent.fail(new CancelledError());
      if (!isBusy) void end();
    }
  });
  work.then(() => send({ kind: "ready" }), fail);
}

/** Images that the thread has asked its pool for. Each is forgotten once it is there: the bytes of all would fill the memory. */
class AwaitedImages {
  private readonly waiting = new Map<
    number,
    { resolve: (bytes: Uint8Array) => void; reject: (error: Error) => void }
  >();

  constructor(private readonly ask: (index: number) => void) {}

  read(index: number): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      this.waiting.set(index, { resolve, reject });
      this.ask(index);
    });
  }

  arrive(index: number, bytes: Uint8Array): void {
    this.take(index)?.resolve(bytes);
  }

  fail(index: number, error: Error): void {
    this.take(index)?.reject(error);
  }

  failAll(error: Error): void {
    for (const index of [...this.waiting.keys()]) this.fail(index, error);
  }

  private take(index: number) {
    const found = this.waiting.get(index);
    this.waiting.delete(index);
    return found;
  }
}
