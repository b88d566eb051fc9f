// A thread of the yardstick: runs one batch over and over and tells how many images a second that makes.
import { parentPort, workerData } from "node:worker_threads";
import { openInstrumentedSession } from "../../packages/core/dist/inference/instrumentedSession.js";
import type { BareInit, BareReply, BareRequest } from "./bare.js";

const { model, tensors, side } = workerData as BareInit;
const session = await openInstrumentedSession(model, tensors);

parentPort?.on("message", async ({ batch, seconds }: BareRequest) => {
  const images = Float32Array.from({ length: batch * 3 * side * side }, (_, i) => Math.sin(i));
  await session.run(images, batch);
  const start = performance.now();
  let count = 0;
  while (performance.now() - start < 1000 * seconds) {
    await session.run(images, batch);
    count += batch;
  }
  const reply: BareReply = { imagesPerSecond: (1000 * count) / (performance.now() - start) };
  parentPort?.postMessage(reply);
});
parentPort?.postMessage("ready");
