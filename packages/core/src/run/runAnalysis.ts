import { CancelledError } from "../errors.js";
import { ONNX_RUNTIME_VERSION } from "../inference/instrumentedSession.js";
import { readModel } from "../onnx/model.js";
import { unitCount } from "./checkpointUnits.js";
import type { ComputeOptions } from "./computeOptions.js";
import { isFinished } from "./earlyStop.js";
import { ENGINE_VERSION } from "./engineVersion.js";
import { evaluateInOrder } from "./evaluateInOrder.js";
import { designImages } from "./heldOutImages.js";
import { blockCount, type MethodPlan } from "./method.js";
import { methodPlan } from "./methodPlan.js";
import { type NetworkInput, requireMeantInput } from "./networkInput.js";
import { observeInput } from "./observeInput.js";
import type { PackedLayout } from "./packedState.js";
import type { ImageSource, Progress, StateStore } from "./ports.js";
import { createRunMemory, type RunMemory, sharedState } from "./runMemory.js";
import { RunPool } from "./runPool.js";
import type { IndexMapResult, Provenance, RunResult } from "./runResult.js";
import type { RunSpec } from "./runSpec.js";
import { newRunState, type RunState, readRunState, runStateLayout, writeRunState } from "./runState.js";
import { segmentText } from "./segment.js";
import { StateSaver } from "./stateSaver.js";
import type { StretchRows } from "./stretchEvaluator.js";
import { type Stretch, stretchesFrom } from "./stretches.js";
import { threadNetwork } from "./threadNetwork.js";
import { untilStopped } from "./untilStopped.js";

/** Bytes of decoded images kept, over all threads. */
const CACHE_BYTES = 96 * 2 ** 20;
/** Images that are looked at before the first evaluation: few enough that nobody waits for them. */
const OBSERVED_IMAGES = 8;

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
  /** Told before the first evaluation what the network will see. */
  readonly onNetworkInput?: (input: NetworkInput) => void;
  /** Told after every batch. */
  readonly onProgress?: (progress: Progress) => void;
  /** Told after every merged block; `maps` computes the provisional index maps of the blocks so far. */
  readonly onBlock?: (progress: Progress, maps: () => readonly IndexMapResult[]) => void;
  /** Stops the run with {@link CancelledError}. What is done is saved first, as on any failure. */
  readonly signal?: AbortSignal;
}

/**
 * The index maps of a run (for SOBOL: S1, ST, S2, mean and variance) of every unit of every checkpoint, in one pass: no
 * activation is kept once it is added. Worker threads evaluate base samples and add them to the sums in order, so that
 * the same spec gives the same bits whatever the number of threads and stops, and a run that is continued to a larger
 * base sample those of one run of that size.
 *
 * @throws {CancelledError} when `signal` is aborted.
 * @throws {RunSpecError} before the first evaluation, when what the network would see is constant.
 * @throws {CoreError} when the model, an image or an activation is at fault; the message says which and where.
 */
export async function runAnalysis(options: AnalysisOptions): Promise<RunResult> {
  const { spec, stateStore } = options;
  // Runs of before there were images left aside used all of them.
  const images = designImages(options.images, spec.holdOut ?? 0);
  const networkInput = await untilStopped(observeInput(images, spec, OBSERVED_IMAGES), options.signal);
  requireMeantInput(networkInput, spec);
  options.onNetworkInput?.(networkInput);
  const plan = methodPlan(spec, images.entries);
  const layout = runStateLayout(spec, plan);
  const threads = Math.max(1, options.threads);
  const memory = createRunMemory(spec, plan, layout, threads);
  const saved = await stateStore?.load();
  const state = saved ? readRunState(spec, plan, saved, layout, sharedState(memory)) : null;
  const progress = new ProgressCount(plan, state);
  let { executionProvider = "cpu" } = options;
  const onFallback = (message: string) => {
    executionProvider = "cpu";
    options.onFallback?.(message);
  };
  const maps =
    state && isFinished(spec, plan, state)
      ? mapsOf(plan, state)
      : await evaluateAll(
          { ...options, threads, images, onFallback },
          { plan, layout, memory },
          state,
          progress,
        );
  return {
    maps,
    evaluations: progress.current(),
    provenance: { ...provenance(spec, options.threads, executionProvider), networkInput },
  };
}

/** What a run is computed by and where. */
interface Workplace {
  readonly plan: MethodPlan;
  readonly layout: PackedLayout;
  readonly memory: RunMemory;
}

async function evaluateAll(
  options: AnalysisOptions,
  { plan, layout, memory }: Workplace,
  saved: RunState | null,
  progress: ProgressCount,
): Promise<readonly IndexMapResult[]> {
  const { spec, images, signal } = options;
  if (signal?.aborted) throw new CancelledError();
  const stretches = stretchesFrom(saved?.blocksDone ?? 0, plan);
  const threads = Math.min(options.threads, Math.max(1, stretches.length));
  const { network, bytes } = await threadNetwork(readModel(options.model), spec, options.executionProvider);
  const init = {
    spec,
    entries: images.entries,
    network,
    memory,
    cacheBytes: Math.floor(CACHE_BYTES / threads),
    executionProvider: options.executionProvider,
  };
  const pool = await RunPool.start(threads, init, images, {
    lent: bytes,
    signal,
    onFallback: options.onFallback,
    onProgress: (done, reused) => {
      progress.add(done, reused);
      options.onProgress?.(progress.current());
    },
  });
  const saver = new StateSaver<RunState>((own) => writeRunState(spec, own), options.stateStore);
  let state = saved;
  /** A block that is being merged: until it is, the accumulators are of no use. */
  let isMerging = false;
  try {
    state ??= newRunState(spec, plan, await pool.pilot(), layout, sharedState(memory));
    await evaluateInOrder<StretchRows, Stretch>({
      signal,
      stretches,
      lanes: threads,
      slots: memory.slots,
      perPass: memory.slots - threads,
      evaluate: (thread, stretch, slot) => pool.evaluate(thread, stretch, slot),
      gate: ({ first }) => options.gate?.(first * plan.evaluationsPerBaseSample),
      // What is being saved is the state itself.
      mayEndBlock: () => !saver.isBusy,
      add: async (thread, parts) => {
        const before = state as RunState;
        const { block, endsBlock } = parts[parts.length - 1].stretch;
        progress.blockReused += parts.reduce((sum, { result }) => sum + result.reused, 0);
        if (!endsBlock) {
          await pool.add(thread, parts);
          return false;
        }
        await saver.settle();
        // Threads that are told to stop would not answer.
        if (signal?.aborted) throw new CancelledError();
        // A shorter last block would be in the way of an extension, so the state to keep is the one before it.
        if (options.keepState && isShort(plan, block)) saver.remember(before);
        isMerging = true;
        await pool.add(thread, parts);
        isMerging = false;
        state = progress.merged(before);
        const current = state;
        options.onBlock?.(progress.current(), () => mapsOf(plan, current));
        const end = isFinished(spec, plan, state);
        if (!end) saver.saveWhenDue(state);
        return end;
      },
    });
    await saver.settle();
    const [maps] = await Promise.all([
      pool.maps(spec.checkpoints.map(unitCount)),
      options.keepState && saver.saveNow(state),
    ]);
    return plan.complete?.(maps) ?? maps;
  } catch (error) {
    // A failure keeps what was merged before it, so that the run can go on once its cause is removed.
    if (state && !isMerging) await saver.saveNow(state);
    throw signal?.aborted ? new CancelledError() : error;
  } finally {
    await pool.close();
  }
}

function mapsOf(plan: MethodPlan, { accumulators }: RunState): readonly IndexMapResult[] {
  const maps = accumulators.flatMap((accumulator) => accumulator.maps());
  return plan.complete?.(maps) ?? maps;
}

/** Whether the block has fewer base samples than the others. */
function isShort({ baseSamples, blockSize }: MethodPlan, block: number): boolean {
  return (block + 1) * blockSize > baseSamples;
}

function provenance(
  { segment, oneAtATime }: RunSpec,
  threads: number,
  executionProvider: string,
): Provenance {
  return {
    engine: ENGINE_VERSION,
    onnxRuntime: ONNX_RUNTIME_VERSION,
    executionProvider,
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    threads,
    hosts: 1,
    ...(segment ? { segment: segmentText(segment) } : {}),
    ...(oneAtATime === undefined ? {} : { oneAtATime }),
  };
}

/** Counts evaluations as they happen; blocks count once they are merged. */
class ProgressCount {
  /** Reused evaluations of the block under way. */
  blockReused = 0;
  private blocksDone: number;
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

  /** The state after one more block. */
  merged(state: RunState): RunState {
    const evaluationsReused = state.evaluationsReused + this.blockReused;
    this.blockReused = 0;
    this.blocksDone = state.blocksDone + 1;
    return { ...state, blocksDone: this.blocksDone, evaluationsReused };
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
