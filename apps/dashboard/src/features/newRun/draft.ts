import { formatCount } from "@/format/number";
import type { CreateRunInput, HsvChannel, ImageMode, Method, Players } from "@/gql/graphql";

/** A piece of the network that is analysed by itself. */
export interface DraftSegment {
  /** Checkpoint it starts from; null for the network's input. */
  readonly from: string | null;
  readonly to: string;
  readonly channel: HsvChannel;
}

/** What a person has filled in so far; numbers are NaN while their field is empty. */
export interface Draft {
  readonly name: string;
  readonly modelId: string;
  readonly imageSetId: string;
  readonly method: Method;
  readonly factors: readonly string[];
  readonly checkpoints: readonly string[];
  /** Null for the whole network. The server chooses the checkpoints of a segment, and there is no softmax. */
  readonly segment: DraftSegment | null;
  readonly includePermutation: boolean;
  readonly includeClass: boolean;
  readonly includePartition: boolean;
  readonly image: ImageMode;
  readonly minMax: boolean;
  readonly useSwitches: boolean;
  readonly softmax: boolean;
  /** SOBOL only. */
  readonly secondOrder: boolean;
  /** All methods but SHAPLEY_NESTED. */
  readonly baseSamples: number;
  /** SHAPLEY_NESTED only, with the two loops inside and the players. */
  readonly permutations: number;
  readonly outerSamples: number;
  readonly innerSamples: number;
  readonly players: Players;
  /** CONTRAST only: draws of each augmentation that has parameters, for each image. */
  readonly draws: number;
  readonly seed: number;
  /** Stop early at this half width; null to spend the whole sample. */
  readonly targetHalfWidth: number | null;
  /** Share of the images left aside for tests of masks. */
  readonly holdOut: number;
}

/** Largest share of the images that can be left aside. */
export const MOST_HELD_OUT = 0.9;

/** Sample sizes on offer; Sobol' points need a power of two. */
export const SAMPLE_SIZES: readonly number[] = [16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384];

/** A field that something stands against. */
export type DraftField =
  | "modelId"
  | "imageSetId"
  | "factors"
  | "checkpoints"
  | "segment"
  | "permutations"
  | "outerSamples"
  | "innerSamples"
  | "draws"
  | "seed"
  | "targetHalfWidth"
  | "holdOut";

function wholeNumber(field: DraftField, name: string, value: number, low: number, high: number) {
  return Number.isInteger(value) && value >= low && value <= high
    ? {}
    : { [field]: `${name} is a whole number from ${formatCount(low)} to ${formatCount(high)}.` };
}

/** What still stands against starting the run, by field; empty when nothing does. */
export function draftProblems(draft: Draft): Partial<Record<DraftField, string>> {
  const { method, targetHalfWidth } = draft;
  return {
    ...(draft.modelId ? {} : { modelId: "Choose a network." }),
    ...(draft.imageSetId ? {} : { imageSetId: "Choose an image set." }),
    ...(draft.factors.length > 0 ? {} : { factors: "Choose at least one change of the image." }),
    ...(draft.segment || draft.checkpoints.length > 0
      ? {}
      : { checkpoints: "Choose at least one checkpoint." }),
    ...(method === "SHAPLEY_NESTED"
      ? {
          ...wholeNumber("permutations", "The number of orders", draft.permutations, 2, 2 ** 20),
          ...wholeNumber("outerSamples", "The number of outer samples", draft.outerSamples, 1, 2 ** 16),
          ...wholeNumber("innerSamples", "The number of inner samples", draft.innerSamples, 2, 2 ** 10),
        }
      : {}),
    ...(method === "CONTRAST" ? wholeNumber("draws", "The number of draws", draft.draws, 1, 1000) : {}),
    ...wholeNumber("seed", "A seed", draft.seed, 0, 2 ** 31 - 1),
    ...(targetHalfWidth === null || !hasTarget(method) || (targetHalfWidth > 0 && targetHalfWidth < 1)
      ? {}
      : { targetHalfWidth: "A half width lies between 0 and 1, for example 0.02." }),
    ...(draft.holdOut >= 0 && draft.holdOut <= MOST_HELD_OUT
      ? {}
      : { holdOut: `The share left aside lies between 0 and ${MOST_HELD_OUT}, for example 0.25.` }),
  };
}

/** Whether a run by the method can stop early: a half width can be aimed at only where 0..1 means something. */
export function hasTarget(method: Method): boolean {
  return method !== "VARIANCE";
}

function methodInput(draft: Draft): Partial<CreateRunInput> {
  const { method, baseSamples, permutations, outerSamples, innerSamples, players, draws } = draft;
  const { includePermutation, includeClass, includePartition, image, useSwitches, targetHalfWidth } = draft;
  const ownFactors = { includePermutation, includeClass, includePartition, image, useSwitches };
  const target = targetHalfWidth === null || !hasTarget(method) ? {} : { targetHalfWidth };
  switch (method) {
    case "SHAPLEY_NESTED":
      return { ...ownFactors, ...target, permutations, outerSamples, innerSamples, players };
    case "CONTRAST":
      return { ...target, baseSamples, draws };
    case "SOBOL":
      return { ...ownFactors, ...target, baseSamples, secondOrder: draft.secondOrder };
    default:
      return { ...ownFactors, ...target, baseSamples };
  }
}

/** The mutation's input for a draft: only what means something to its method. */
export function draftInput(draft: Draft): CreateRunInput {
  const { name, modelId, imageSetId, method, factors, checkpoints, segment, minMax, softmax } = draft;
  const { seed, holdOut } = draft;
  const read = segment ? { segment: { ...segment } } : { checkpoints: [...checkpoints], softmax };
  return {
    modelId,
    imageSetId,
    method,
    factors: [...factors],
    ...read,
    minMax,
    seed,
    holdOut,
    ...methodInput(draft),
    ...(name.trim() ? { name: name.trim() } : {}),
  };
}
