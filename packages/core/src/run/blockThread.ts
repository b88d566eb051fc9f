import { openInstrumentedSession } from "../inference/instrumentedSession.js";
import { BlockEvaluator } from "./blockEvaluator.js";
import type { BlockInit, BlockResult, BlockTask } from "./blockTasks.js";
import { methodPlan } from "./methodPlan.js";
import { PreparedImages } from "./preparedImages.js";
import { type Report, serveTasks, type ThreadWork } from "./threadTasks.js";

// Entry point of a worker thread: one session and one evaluator; blocks in, sums out.

serveTasks<BlockInit, BlockTask, BlockResult>(async (init, read, onFallback) => {
  const { spec, entries, model, cacheBytes, executionProvider } = init;
  const images = new PreparedImages(entries, spec.preprocessing, read, cacheBytes);
  const session = await openInstrumentedSession(
    // The runtime refuses shared memory; the copy is gone once the session is open.
    model.slice(),
    spec.checkpoints.map((c) => c.tensor),
    { softmax: spec.softmax ?? undefined, executionProvider, onFallback },
  );
  const evaluator = new BlockEvaluator(spec, methodPlan(spec, entries), entries, images, session);
  return blockWork(evaluator, () => session.close());
});

function blockWork(
  evaluator: BlockEvaluator,
  close: () => Promise<void>,
): ThreadWork<BlockTask, BlockResult> {
  let pilots: readonly Float64Array[] = [];
  return {
    async perform(task: BlockTask, report: Report) {
      switch (task.kind) {
        case "pilot":
          return { result: { kind: "pilot", parts: await evaluator.pilot(task.part) } };
        case "pilotValues":
          pilots = task.pilots;
          return { result: { kind: "pilotValues" } };
        case "block": {
          let reused = 0;
          const sums = await evaluator.block(
            task.block,
            pilots,
            (rows, reusedRows) => {
              report(rows, reusedRows);
              reused += reusedRows;
            },
            task.buffers,
          );
          return {
            result: { kind: "block", sums, reused },
            transfer: sums.map((s) => s.buffer as ArrayBuffer),
          };
        }
      }
    },
    close,
  };
}
