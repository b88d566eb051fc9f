import type { CreateRunInput, ImageMode } from "@/gql/graphql";

/** What a person has filled in so far. */
export interface Draft {
  readonly name: string;
  readonly modelId: string;
  readonly imageSetId: string;
  readonly factors: readonly string[];
  readonly checkpoints: readonly string[];
  readonly includePermutation: boolean;
  readonly includeClass: boolean;
  readonly includePartition: boolean;
  readonly image: ImageMode;
  readonly minMax: boolean;
  readonly useSwitches: boolean;
  readonly secondOrder: boolean;
  readonly baseSamples: number;
  readonly seed: number;
}

/** Sample sizes on offer; Sobol' points need a power of two. */
export const SAMPLE_SIZES: readonly number[] = [16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384];

/** How many factors the design varies. */
export function factorCount(draft: Draft): number {
  const flags = [
    draft.includePermutation,
    draft.includeClass,
    draft.includePartition,
    draft.image === "SEPARATE",
  ];
  return draft.factors.length + flags.filter(Boolean).length;
}

/** Evaluations of a Saltelli design: N (d + 2), with second order N (2 d + 2). */
export function evaluationCount(draft: Draft): number {
  const d = factorCount(draft);
  return draft.baseSamples * (draft.secondOrder ? 2 * d + 2 : d + 2);
}

/** What still stands against starting the run, by field; empty when nothing does. */
export function draftProblems(
  draft: Draft,
): Partial<Record<"modelId" | "imageSetId" | "factors" | "checkpoints" | "seed", string>> {
  return {
    ...(draft.modelId ? {} : { modelId: "Choose a network." }),
    ...(draft.imageSetId ? {} : { imageSetId: "Choose an image set." }),
    ...(draft.factors.length > 0 ? {} : { factors: "Choose at least one change of the image." }),
    ...(draft.checkpoints.length > 0 ? {} : { checkpoints: "Choose at least one checkpoint." }),
    ...(Number.isInteger(draft.seed) && draft.seed >= 0 && draft.seed < 2 ** 31
      ? {}
      : { seed: "A seed is a whole number from 0 to 2 147 483 647." }),
  };
}

/** The mutation's input for a draft. */
export function draftInput(draft: Draft): CreateRunInput {
  const { name, factors, checkpoints, ...rest } = draft;
  return {
    ...rest,
    method: "SOBOL",
    factors: [...factors],
    checkpoints: [...checkpoints],
    ...(name.trim() ? { name: name.trim() } : {}),
  };
}
