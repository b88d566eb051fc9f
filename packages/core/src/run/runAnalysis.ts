import { CancelledError } from "../errors.js";
import { ONNX_RUNTIME_VERSION } from "../inference/instrumentedSession.js";
import { exposeOutputs } from "../onnx/exposeOutputs.js";
import { readModel } from "../onnx/model.js";
import { BlockPool } from "./blockPool.js";
import type { ComputeOptions } from "./computeOptions.js";
import { isFinished } from "./earlyStop.js";
import { ENGINE_VERSION } from "./engineVersion.js";
import { designImages } from "./heldOutImages.js";
import { mergeInOrder } from "./mergeInOrder.js";
import { blockCount, type MethodPlan } from "./method.js";
import { methodPlan } from "./methodPlan.js";
import type { ImageSource, Progress, StateStore } from "./ports.js";
import type { IndexMapResult, Provenance, RunResult } from "./runResult.js";
import type { RunSpec } from "./runSpec.js";
import { newRunState, type RunState, readRunState, writeRunState } from "./runState.js";
import { segmentModel, segmentText } from "./segment.js";
import { StateSaver } from "./stateSaver.js";

/** Bytes of decoded images kept, over all threads. */
const CACHE_BYTES = 512 * 2 ** 20;

/** Numbers from which on the sums of a block are worth a lane's waiting: 256 MiB. */
const LARGE_STATE = 2 ** 25;

/** What {@link runAnalysis} needs. */
export interface AnalysisOptions extends ComputeOptions {
  readonly spec: RunSpec;
  /** Bytes of the ONNX file. */
  readonly model: Uint8Array;
  readonly images: ImageSource;
  /** Without one the run cannot be continued after a stop. */
  readonly stateStore?: StateStore;
  /** Keeps the state of the finished run too, so that it can be extended to more base samples. */
  readonly keepState?: boolean;
  /** Told after every batch. */
  readonly onProgress?: (progress: Progress) => void;
  /** Told after every merged block; `maps` computes the provisional index maps of the blocks so far. */
  readonly onBlock?: (progress: Progress, maps: () => readonly IndexMapResult[]) => void;
  /** Stops the run with {@link CancelledError}. What is done is saved first, as on any failure. */
  readonly signal?: AbortSignal;
}

/**
 * The index maps of a run (for SOBOL: S1, ST, S2, mean and variance) of every unit of every checkpoint, in one pass:
 * no activation outlives its batch. Blocks of base samples are evaluated by worker threads and merged in block order,
 * so that the same spec gives the same bits whatever the number of threads and stops, and a run that is continued to
 * a larger base sample those of one run of that size.
 *
 * @throws {CancelledError} when `signal` is aborted.
 * @throws {CoreError} when the model, an image or an activation is at fault; the message says which and where.
 */
export async function runAnalysis(options: AnalysisOptions): Promise<RunResult> {
  const { spec, stateStore } = options;
  // Runs of before there were images left aside used all of them.
  const images = designImages(options.images, spec.holdOut ?? 0);
  const plan = methodPlan(spec, images.entries);
  const saved = await stateStore?.load();
  const state = saved ? readRunState(spec, plan, saved) : null;
  const progress = new ProgressCount(plan, state);
  let { executionProvider = "cpu" } = options;
  const onFallback = (message: string) => {
    executionProvider = "cpu";
    options.onFallback?.(message);
  };
  const finished =
    state && isFinished(spec, plan, state)
      ? state
      : await evaluateBlocks({ ...options, images, onFallback }, plan, state, progress);
  return {
    maps: mapsOf(plan, finished),
    evaluations: progress.current(),
    provenance: provenance(spec, options.threads, executionProvider),
  };
}

async function evaluateBlocks(
  options: AnalysisOptions,
  plan: MethodPlan,
  saved: RunState | null,
  progress: ProgressCount,
): Promise<RunState> {
  const { spec, images, signal } = options;
  if (signal?.aborted) throw new CancelledError();
  const tensors = spec.checkpoints.map((c) => c.tensor);
  const network = readModel(options.model);
  const { segment, preprocessing } = spec;
  const analysed = segment ? segmentModel(network, segment, preprocessing.crop) : network;
  const model = sharedCopy(exposeOutputs(analysed, tensors));
  const blocks = blockCount(plan);
  const threads = Math.max(1, Math.min(options.threads, blocks - (saved?.blocksDone ?? 0)));
  const cacheBytes = Math.floor(CACHE_BYTES / threads);
  const { executionProvider, onFallback } = options;
  const init = { spec, entries: images.entries, model, cacheBytes, executionProvider };
  const pool = await BlockPool.start(threads, init, images, {
    onFallback,
    onProgress: (done, reused) => {
      progress.add(done, reused);
      options.onProgress?.(progress.current());
    },
  });
  const stop = () => void pool.close();
  signal?.addEventListener("abort", stop);
  const saver = new StateSaver<RunState>((own) => writeRunState(spec, own), options.stateStore);
  /** Buffers of merged blocks, for blocks to come. */
  const spare: (readonly Float64Array[])[] = [];
  let state = saved;
  try {
    // Stopped while the threads were starting: the listener came too late to hear of it.
    if (signal?.aborted) throw new CancelledError();
    state ??= newRunState(spec, plan, await pool.pilot());
    await pool.setPilots(state.pilots);
    await mergeInOrder({
      first: state.blocksDone,
      end: blocks,
      lanes: threads,
      // A lane that runs ahead holds the sums of one block more.
      ahead: numbersOf(state) > LARGE_STATE ? threads : 2 * threads,
      run: (thread, block) => pool.block(thread, block, spare.pop()),
      merge: async (block, { sums, reused }) => {
        // What is being saved is the state itself.
        await saver.settle();
        const before = state as RunState;
        // A shorter last block would be in the way of an extension, so the state to keep is the one before it.
        if (options.keepState && isShort(plan, block)) saver.remember(before);
        state = mergeBlock(before, block, sums, reused);
        spare.push(sums);
        progress.blocksDone = state.blocksDone;
        const current = state;
        options.onBlock?.(progress.current(), () => mapsOf(plan, current));
        const end = isFinished(spec, plan, state);
        if (!end) saver.saveWhenDue(state);
        return end;
      },
    });
    // Before the state is copied: what the threads hold is as much again.
    spare.length = 0;
    await pool.close();
    if (options.keepState) await saver.saveNow(state);
    else await saver.settle();
    return state;
  } catch (error) {
    // A failure keeps what was merged before it, so that the run can go on once its cause is removed.
    if (state) await saver.saveNow(state);
    throw signal?.aborted ? new CancelledError() : error;
  } finally {
    signal?.removeEventListener("abort", stop);
    await pool.close();
  }
}

/** Numbers that the accumulators keep. */
function numbersOf({ accumulators }: RunState): number {
  return accumulators.reduce((sum, { data }) => sum + data.length, 0);
}

/** The bytes in memory that threads see without a copy each. */
function sharedCopy(bytes: Uint8Array): Uint8Array {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
  shared.set(bytes);
  return shared;
}

function mapsOf(plan: MethodPlan, { accumulators }: RunState): readonly IndexMapResult[] {
  const maps = accumulators.flatMap((accumulator) => accumulator.maps());
  return plan.complete?.(maps) ?? maps;
}

/** Whether the block has fewer base samples than the others. */
function isShort({ baseSamples, blockSize }: MethodPlan, block: number): boolean {
  return (block + 1) * blockSize > baseSamples;
}

/** Merges the sums of the next block into the accumulators, in place. */
function mergeBlock(state: RunState, block: number, sums: readonly Float64Array[], reused: number): RunState {
  for (const [i, accumulator] of state.accumulators.entries()) accumulator.merge(sums[i]);
  return { ...state, blocksDone: block + 1, evaluationsReused: state.evaluationsReused + reused };
}

function provenance({ segment }: RunSpec, threads: number, executionProvider: string): Provenance {
  return {
    engine: ENGINE_VERSION,
    onnxRuntime: ONNX_RUNTIME_VERSION,
    executionProvider,
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    threads,
    hosts: 1,
    ...(segment ? { segment: segmentText(segment) } : {}),
  };
}

/** Counts evaluations as they happen; blocks count once they are merged. */
class ProgressCount {
  blocksDone: number;
  private done: number;
  private reused: number;

  constructor(
    private readonly plan: MethodPlan,
    state: RunState | null,
  ) {
    this.blocksDone = state?.blocksDone ?? 0;
    this.reused = state?.evaluationsReused ?? 0;
    const baseSamples = Math.min(this.blocksDone * plan.blockSize, plan.baseSamples);
    this.done = baseSamples * plan.evaluationsPerBaseSample;
  }

  add(done: number, reused: number): void {
    this.done += done;
    this.reused += reused;
  }

  current(): Progress {
    return {
      evaluationsPlanned: this.plan.baseSamples * this.plan.evaluationsPerBaseSample,
      evaluationsDone: this.done,
      evaluationsReused: this.reused,
      blocksDone: this.blocksDone,
      blocks: blockCount(this.plan),
    };
  }
}
