import { ShapeError } from "../errors.js";
import { type ShareInterval, wilsonInterval } from "../stats/wilson.js";
import type { Predictions } from "./predictions.js";

/**
 * Top-1 and top-5 accuracy with 95 % intervals over images (Wilson's: see `wilsonInterval`). Draws of one image are
 * averaged first; only images count as independent.
 */
export interface AccuracyResult {
  readonly top1: ShareInterval;
  /** Among the classes kept: all of them where the network has fewer than 5, so that it is 1. */
  readonly top5: ShareInterval;
}

/** Accuracy of the images of one class. */
export interface ClassAccuracy {
  readonly classId: number;
  /** `n` of the interval is the number of images of the class. */
  readonly top1: ShareInterval;
}

/**
 * Whether the right class is among the most probable `k`, image by image.
 *
 * @param labels (images) class numbers.
 * @param k 1 to the number of classes kept.
 * @returns (images) share of the image's draws that are right, in [0, 1].
 * @throws {ShapeError} when there is not one label an image, or fewer classes than `k` are kept.
 */
export function imageScores(predictions: Predictions, labels: ArrayLike<number>, k: number): Float64Array {
  const { images, draws, width, ids } = predictions;
  requireLabels(predictions, labels);
  if (!Number.isInteger(k) || k < 1 || k > width) {
    throw new ShapeError(
      `Top-${k} accuracy needs 1 to ${width} classes, as many as are kept of a prediction.`,
    );
  }
  const scores = new Float64Array(images);
  for (let image = 0; image < images; image++) {
    let right = 0;
    for (let draw = 0; draw < draws; draw++) {
      const start = (image * draws + draw) * width;
      for (let place = 0; place < k; place++) if (ids[start + place] === labels[image]) right++;
    }
    scores[image] = right / draws;
  }
  return scores;
}

/**
 * Accuracy over all images.
 *
 * @throws {ShapeError} when there is not one label an image.
 */
export function accuracy(predictions: Predictions, labels: ArrayLike<number>): AccuracyResult {
  const { draws, width } = predictions;
  return {
    top1: wilsonInterval(imageScores(predictions, labels, 1), { draws }),
    top5: wilsonInterval(imageScores(predictions, labels, width), { draws }),
  };
}

/**
 * Top-1 accuracy class by class.
 *
 * @returns the classes that occur among the labels, ascending.
 * @throws {ShapeError} when there is not one label an image.
 */
export function classAccuracies(predictions: Predictions, labels: ArrayLike<number>): ClassAccuracy[] {
  return classScores(imageScores(predictions, labels, 1), labels, predictions.draws);
}

/**
 * The same from scores made before, such as those averaged over several masks.
 *
 * @param scores (images) of `imageScores`.
 * @param draws 0-1 answers that each score is the mean of.
 */
export function classScores(scores: Float64Array, labels: ArrayLike<number>, draws: number): ClassAccuracy[] {
  const byClass = new Map<number, number[]>();
  for (const [image, score] of scores.entries()) {
    const own = byClass.get(labels[image]) ?? [];
    own.push(score);
    byClass.set(labels[image], own);
  }
  return [...byClass]
    .sort(([a], [b]) => a - b)
    .map(([classId, own]) => ({ classId, top1: wilsonInterval(own, { draws }) }));
}

function requireLabels({ images, classes }: Predictions, labels: ArrayLike<number>): void {
  if (labels.length !== images) {
    throw new ShapeError(`There are ${labels.length} labels for ${images} images; each image has one.`);
  }
  for (let image = 0; image < images; image++) {
    if (labels[image] >= 0 && labels[image] < classes) continue;
    throw new ShapeError(
      `Image ${image} has the label ${labels[image]}; the network has ${classes} classes, from 0.`,
    );
  }
}
