import { MapAnalysisError } from "../errors.js";

/** How a discriminant analysis is validated. */
export interface DiscriminantPlan {
  /** Folds a repeat, from 2. */
  readonly folds: number;
  /** Repeats with another split of the channels each. */
  readonly repeats: number;
  /** Decides the splits; 0 to 2^53 - 1. */
  readonly seed: number;
}

export const DEFAULT_DISCRIMINANT_PLAN: DiscriminantPlan = { folds: 5, repeats: 10, seed: 0 };

/** The most that is done at once: the paper's 500 fits. */
const MOST_FITS = 500;

/** @throws {MapAnalysisError} naming the part of the plan that is out of range. */
export function checkDiscriminantPlan({ folds, repeats, seed }: DiscriminantPlan): void {
  if (!Number.isInteger(folds) || folds < 2) {
    throw new MapAnalysisError(
      `Samples are split into a whole number of folds from 2, not ${folds}.`,
      "folds",
    );
  }
  if (!Number.isInteger(repeats) || repeats < 1) {
    throw new MapAnalysisError(
      `Folds are repeated a whole number of times from 1, not ${repeats}.`,
      "repeats",
    );
  }
  if (folds * repeats > MOST_FITS) {
    throw new MapAnalysisError(
      `${folds} folds repeated ${repeats} times are ${folds * repeats} fits; at most ${MOST_FITS} are made.`,
      "repeats",
    );
  }
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new MapAnalysisError(`A seed is a whole number from 0 to 2^53 - 1, not ${seed}.`, "seed");
  }
}
