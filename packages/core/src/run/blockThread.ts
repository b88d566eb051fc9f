import { parentPort, workerData } from "node:worker_threads";
import { CancelledError, CoreError, ImageDecodeError } from "../errors.js";
import { openInstrumentedSession } from "../inference/instrumentedSession.js";
import { BlockEvaluator } from "./blockEvaluator.js";
import { methodPlan } from "./methodPlan.js";
import { PreparedImages } from "./preparedImages.js";
import type { ThreadInit, ThreadReply, ThreadRequest } from "./threadMessages.js";

// Entry point of a worker thread: one session and one evaluator; blocks in, sums out.

const port = parentPort;
if (!port) throw new Error("blockThread must be started as a worker thread.");
const init = workerData as ThreadInit;

type Waiter = { resolve: (bytes: Uint8Array) => void; reject: (error: Error) => void };
const waiting = new Map<number, Waiter>();

const send = (reply: ThreadReply, transfer: readonly ArrayBuffer[] = []) =>
  port.postMessage(reply, [...transfer]);

const images = new PreparedImages(
  init.entries,
  init.spec.preprocessing,
  (index) =>
    new Promise((resolve, reject) => {
      waiting.set(index, { resolve, reject });
      send({ kind: "needImage", index });
    }),
  init.cacheBytes,
);

const session = openInstrumentedSession(
  init.model,
  init.spec.checkpoints.map((c) => c.tensor),
  { softmax: init.spec.softmax ?? undefined },
);
const evaluator = session.then(
  (open) => new BlockEvaluator(init.spec, methodPlan(init.spec, init.entries), init.entries, images, open),
);

let pilots: readonly Float64Array[] = [];
let isStopped = false;
let isBusy = false;

port.on("message", (request: ThreadRequest) => {
  if (request.kind === "image") waiting.get(request.index)?.resolve(request.bytes);
  else if (request.kind === "imageFailed")
    waiting.get(request.index)?.reject(new ImageDecodeError(request.message));
  else if (request.kind === "pilotValues") pilots = request.pilots;
  else if (request.kind === "stop") {
    isStopped = true;
    if (!isBusy) void end();
  } else perform(request);
});

evaluator.then(() => send({ kind: "ready" }), fail);

async function perform(task: Extract<ThreadRequest, { kind: "pilot" | "block" }>): Promise<void> {
  isBusy = true;
  await work(task).catch(fail);
  isBusy = false;
  if (isStopped) await end();
}

/** Ends the thread in order: one that is torn down within an inference takes the whole process along. */
async function end(): Promise<void> {
  await session.then((open) => open.close()).catch(() => undefined);
  process.exit();
}

async function work(task: Extract<ThreadRequest, { kind: "pilot" | "block" }>): Promise<void> {
  const ready = await evaluator;
  if (task.kind === "pilot") {
    send({ kind: "pilot", pilots: await ready.pilot() });
    return;
  }
  let reusedRows = 0;
  const sums = await ready.block(task.block, pilots, (done, reused) => {
    if (isStopped) throw new CancelledError();
    reusedRows += reused;
    send({ kind: "progress", done, reused });
  });
  send(
    { kind: "block", sums, reused: reusedRows },
    sums.map((s) => s.buffer as ArrayBuffer),
  );
}

function fail(error: unknown): void {
  const code = error instanceof CoreError ? error.code : "";
  send({ kind: "failed", code, message: error instanceof Error ? error.message : String(error) });
}
