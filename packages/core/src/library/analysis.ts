import type { AugmentationSet } from "../augmentation/sets.js";
import { cropSize } from "../image/framing.js";
import type { RunOrigin } from "../resultFiles/runFile.js";
import { StateFile } from "../resultFiles/stateFile.js";
import type { ComputeOptions } from "../run/computeOptions.js";
import { defaultThreads } from "../run/defaultThreads.js";
import { designImages } from "../run/heldOutImages.js";
import { methodPlan } from "../run/methodPlan.js";
import type { StateStore } from "../run/ports.js";
import { probeSegment } from "../run/probeSegment.js";
import type { AnalysisOptions } from "../run/runAnalysis.js";
import { type Method, type RunRequest, type RunSpec, resolveRunSpec } from "../run/runSpec.js";
import type { ImageSet } from "./images.js";
import { type Network, networkAt } from "./network.js";
import { type PreprocessingChoice, preprocessingFor } from "./preprocessing.js";
import type { Run } from "./run.js";

/** What is analysed. Everything but `factors` or `augmentationSet` has a default. */
export interface AnalysisRequest extends Omit<RunRequest, "method" | "augmentationSet" | "minMax"> {
  /** @default "SOBOL" */
  readonly method?: Method;
  /** Augmentations of the paper's sets, in place of `factors`. */
  readonly augmentationSet?: AugmentationSet["key"];
  /** How images become the network's input. @default "paper", and "bytes" for a network that takes uint8 */
  readonly preprocessing?: PreprocessingChoice;
}

/** How it is computed; the numbers depend on none of this but the execution provider. */
export interface WorkOptions extends Partial<ComputeOptions>, Pick<AnalysisOptions, "onProgress" | "signal"> {
  /**
   * Keeps what is done, so that stopped work goes on where it was: path of a file, which is removed when all is done, or
   * a store of your own. Without one, stopped work is lost.
   */
  readonly state?: string | StateStore;
}

/** What an analysis is asked for and how it is computed. */
export type AnalyzeOptions = AnalysisRequest &
  WorkOptions &
  Pick<AnalysisOptions, "keepState" | "onNetworkInput" | "onBlock">;

/** A design with every default filled in. */
export interface AnalysisPlan {
  readonly spec: RunSpec;
  readonly origin: RunOrigin;
  /** Rows of the design: how often the network is evaluated at most. */
  readonly evaluations: number;
}

/**
 * The design that {@link analyze} would compute with the same options; evaluates nothing.
 *
 * @throws {RunSpecError} naming the option at fault and what would be right.
 */
export async function planAnalysis(
  network: Network,
  images: ImageSet,
  request: AnalysisRequest,
): Promise<AnalysisPlan> {
  const { preprocessing: choice, ...rest } = request;
  const { spec: preprocessing, minMax } = await preprocessingFor(network, choice);
  const { model, size, checkpoints, oneAtATime } = await networkAt(network, cropSize(preprocessing));
  const inside = rest.segment
    ? {
        segmentShapes: await probeSegment(
          rest.segment,
          { model, checkpoints, size },
          async (piece, tensors) => (await import("../inference/probeShapes.js")).probeShapes(piece, tensors),
        ),
      }
    : {};
  const spec = resolveRunSpec(
    { ...rest, minMax },
    { checkpoints, preprocessing, oneAtATime, ...inside },
    images,
  );
  const plan = methodPlan(spec, designImages(images, spec.holdOut).entries);
  return {
    spec,
    origin: {
      model: network.name,
      modelSha256: network.sha256,
      imagesDigest: images.digest,
      partitions: images.partitions,
      classes: images.classes,
    },
    evaluations: plan.baseSamples * plan.evaluationsPerBaseSample,
  };
}

/**
 * Splits the variance of every unit among the factors (SOBOL, SHAPLEY, SHAPLEY_NESTED), tells its mean and variance
 * (VARIANCE), or tests each augmentation alone (CONTRAST): Saltelli et al. 2010, Jansen 1999, Goda 2021 and Kharyuk,
 * Matveev and Oseledets, arXiv 2503.03283. One pass; worker threads; the same options give the same bits whatever the
 * number of threads and stops.
 *
 * @returns index maps of U units in C, H, W order: shares of variance without unit, NaN where a unit has no variance,
 *   with half widths of 95 % intervals
 * @throws {RunSpecError} before the first evaluation, naming the option at fault and what would be right.
 * @throws {CancelledError} when `signal` is aborted; what is done is in `state` by then.
 * @throws {FileError} when the state is of another network or other images.
 * @throws {StateFormatError} when the state is damaged or of another design.
 * @throws {CoreError} when the network, an image or an activation is at fault; the message says which and where.
 */
export async function analyze(network: Network, images: ImageSet, options: AnalyzeOptions): Promise<Run> {
  const { threads, executionProvider, onFallback, gate, onProgress, signal, state, ...more } = options;
  const { keepState = false, onNetworkInput, onBlock, ...request } = more;
  const { spec, origin } = await planAnalysis(network, images, request);
  const { runAnalysis } = await import("../run/runAnalysis.js");
  const result = await withState(state, network, images, keepState, (stateStore) =>
    runAnalysis({
      spec,
      model: network.bytes,
      images,
      stateStore,
      keepState,
      threads: threads ?? defaultThreads(),
      executionProvider,
      onFallback,
      gate,
      onProgress,
      onNetworkInput,
      onBlock,
      signal,
    }),
  );
  return { spec, origin, ...result, skipped: images.skipped ?? { count: 0, images: [] } };
}

/**
 * Does work that keeps its state; a file of it is removed once the work is done.
 *
 * @param keep leaves the file
 */
export async function withState<T>(
  state: string | StateStore | undefined,
  { sha256 }: Network,
  images: ImageSet,
  keep: boolean,
  work: (store: StateStore | undefined) => Promise<T>,
): Promise<T> {
  if (typeof state !== "string") return work(state);
  const file = new StateFile(state, { modelSha256: sha256, images });
  const result = await work(file);
  if (!keep) await file.remove();
  return result;
}
