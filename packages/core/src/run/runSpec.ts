import { AUGMENTATIONS } from "../augmentation/registry.js";
import { AUGMENTATION_SETS } from "../augmentation/sets.js";
import { RunSpecError } from "../errors.js";
import { givesBytes } from "../preprocessing/completePreprocessing.js";
import type { PreprocessingSpec } from "../preprocessing/preprocessingSpec.js";
import { guessText, missingText } from "../text/namesText.js";
import { chooseCheckpoints, type OfferedCheckpoint } from "./chooseCheckpoints.js";
import { heldOutImages } from "./heldOutImages.js";
import type { ImageEntry } from "./ports.js";
import {
  resolveSegment,
  type SegmentRequest,
  type SegmentSpec,
  segmentCheckpoints,
  segmentText,
} from "./segment.js";

/** What decides which image of a class and partition a row uses; see docs/method.md, "The image". */
export type ImageMode = "WITH_CLASS" | "SEPARATE" | "REDRAW";

/** A tensor whose activations are read. */
export interface CheckpointSpec {
  readonly name: string;
  readonly tensor: string;
  /** [C, H, W] or [C]; the batch axis is left out. */
  readonly shape: readonly number[];
}

/** Methods of sensitivity analysis that a run can use. */
export const METHODS = ["SOBOL", "SHAPLEY", "SHAPLEY_NESTED", "VARIANCE", "CONTRAST"] as const;
export type Method = (typeof METHODS)[number];

/** Loops of a nested Shapley run. */
export interface NestedSpec {
  readonly permutations: number;
  readonly outerSamples: number;
  readonly innerSamples: number;
  /** Whose effects are estimated: the factors, or (as in the paper) every single column. */
  readonly players: "FACTORS" | "COLUMNS";
}

/** The whole design of a run: together with model and image set enough to repeat it bit for bit. */
export interface RunSpec {
  readonly method: Method;
  /** Keys of the augmentations in their natural order. */
  readonly factors: readonly string[];
  readonly permutation: boolean;
  readonly class: boolean;
  readonly partition: boolean;
  readonly image: ImageMode;
  readonly useSwitches: boolean;
  readonly minMax: boolean;
  /** The piece of the network that is analysed; null for the whole. Mean and std of the preprocessing belong to the whole. */
  readonly segment: SegmentSpec | null;
  readonly checkpoints: readonly CheckpointSpec[];
  readonly baseSamples: number;
  /** SOBOL only: whether S2 is estimated. */
  readonly secondOrder: boolean;
  readonly seed: number;
  /** SHAPLEY_NESTED only. Its base samples follow from these. */
  readonly nested: NestedSpec | null;
  /** CONTRAST only: draws of each augmentation that has parameters, for each image. */
  readonly draws: number;
  /** Checkpoint tensor behind which a softmax is put (once); null to read the network as it is. */
  readonly softmax: string | null;
  /** Stop once 95 % of the half widths of indices are below this; null to spend all base samples. */
  readonly targetHalfWidth: number | null;
  /** Base samples in one independently scrambled block. */
  readonly blockSize: number;
  readonly preprocessing: PreprocessingSpec;
  /** Share of the images of every class and partition that is left aside, see `heldOutImages`. */
  readonly holdOut: number;
  /** Image counts per partition and class, `counts[partition][class]`: what row values select from. */
  readonly imageCounts: readonly (readonly number[])[];
  /** Why images go through the network one at a time, see `probeNetwork`; absent where they go in batches. */
  readonly oneAtATime?: string;
}

/** What a person asks for; everything but factors may be left out. */
export interface RunRequest {
  /** SOBOL when left out. */
  readonly method?: string | null;
  readonly augmentationSet?: string | null;
  readonly factors?: readonly string[] | null;
  readonly includePermutation?: boolean | null;
  readonly includeClass?: boolean | null;
  readonly includePartition?: boolean | null;
  readonly useSwitches?: boolean | null;
  readonly image?: ImageMode | null;
  /** True when left out, but for a network that is given the levels 0 to 255. */
  readonly minMax?: boolean | null;
  /** Analyses a piece of the network, fed with one channel of the image; needs the offer's `segmentShapes`. */
  readonly segment?: SegmentRequest | null;
  /** Names of checkpoints, or tensor names; all suggested ones when empty. */
  readonly checkpoints?: readonly string[] | null;
  readonly baseSamples?: number | null;
  readonly secondOrder?: boolean | null;
  readonly seed?: number | null;
  readonly targetHalfWidth?: number | null;
  readonly permutations?: number | null;
  readonly outerSamples?: number | null;
  readonly innerSamples?: number | null;
  readonly players?: NestedSpec["players"] | null;
  readonly draws?: number | null;
  /** Share of the images left aside for the test of masks; 0.25 when left out. */
  readonly holdOut?: number | null;
  /** Reads class probabilities instead of the network's last value. */
  readonly softmax?: boolean | null;
}

/** What the model offers. */
export interface ModelOffer {
  readonly checkpoints: readonly OfferedCheckpoint[];
  readonly preprocessing: PreprocessingSpec;
  /** Why images must go through the network one at a time; null where they need not. Of `probeNetwork`. */
  readonly oneAtATime: string | null;
  /** Of a segment that is asked for: shapes of the values between its ends, by tensor name (`probeSegment`). */
  readonly segmentShapes?: ReadonlyMap<string, readonly number[]>;
}

/** What the image set offers. */
export interface ImageSetOffer {
  readonly partitions: readonly string[];
  readonly classes: readonly string[];
  readonly entries: readonly ImageEntry[];
}

export const DEFAULT_BASE_SAMPLES = 1024;
export const MAX_BASE_SAMPLES = 2 ** 24;
const DEFAULT_DRAWS = 3;
export const DEFAULT_HOLD_OUT = 0.25;
const MOST_HELD_OUT = 0.9;
const BLOCK_SIZE = 16;
/** Fewer blocks leave too few degrees of freedom for an honest t interval. */
const MIN_BLOCKS = 8;

/**
 * Checks a request against a model and an image set and fills in every default.
 *
 * @throws {RunSpecError} naming the argument at fault and what would be right.
 */
export function resolveRunSpec(request: RunRequest, model: ModelOffer, images: ImageSetOffer): RunSpec {
  const method = chooseMethod(request.method ?? "SOBOL");
  const factors = chooseFactors(request);
  const baseSamples = checkBaseSamples(request.baseSamples ?? DEFAULT_BASE_SAMPLES);
  const seed = wholeNumber("seed", request.seed ?? 0, 0, Number.MAX_SAFE_INTEGER);
  const targetHalfWidth = request.targetHalfWidth ?? null;
  if (targetHalfWidth !== null && !(targetHalfWidth > 0 && targetHalfWidth < 1)) {
    throw new RunSpecError(
      `targetHalfWidth is ${targetHalfWidth}; it must lie between 0 and 1, for example 0.02.`,
      "targetHalfWidth",
    );
  }
  // A contrast takes one augmentation at a time on images as they come: no order, no other factors.
  const isContrast = method === "CONTRAST";
  const includeClass = !isContrast && (request.includeClass ?? true) && images.classes.length > 1;
  const includePartition = !isContrast && (request.includePartition ?? true) && images.partitions.length > 1;
  const segment = request.segment
    ? resolveSegment(request.segment, model.checkpoints, model.preprocessing.mean.length)
    : null;
  const names = request.checkpoints ?? [];
  const checkpoints = segment
    ? chooseCheckpoints(names, segmentCheckpoints(segment, model), `segment ${segmentText(segment)}`)
    : chooseCheckpoints(names, model.checkpoints, "model");
  const holdOut = checkHoldOut(request.holdOut ?? DEFAULT_HOLD_OUT);
  return {
    method,
    factors,
    // One augmentation has only one order.
    permutation: !isContrast && (request.includePermutation ?? true) && factors.length > 1,
    class: includeClass,
    partition: includePartition,
    image: isContrast ? "REDRAW" : chooseImageMode(request.image ?? "WITH_CLASS", includeClass),
    useSwitches: !isContrast && (request.useSwitches ?? false),
    minMax: request.minMax ?? !givesBytes(model.preprocessing),
    segment,
    checkpoints,
    baseSamples,
    secondOrder: method === "SOBOL" && (request.secondOrder ?? true),
    seed,
    nested: method === "SHAPLEY_NESTED" ? nestedSpec(request) : null,
    draws: isContrast ? wholeNumber("draws", request.draws ?? DEFAULT_DRAWS, 1, 1000) : 1,
    softmax: request.softmax ? softmaxTensor(model, segment, checkpoints) : null,
    targetHalfWidth,
    blockSize: blockSizeFor(baseSamples),
    preprocessing: model.preprocessing,
    holdOut,
    imageCounts: countImages(images, holdOut, includeClass),
    ...(model.oneAtATime === null ? {} : { oneAtATime: model.oneAtATime }),
  };
}

/**
 * The number of base samples, when a run can have it.
 *
 * @throws {RunSpecError} otherwise.
 */
export function checkBaseSamples(baseSamples: number): number {
  return wholeNumber("baseSamples", baseSamples, 2, MAX_BASE_SAMPLES);
}

function checkHoldOut(share: number): number {
  if (share >= 0 && share <= MOST_HELD_OUT) return share;
  throw new RunSpecError(
    `holdOut is ${share}; it must lie between 0 and ${MOST_HELD_OUT}, for example ${DEFAULT_HOLD_OUT}.`,
    "holdOut",
  );
}

/** Base samples in a block: 16 where that leaves at least 8 blocks, else the largest power of two that does. */
export function blockSizeFor(baseSamples: number): number {
  let size = BLOCK_SIZE;
  while (size > 1 && baseSamples / size < MIN_BLOCKS) size /= 2;
  return size;
}

function nestedSpec(request: RunRequest): NestedSpec {
  const players = request.players ?? "FACTORS";
  if (players !== "FACTORS" && players !== "COLUMNS") {
    throw new RunSpecError(`players is "${players}"; it must be FACTORS or COLUMNS.`, "players");
  }
  return {
    permutations: wholeNumber("permutations", request.permutations ?? 64, 2, 2 ** 20),
    outerSamples: wholeNumber("outerSamples", request.outerSamples ?? 4, 1, 2 ** 16),
    innerSamples: wholeNumber("innerSamples", request.innerSamples ?? 4, 2, 2 ** 10),
    players,
  };
}

/** Class probabilities are read at the network's last value. */
function softmaxTensor(
  model: ModelOffer,
  segment: SegmentSpec | null,
  checkpoints: readonly CheckpointSpec[],
): string {
  if (segment) {
    throw new RunSpecError(
      `The segment ${segmentText(segment)} gives no class probabilities; leave softmax out, or analyse the whole network.`,
      "softmax",
    );
  }
  const output = model.checkpoints[model.checkpoints.length - 1];
  if (!checkpoints.some((checkpoint) => checkpoint.tensor === output.tensor)) {
    throw new RunSpecError(
      `softmax turns the network's last value into class probabilities, so ${output.name} must be among the checkpoints.`,
      "softmax",
    );
  }
  return output.tensor;
}

/**
 * The number, when it is whole and in its range.
 *
 * @throws {RunSpecError} otherwise.
 */
export function wholeNumber(field: string, value: number, min: number, max: number): number {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new RunSpecError(`${field} is ${value}; it must be a whole number from ${min} to ${max}.`, field);
  }
  return value;
}

function chooseMethod(name: string): Method {
  const method = METHODS.find((known) => known === name);
  if (!method) {
    throw new RunSpecError(
      `The method "${name}" is not available; there are ${METHODS.join(", ")}.`,
      "method",
    );
  }
  return method;
}

function chooseFactors(request: RunRequest): string[] {
  const { augmentationSet } = request;
  const keys = request.factors ?? [];
  const known = AUGMENTATIONS.map((a) => a.key);
  if (augmentationSet && keys.length > 0) {
    throw new RunSpecError("Give either factors or augmentationSet, not both.", "factors");
  }
  if (augmentationSet) {
    const set = AUGMENTATION_SETS.find((s) => s.key === augmentationSet);
    if (!set) {
      const names = AUGMENTATION_SETS.map((s) => s.key).join(", ");
      throw new RunSpecError(
        `There is no augmentation set "${augmentationSet}"; there are ${names}.`,
        "augmentationSet",
      );
    }
    return [...set.augmentations];
  }
  if (keys.length === 0) {
    throw new RunSpecError("Name at least one factor, or an augmentationSet such as SET_1.", "factors");
  }
  const missing = keys.filter((key) => !known.includes(key));
  if (missing.length > 0) {
    throw new RunSpecError(
      `There is no augmentation ${missingText(missing)}; there are ${known.join(", ")}. The auxiliary factors permutation, class and partition have flags of their own.${guessText(missing, known)}`,
      "factors",
    );
  }
  const repeated = keys.find((key, i) => keys.indexOf(key) !== i);
  if (repeated) throw new RunSpecError(`The factor "${repeated}" is named twice.`, "factors");
  return [...keys];
}

/** Without the class factor the choice of the image would belong to no factor, so it becomes one of its own. */
function chooseImageMode(mode: ImageMode, includeClass: boolean): ImageMode {
  if (!["WITH_CLASS", "SEPARATE", "REDRAW"].includes(mode)) {
    throw new RunSpecError(`image is "${mode}"; it must be WITH_CLASS, SEPARATE or REDRAW.`, "image");
  }
  return mode === "WITH_CLASS" && !includeClass ? "SEPARATE" : mode;
}

function countImages(images: ImageSetOffer, holdOut: number, includeClass: boolean): number[][] {
  const counts = images.partitions.map(() => images.classes.map(() => 0));
  for (const entry of images.entries) counts[entry.partition][entry.classIndex]++;
  for (const position of heldOutImages(images.entries, holdOut)) {
    const { partition, classIndex } = images.entries[position];
    counts[partition][classIndex]--;
  }
  for (const [p, perClass] of counts.entries()) {
    const partition = images.partitions[p];
    if (perClass.every((count) => count === 0)) {
      throw new RunSpecError(`The partition "${partition}" of the image set holds no image.`, "imageSetId");
    }
    const empty = perClass.indexOf(0);
    if (includeClass && empty >= 0) {
      throw new RunSpecError(
        `The image set has no image of class "${images.classes[empty]}" in partition "${partition}"; with class as a factor every class needs at least one in every partition.`,
        "imageSetId",
      );
    }
  }
  return counts;
}
