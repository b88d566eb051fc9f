import { type TestedRun, type TestImages, testArguments } from "./testImages";

/** What the images go through before the network: nothing, all of the run's changes, or one augmentation. */
export type EvaluationInput = "PLAIN" | "AUGMENTED" | `ONLY:${string}`;

export interface EvaluationDraft extends TestImages {
  readonly input: EvaluationInput;
}

/** Arguments of evaluateMask, without the mask. */
export function evaluationArguments(draft: EvaluationDraft, run: TestedRun) {
  const { input } = draft;
  const isPlain = input === "PLAIN";
  return {
    ...testArguments(draft, run),
    // Nothing is drawn where nothing is changed.
    ...(isPlain ? { draws: 1 } : {}),
    augmented: !isPlain,
    ...(isPlain || input === "AUGMENTED" ? {} : { augmentation: input.slice("ONLY:".length) }),
  };
}

/**
 * Evaluations that a test takes: every image, draw by draw, without a mask, with it, with each random mask and,
 * for masks by rank, with the least sensitive units.
 *
 * @param images that are used.
 */
export function evaluationCost(draft: EvaluationDraft, images: number, hasLeastSensitive: boolean): number {
  const draws = draft.input === "PLAIN" ? 1 : draft.draws;
  return images * draws * (2 + draft.randomControls + (hasLeastSensitive ? 1 : 0));
}
