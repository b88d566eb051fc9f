import { AUGMENTATIONS, augmentationByKey } from "../augmentation/registry.js";
import { RunSpecError } from "../errors.js";
import { cropSize } from "../image/framing.js";
import { MASK_CONFIGURATIONS } from "../masking/configurations.js";
import { unitCount } from "../run/checkpointUnits.js";
import { factorsOf } from "../run/inputSpace.js";
import type { RunMeasure } from "../run/runResult.js";
import {
  type CheckpointSpec,
  type ImageSetOffer,
  type ModelOffer,
  type RunSpec,
  wholeNumber,
} from "../run/runSpec.js";
import type { MaskRule } from "./maskChoice.js";
import { chooseMaskedCheckpoints } from "./maskedCheckpoints.js";
import { requireStudyMeasure } from "./maskMeasures.js";
import { matchClasses } from "./networkClasses.js";
import { outputOf, requireInNetwork } from "./testedNetwork.js";
import { availableImages, balancedImages } from "./testImages.js";

/**
 * One kind of input. PLAIN: images as they are. ALONE: under one augmentation, its parameters drawn uniformly. TOGETHER:
 * as in the run, under all its augmentations at once with its switches and random order.
 */
export interface TestInput {
  /** `original`, the augmentation's key, or `augmented`. */
  readonly key: string;
  readonly kind: "PLAIN" | "ALONE" | "TOGETHER";
  /** Inputs made of each image; 1 where nothing is drawn. */
  readonly draws: number;
}

/** Everything that decides a test of masks; JSON, and with model, images and masks enough to repeat it bit for bit. */
export interface TestSpec {
  readonly run: RunSpec;
  /** Checkpoints that masks act on, in forward order. */
  readonly masked: readonly CheckpointSpec[];
  /** The value that holds the network's answers, one a class: [K]. */
  readonly output: CheckpointSpec;
  /** Positions in the image set, ascending. */
  readonly images: readonly number[];
  /** Class of the network of each of these images. */
  readonly labels: readonly number[];
  /** (K) of the network. */
  readonly classNames: readonly string[];
  readonly inputs: readonly TestInput[];
  /** Random masks of the same size, at least 1. */
  readonly randomControls: number;
  readonly seed: number;
  /** As in `RunSpec`, which of an earlier version may not have it. */
  readonly oneAtATime?: string;
}

/** A study: masks of several factors in all configurations on several inputs. */
export interface StudySpec extends TestSpec {
  readonly measure: RunMeasure;
  readonly factors: readonly string[];
}

/** What a person asks for; everything may be left out. */
export interface TestRequest {
  /** Images, balanced over classes; fewer where there are not as many. */
  readonly samples?: number | null;
  /** Only images of this partition. */
  readonly partition?: string | null;
  /** Whether the run's own images may be used, and not only those it left aside. False when left out. */
  readonly useSeenImages?: boolean | null;
  /** Checkpoint that holds the answers, one number a class; the network's last value when left out. */
  readonly output?: string | null;
  /** 5 when left out. */
  readonly randomControls?: number | null;
  /** Of augmentations with parameters; 1 when left out. */
  readonly draws?: number | null;
  readonly seed?: number | null;
}

export interface EvaluationRequest extends TestRequest {
  /** Whether images are augmented; true when left out. */
  readonly augmented?: boolean | null;
  /** This augmentation alone in place of the run's own mixture. */
  readonly augmentation?: string | null;
}

export interface StudyRequest extends TestRequest {
  readonly measure: RunMeasure;
  /** All of the run when empty, auxiliary ones included. */
  readonly factors?: readonly string[] | null;
  /** All convolutional ones of the run when empty. */
  readonly checkpoints?: readonly string[] | null;
}

/** What a test can be made with. */
export interface TestOffer {
  readonly model: ModelOffer & {
    readonly classLabels: readonly string[];
    /** Empty or absent when the labels have none. */
    readonly classIds?: readonly string[];
  };
  readonly images: ImageSetOffer;
  readonly isImageSetOfRun: boolean;
}

/** The mask of an evaluation, as far as it decides the test. */
export interface EvaluatedMask {
  /** Null where it is combined of several factors' masks. */
  readonly factor: string | null;
  /** Names. */
  readonly checkpoints: readonly string[];
}

const EVALUATION_SAMPLES = 1000;
const STUDY_SAMPLES = 200;
const RANDOM_CONTROLS = 5;
const MOST_CONTROLS = 100;
const MOST_DRAWS = 100;
const MOST_EVALUATIONS = 200_000_000;
const ORIGINAL: TestInput = { key: "original", kind: "PLAIN", draws: 1 };

/**
 * The test of one mask, every default filled in.
 *
 * @throws {RunSpecError} naming the argument at fault and what would be right.
 */
export function resolveEvaluationSpec(
  request: EvaluationRequest,
  run: RunSpec,
  mask: EvaluatedMask,
  offer: TestOffer,
): TestSpec {
  const spec = {
    ...resolveTest(request, run, offer, mask.checkpoints, EVALUATION_SAMPLES),
    inputs: [evaluationInput(request, run, mask.factor)],
  };
  requireAffordable(inputRows(spec) * (3 + spec.randomControls));
  return spec;
}

/**
 * The design of a study, every default filled in.
 *
 * @throws {RunSpecError} naming the argument at fault and what would be right.
 */
export function resolveStudySpec(request: StudyRequest, run: RunSpec, offer: TestOffer): StudySpec {
  const { measure } = request;
  requireStudyMeasure(measure, run);
  const factors = chooseFactors(request.factors ?? [], run);
  const draws = drawsOf(request);
  const augmentations = factors.filter((key) => run.factors.includes(key));
  const spec = {
    ...resolveTest(request, run, offer, request.checkpoints ?? [], STUDY_SAMPLES),
    inputs: [ORIGINAL, ...augmentations.map((key) => aloneInput(key, draws, run))],
    measure,
    factors,
  };
  requireAffordable(plannedStudyCost(spec));
  return spec;
}

/**
 * Evaluations of an evaluation: every input without mask, under the mask, its random controls, and the least sensitive
 * units where there are any.
 *
 * @param rules the mask's, see `runMaskEvaluation`.
 */
export function plannedEvaluationCost(spec: TestSpec, rules: readonly MaskRule[]): number {
  return inputRows(spec) * (2 + spec.randomControls + (hasLeastSensitive(rules) ? 1 : 0));
}

/** Whether a mask has a complement of least sensitive units: one that is chosen by the rank of one index. */
export function hasLeastSensitive(rules: readonly MaskRule[]): boolean {
  return rules.length === 1 && rules[0].soft === null;
}

/**
 * Evaluations of a study: every input without mask, and under every factor's mask in every configuration and its random
 * controls. Equal masks are computed once; they are counted here.
 */
export function plannedStudyCost(spec: StudySpec): number {
  const masks = spec.factors.length * MASK_CONFIGURATIONS.length;
  return inputRows(spec) * (1 + masks * (1 + spec.randomControls));
}

/** Predictions of a whole test are held in memory, ten bytes each. */
function requireAffordable(evaluations: number): void {
  if (evaluations <= MOST_EVALUATIONS) return;
  throw new RunSpecError(
    `The test takes ${evaluations} evaluations; ${MOST_EVALUATIONS} are the most. Ask for fewer samples, factors, randomControls or draws.`,
    "samples",
  );
}

function inputRows({ images, inputs }: TestSpec): number {
  return images.length * inputs.reduce((sum, { draws }) => sum + draws, 0);
}

function resolveTest(
  request: TestRequest,
  run: RunSpec,
  offer: TestOffer,
  checkpoints: readonly string[],
  samples: number,
): Omit<TestSpec, "inputs"> {
  const seed = wholeNumber("seed", request.seed ?? 0, 0, Number.MAX_SAFE_INTEGER);
  const count = wholeNumber("samples", request.samples ?? samples, 1, Number.MAX_SAFE_INTEGER);
  if (run.segment) {
    throw new RunSpecError(
      `The run has analysed the piece of the network that ends in ${run.segment.to}; masks are tested in a network that a run has analysed as a whole.`,
      "runId",
    );
  }
  const masked = chooseMaskedCheckpoints(run, checkpoints);
  for (const checkpoint of masked) requireInNetwork(checkpoint, offer.model);
  const output = outputOf(offer.model, request.output);
  const { partition = null, useSeenImages } = request;
  const available = availableImages(
    { partition, useSeenImages: useSeenImages ?? false },
    run,
    offer.images,
    offer.isImageSetOfRun,
  );
  const { entries, classes } = offer.images;
  const images = balancedImages(available, entries, count, seed);
  const network = { count: unitCount(output), labels: offer.model.classLabels, ids: offer.model.classIds };
  const used = new Set(images.map((position) => entries[position].classIndex));
  const classOf = matchClasses(offer.images, used, network);
  return {
    run,
    masked,
    output,
    images,
    labels: images.map((position) => classOf[entries[position].classIndex]),
    classNames: classNames(network, classes, classOf),
    randomControls: wholeNumber(
      "randomControls",
      request.randomControls ?? RANDOM_CONTROLS,
      1,
      MOST_CONTROLS,
    ),
    seed,
    ...(offer.model.oneAtATime === null ? {} : { oneAtATime: offer.model.oneAtATime }),
  };
}

/** Names of the network's classes: its labels, else the image set's folders, else numbers. */
function classNames(
  { count, labels }: { readonly count: number; readonly labels: readonly string[] },
  folders: readonly string[],
  classOf: readonly number[],
): string[] {
  if (labels.length === count) return [...labels];
  return Array.from({ length: count }, (_, id) => folders[classOf.indexOf(id)] ?? String(id));
}

function evaluationInput(request: EvaluationRequest, run: RunSpec, factor: string | null): TestInput {
  const draws = drawsOf(request);
  const { augmentation = null } = request;
  if (request.augmented === false) {
    if (augmentation === null) return ORIGINAL;
    throw new RunSpecError(
      `Images under ${augmentation} are augmented; leave augmented out, or augmentation.`,
      "augmentation",
    );
  }
  if (augmentation !== null) {
    requireAugmentation(augmentation);
    return aloneInput(augmentation, draws, run);
  }
  // A contrast takes one augmentation at a time, so there is no mixture to repeat.
  if (run.method !== "CONTRAST") return { key: "augmented", kind: "TOGETHER", draws };
  if (factor !== null && run.factors.includes(factor)) return aloneInput(factor, draws, run);
  throw new RunSpecError(
    `A contrast applies one augmentation at a time, so name the one to test under: ${run.factors.join(", ")}.`,
    "augmentation",
  );
}

function requireAugmentation(key: string): void {
  const known = AUGMENTATIONS.map((augmentation) => augmentation.key);
  if (known.includes(key)) return;
  throw new RunSpecError(
    `There is no augmentation "${key}"; expected one of: ${known.join(", ")}.`,
    "augmentation",
  );
}

function aloneInput(key: string, draws: number, { preprocessing }: RunSpec): TestInput {
  const isParametric = augmentationByKey(key).parameters(cropSize(preprocessing)).length > 0;
  return { key, kind: "ALONE", draws: isParametric ? draws : 1 };
}

function drawsOf(request: TestRequest): number {
  return wholeNumber("draws", request.draws ?? 1, 1, MOST_DRAWS);
}

function chooseFactors(keys: readonly string[], run: RunSpec): string[] {
  const known = factorsOf(run).map(({ key }) => key);
  if (keys.length === 0) return known;
  for (const [i, key] of keys.entries()) {
    if (!known.includes(key)) {
      throw new RunSpecError(`The run has no factor "${key}"; there are ${known.join(", ")}.`, "factors");
    }
    if (keys.indexOf(key) !== i) throw new RunSpecError(`The factor "${key}" is named twice.`, "factors");
  }
  return known.filter((key) => keys.includes(key));
}
