import type { InstrumentedSession } from "../inference/instrumentedSession.js";
import { BlockAdder } from "./blockAdder.js";
import type { MethodPlan } from "./method.js";
import { methodPlan } from "./methodPlan.js";
import { openThreadNetwork } from "./openThreadNetwork.js";
import { PreparedImages } from "./preparedImages.js";
import { type CheckpointMemory, openRunMemory } from "./runMemory.js";
import type { IndexMapResult } from "./runResult.js";
import type { RunSpec } from "./runSpec.js";
import type { RunTask, RunTaskResult, RunThreadInit } from "./runTasks.js";
import { StretchEvaluator } from "./stretchEvaluator.js";
import { type Report, serveTasks, type ThreadWork } from "./threadTasks.js";

// Entry point of a worker thread of a run: one session and one evaluator. Rows and sums stay in shared memory.

serveTasks<RunThreadInit, RunTask, RunTaskResult>(async (init, { read, borrow, onFallback }) => {
  const { spec, entries, network, cacheBytes, executionProvider } = init;
  const images = new PreparedImages(entries, spec.preprocessing, read, cacheBytes);
  const memory = openRunMemory(init.memory, init.thread);
  const session = await openThreadNetwork(network, borrow, { executionProvider, onFallback });
  const plan = methodPlan(spec, entries);
  const evaluator = new StretchEvaluator(spec, plan, entries, images, session, memory);
  return new RunWork(spec, plan, memory, evaluator, session);
});

class RunWork implements ThreadWork<RunTask, RunTaskResult> {
  constructor(
    private readonly spec: RunSpec,
    private readonly plan: MethodPlan,
    private readonly memory: readonly CheckpointMemory[],
    private readonly evaluator: StretchEvaluator,
    private readonly session: InstrumentedSession,
  ) {}

  async perform(task: RunTask, report: Report) {
    switch (task.kind) {
      case "pilot":
        return { result: await this.evaluator.pilot(task.part) };
      case "evaluate":
        return { result: await this.evaluator.evaluate(task.stretch, task.slot, report) };
      case "add":
        new BlockAdder(this.spec, this.plan, this.memory).add(task.parts);
        return { result: undefined };
      case "closeNetwork":
        await this.session.close();
        return { result: undefined };
      case "maps": {
        const result = this.maps(task.checkpoint);
        return { result, transfer: buffersOf(result) };
      }
    }
  }

  close(): Promise<void> {
    return this.session.close();
  }

  private maps(c: number): IndexMapResult[] {
    const { pilot, accumulator } = this.memory[c];
    return this.plan.accumulator(this.spec.checkpoints[c], pilot, accumulator).maps();
  }
}

/** The memory behind the arrays of maps, each once. */
function buffersOf(maps: readonly IndexMapResult[]): ArrayBuffer[] {
  const arrays = maps.flatMap(
    ({ values, halfWidths, channelAggregated, channelAggregatedHalfWidths, flags }) => [
      values,
      halfWidths,
      channelAggregated,
      channelAggregatedHalfWidths,
      ...(flags ? [flags.trusted, flags.distinguishable] : []),
    ],
  );
  return [...new Set(arrays.map((array) => array.buffer as ArrayBuffer))];
}
