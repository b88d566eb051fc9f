import { CancelledError, StateFormatError } from "../errors.js";
import type { ComputeOptions } from "../run/computeOptions.js";
import { evaluateInOrder, type Ordered } from "../run/evaluateInOrder.js";
import type { ImageSource, Progress, StateStore } from "../run/ports.js";
import { StateSaver } from "../run/stateSaver.js";
import { ThreadPool } from "../run/threadPool.js";
import { KeptPredictions, readPredictions } from "./keptPredictions.js";
import type { BuiltMasks } from "./testMasks.js";
import type { TestSpec } from "./testSpec.js";
import { type TestTask, testTasks } from "./testTasks.js";
import type { TestInit } from "./testThread.js";
import type { UnitMaps } from "./unitMaps.js";
import { rolesOf } from "./variants.js";

/** Bytes of decoded images kept, over all threads. */
const CACHE_BYTES = 512 * 2 ** 20;

/** What a test of masks needs besides its design. */
export interface TestJob extends ComputeOptions {
  /** Index maps of the run that the masks come from. */
  readonly maps: UnitMaps;
  /** Bytes of the ONNX file. */
  readonly model: Uint8Array;
  /** The image set of the design. */
  readonly images: ImageSource;
  /** Without one the test cannot be continued after a stop. */
  readonly stateStore?: StateStore;
  /** Told after every batch under every mask; `blocks` are tasks, a few images of one input each. */
  readonly onProgress?: (progress: Progress) => void;
  /** Stops the test with {@link CancelledError}. What is done is saved first, as on any failure. */
  readonly signal?: AbortSignal;
}

/** A task and its place in the design. */
interface PlacedTask extends Ordered {
  readonly task: TestTask;
  /** Evaluations of the tasks before it, those that play several parts counted for each. */
  readonly evaluationsBefore: number;
}

/** How far a test is; predictions of finished tasks are in `kept`. */
interface TestState {
  readonly kept: KeptPredictions;
  readonly blocksDone: number;
}

/**
 * Predictions for all inputs of a test under all its masks. Tasks are performed by worker threads and their batches
 * are always the same, so that the bytes depend neither on the number of threads nor on stops.
 *
 * @returns what `evaluationResult`, `studyResult` and `singleClass` read.
 * @throws {CancelledError} when `signal` is aborted.
 * @throws {StateFormatError} when the stored state is damaged or of another test.
 * @throws {CoreError} when the model, an image or a prediction is at fault; the message says which and where.
 */
export async function runTest(spec: TestSpec, masks: BuiltMasks, job: TestJob): Promise<Uint8Array> {
  const tasks = testTasks(spec);
  const saved = await job.stateStore?.load();
  const state = saved ? restored(spec, masks, saved) : { kept: emptyPredictions(spec, masks), blocksDone: 0 };
  const progress = new TestProgress(tasks, state.blocksDone, spec, masks);
  if (state.blocksDone < tasks.length) await performTasks(spec, masks, job, { tasks, state, progress });
  return state.kept.bytes(tasks.length, tasks.length);
}

async function performTasks(
  spec: TestSpec,
  masks: BuiltMasks,
  job: TestJob,
  { tasks, state: saved, progress }: { tasks: readonly TestTask[]; state: TestState; progress: TestProgress },
): Promise<void> {
  const { signal, images } = job;
  if (signal?.aborted) throw new CancelledError();
  const threads = Math.max(1, Math.min(job.threads, tasks.length - saved.blocksDone));
  const init: TestInit = {
    spec,
    masks: masks.compact,
    roles: progress.roles,
    entries: images.entries,
    model: job.model,
    cacheBytes: Math.floor(CACHE_BYTES / threads),
    executionProvider: job.executionProvider,
  };
  const pool = await ThreadPool.start<TestTask, Uint16Array>({
    count: threads,
    entry: new URL("./testThread.js", import.meta.url),
    init: () => init,
    images,
    signal,
    onFallback: job.onFallback,
    onProgress: (done, reused) => {
      progress.add(done, reused);
      job.onProgress?.(progress.current());
    },
  });
  const saver = new StateSaver<TestState>(
    ({ kept, blocksDone }) => kept.bytes(blocksDone, tasks.length),
    job.stateStore,
  );
  let state = saved;
  try {
    await evaluateInOrder<Uint16Array, PlacedTask>({
      signal,
      stretches: progress.tasksFrom(state.blocksDone),
      lanes: threads,
      // So many answers wait at most.
      slots: 2 * threads,
      perPass: 1,
      gate: ({ evaluationsBefore }) => job.gate?.(evaluationsBefore),
      evaluate: (thread, { task }) => pool.perform(thread, task),
      add: async (_, [{ stretch, result }]) => {
        const { input, firstImage } = stretch.task;
        state.kept.write(input, firstImage, result);
        state = { ...state, blocksDone: state.blocksDone + 1 };
        progress.blocksDone = state.blocksDone;
        job.onProgress?.(progress.current());
        saver.saveWhenDue(state);
        return false;
      },
    });
    await saver.settle();
  } catch (error) {
    // A failure keeps what was done before it, so that the test can go on once its cause is removed.
    await saver.saveNow(state);
    throw signal?.aborted ? new CancelledError() : error;
  } finally {
    await pool.close();
  }
}

function emptyPredictions(spec: TestSpec, { variants, count, digest }: BuiltMasks): KeptPredictions {
  return new KeptPredictions(spec, { variants, count, digest });
}

function restored(spec: TestSpec, masks: BuiltMasks, bytes: Uint8Array): TestState {
  const { kept, tasksDone } = readPredictions(spec, bytes);
  if (kept.masks.digest !== masks.digest) {
    throw new StateFormatError("The stored predictions belong to other masks; start the test afresh.");
  }
  if (!Number.isInteger(tasksDone) || tasksDone < 0 || tasksDone > testTasks(spec).length) {
    throw new StateFormatError("The stored state of the test is damaged; start the test afresh.");
  }
  return { kept, blocksDone: tasksDone };
}

/** Counts evaluations as they happen; tasks count once they are merged. */
class TestProgress {
  /** (variants) parts that each variant plays. */
  readonly roles: readonly number[];
  private readonly planned: number;
  private readonly placed: PlacedTask[] = [];
  private done = 0;
  private reused = 0;

  constructor(
    private readonly tasks: readonly TestTask[],
    public blocksDone: number,
    { inputs }: TestSpec,
    { variants, count }: BuiltMasks,
  ) {
    const roles = new Array<number>(count).fill(0);
    for (const variant of rolesOf(variants)) roles[variant]++;
    this.roles = roles;
    const allRoles = roles.reduce((sum, own) => sum + own, 0);
    let rows = 0;
    for (const task of tasks) {
      this.placed.push({ task, evaluationsBefore: allRoles * rows, endsBlock: true });
      rows += (task.endImage - task.firstImage) * inputs[task.input].draws;
    }
    this.planned = allRoles * rows;
    const done = this.placed[blocksDone]?.evaluationsBefore ?? this.planned;
    this.add(done, (done / allRoles) * (allRoles - count));
  }

  /** The tasks that are left once the first `done` are. */
  tasksFrom(done: number): readonly PlacedTask[] {
    return this.placed.slice(done);
  }

  add(done: number, reused: number): void {
    this.done += done;
    this.reused += reused;
  }

  current(): Progress {
    return {
      evaluationsPlanned: this.planned,
      evaluationsDone: this.done,
      evaluationsReused: this.reused,
      blocksDone: this.blocksDone,
      blocks: this.tasks.length,
    };
  }
}
