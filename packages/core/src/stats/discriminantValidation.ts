import { ShapeError } from "../errors.js";
import { chanceAccuracy, confusionMatrix } from "./confusion.js";
import type { Fold } from "./groupedFolds.js";
import { LinearDiscriminant, type Sample } from "./linearDiscriminant.js";

/** How well classes are told apart on samples that were not trained on. */
export interface DiscriminantValidation {
  /** Mean of the folds' accuracies. */
  readonly accuracy: number;
  /** In the order of the folds; repeats are not independent of each other. */
  readonly foldAccuracies: readonly number[];
  /** [K][K] counts over all folds, rows the true class: a sample counts once a repeat. */
  readonly confusion: number[][];
  /** (n) how often each sample was given its own class, of as many times as it was tested. */
  readonly hits: Uint32Array;
  /** Accuracy of always giving the most frequent class. */
  readonly chance: number;
}

/**
 * Cross-validated linear discriminant analysis.
 *
 * @param samples [n](p)
 * @param labels (n) class numbers 0 .. K-1.
 * @param folds samples to test on, as `groupedFolds` gives them; none empty.
 * @param classes K
 * @throws {ShapeError} without folds.
 * @throws as `LinearDiscriminant.fit`.
 */
export function validateDiscriminant(
  samples: readonly Sample[],
  labels: ArrayLike<number>,
  folds: readonly Fold[],
  classes: number,
): DiscriminantValidation {
  if (folds.length === 0) throw new ShapeError("An analysis is validated on one or more folds.");
  const truth: number[] = [];
  const predicted: number[] = [];
  const hits = new Uint32Array(samples.length);
  const foldAccuracies = folds.map((fold) => {
    const tested = new Set(fold);
    const training = [...samples.keys()].filter((i) => !tested.has(i));
    const discriminant = LinearDiscriminant.fit(
      training.map((i) => samples[i]),
      training.map((i) => labels[i]),
    );
    let right = 0;
    for (const i of fold) {
      const prediction = discriminant.predict(samples[i]);
      truth.push(labels[i]);
      predicted.push(prediction);
      if (prediction !== labels[i]) continue;
      right++;
      hits[i]++;
    }
    return right / fold.length;
  });
  return {
    accuracy: foldAccuracies.reduce((sum, accuracy) => sum + accuracy, 0) / folds.length,
    foldAccuracies,
    confusion: confusionMatrix(truth, predicted, classes),
    hits,
    chance: chanceAccuracy(labels),
  };
}
