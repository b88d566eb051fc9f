import { RunSpecError } from "../errors.js";
import { writeWhole } from "../files/writeWhole.js";
import type { SkippedImages } from "../imageFolder/badImages.js";
import { factorOf, type Mask, rulesOf } from "../resultFiles/maskFile.js";
import { differenceOfOrigins, differenceOfRuns } from "../resultFiles/runIdentity.js";
import { measureOf } from "../resultFiles/storedMaps.js";
import type { StoredStudy } from "../resultFiles/studyFile.js";
import { defaultThreads } from "../run/defaultThreads.js";
import { ENGINE_VERSION } from "../run/engineVersion.js";
import type { RunMeasure } from "../run/runResult.js";
import { type EvaluationResult, evaluationResult } from "../study/evaluationResult.js";
import { type SingleClassMatch, type SingleClassOptions, singleClass } from "../study/singleClass.js";
import { type StudyResult, studyResult } from "../study/studyResult.js";
import {
  type EvaluationRequest,
  resolveEvaluationSpec,
  resolveStudySpec,
  type StudyRequest,
  type TestSpec,
} from "../study/testSpec.js";
import { type WorkOptions, withState } from "./analysis.js";
import type { ImageSet } from "./images.js";
import type { Network } from "./network.js";
import { type AnyRun, readerOf, unitMapsOf } from "./run.js";
import { type LabelChoice, testOffer } from "./testOffer.js";

/** What the network's outputs stand for; without labels, the folders in alphabetical order are its classes. */
interface Labelled {
  readonly labels?: LabelChoice;
}

/** What a mask does to accuracy, and the test that says so. */
export interface Evaluation extends EvaluationResult {
  readonly spec: TestSpec;
  readonly mask: Mask;
}

/** A finished study: every prediction, and the tables that follow from them. */
export interface Study extends StoredStudy {
  readonly result: StudyResult;
  /** Bad images that were left out of the images tested on; of a stored study they are in its file. */
  readonly skipped: SkippedImages;
}

/**
 * Tests a mask: accuracy of the same images without it, under it, under random masks of the same size, and with as many
 * of the least sensitive units masked in its place. Shares from 0 to 1 with half widths of 95 % intervals; differences are
 * paired by image.
 *
 * Of the run's own images only those that it left aside are used, unless `useSeenImages` is set.
 *
 * @throws {RunSpecError} when the network or the mask is not the run's, or an option is impossible.
 * @throws {CancelledError} when `signal` is aborted.
 * @throws {CoreError} when the network or an image is at fault; the message says which and where.
 */
export async function evaluateMask(
  run: AnyRun,
  mask: Mask,
  network: Network,
  images: ImageSet,
  options: EvaluationRequest & Labelled & WorkOptions = {},
): Promise<Evaluation> {
  const { labels, request, work, state } = parts(options);
  const difference = differenceOfRuns(mask, { origin: run.origin, run: run.spec });
  if (difference !== null) {
    throw new RunSpecError(`The mask was made from another run (${difference}); choose it anew.`, "mask");
  }
  const offer = await testOffer(run, network, images, labels);
  const checkpoints = mask.checkpoints.map(({ checkpoint }) => checkpoint);
  const spec = resolveEvaluationSpec(
    request,
    run.spec,
    { factor: factorOf(mask.recipe), checkpoints },
    offer,
  );
  const { runMaskEvaluation } = await import("../study/runMaskEvaluation.js");
  const predictions = await withState(state, network, images, false, (stateStore) =>
    runMaskEvaluation({
      ...work,
      spec,
      mask: mask.checkpoints,
      rules: rulesOf(mask.recipe),
      maps: unitMapsOf(run),
      model: network.bytes,
      images,
      stateStore,
    }),
  );
  return { ...evaluationResult(spec, predictions), spec, mask };
}

/**
 * The study of Kharyuk, Matveev and Oseledets (arXiv 2503.03283): images as they are and under each augmentation alone,
 * masked by each factor in 17 configurations, each compared with random masks of the same size.
 *
 * @throws as {@link evaluateMask}.
 */
export async function studyMasks(
  run: AnyRun,
  network: Network,
  images: ImageSet,
  options: StudyRequest & Labelled & WorkOptions,
): Promise<Study> {
  const { labels, request, work, state } = parts(options);
  const offer = await testOffer(run, network, images, labels);
  const spec = resolveStudySpec({ ...request, measure: measureIn(run, request.measure) }, run.spec, offer);
  const { runMaskStudy } = await import("../study/runMaskStudy.js");
  const predictions = await withState(state, network, images, false, (stateStore) =>
    runMaskStudy({ ...work, spec, maps: unitMapsOf(run), model: network.bytes, images, stateStore }),
  );
  return {
    engine: ENGINE_VERSION,
    spec,
    predictions,
    origin: run.origin,
    testImagesDigest: images.digest,
    result: studyResult(spec, predictions),
    skipped: images.skipped ?? { count: 0, images: [] },
  };
}

/**
 * Writes a study as HDF5 (docs/files.md has the layout), wholly or not at all.
 *
 * @throws {FileError} when the file cannot be written.
 */
export async function saveStudy(file: string, study: Study): Promise<void> {
  const { result, skipped, ...stored } = study;
  const { writeStudyFile } = await import("../resultFiles/studyFile.js");
  await writeWhole(file, (temporary) => writeStudyFile(temporary, stored, result, skipped));
}

/**
 * Reads a study that {@link saveStudy} or the command line wrote; its tables follow from its predictions.
 *
 * @throws {FileError} when the file is not such a study, or of another version.
 */
export async function openStudy(file: string): Promise<Study> {
  const { readStudyFile } = await import("../resultFiles/studyFile.js");
  const stored = await readStudyFile(file);
  return {
    ...stored,
    result: studyResult(stored.spec, stored.predictions),
    skipped: { count: 0, images: [] },
  };
}

/**
 * For every factor of a study the classes whose outputs are most sensitive to it, matched with the bias of predictions
 * under masks of that factor.
 *
 * @param run with index maps of the network's last value; it need not be the study's, but of the same network and images
 * @throws {RunSpecError} when the run is of another network or other images, or lacks such maps.
 */
export async function singleClasses(
  study: Study,
  run: AnyRun,
  measure: RunMeasure,
  options: SingleClassOptions = {},
): Promise<readonly SingleClassMatch[]> {
  const difference = differenceOfOrigins(study.origin, run.origin);
  if (difference !== null) {
    throw new RunSpecError(
      `The run is of ${difference} than the study's; give one of the same network and images.`,
      "run",
    );
  }
  return singleClass(study.spec, study.predictions, unitMapsOf(run), measureIn(run, measure), options);
}

/** @throws {RunSpecError} when the run has no such measure. */
function measureIn(run: AnyRun, measure: string): RunMeasure {
  return measureOf("maps" in run ? readerOf(run) : run, measure);
}

/** The three kinds of options apart. */
function parts<T extends Labelled & WorkOptions>(options: T) {
  const { labels, state, threads, executionProvider, onFallback, gate, onProgress, signal, ...request } =
    options;
  return {
    labels,
    state,
    request,
    work: { threads: threads ?? defaultThreads(), executionProvider, onFallback, gate, onProgress, signal },
  };
}
