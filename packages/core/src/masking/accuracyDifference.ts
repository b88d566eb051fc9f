import { ShapeError } from "../errors.js";
import { type PairedDifference, pairedDifference } from "../stats/pairedDifference.js";
import { studentTQuantile } from "../stats/studentT.js";

/** Accuracy under a mask less that under random masks of the same size. */
export interface ControlDifference {
  /** Mean over the controls and images. */
  readonly difference: number;
  /** 95 %, over images and over controls; NaN with one control, which tells nothing of how controls differ. */
  readonly halfWidth: number;
  /** Paired by image, each image's score averaged over the controls. */
  readonly byImage: PairedDifference;
  /** 95 % half width from how the controls differ among themselves (Student's t); NaN with one control. */
  readonly controlHalfWidth: number;
  /** The difference from each control, in their order. */
  readonly perControl: readonly number[];
}

/**
 * Compares a mask with its random controls. Controls and images are crossed, both drawn at random, so both parts of the
 * error count: half width^2 = (paired, over images)^2 + (t s / sqrt(controls))^2.
 *
 * @param masked (images) scores under the mask, of `imageScores`.
 * @param controls [r](images) scores of the same images under each random mask.
 * @throws {ShapeError} without a control, or when the lengths differ.
 */
export function differenceFromControls(
  masked: Float64Array,
  controls: readonly Float64Array[],
): ControlDifference {
  const byImage = pairedDifference(masked, meanScores(controls));
  const perControl = controls.map((scores) => pairedDifference(masked, scores).difference);
  const controlHalfWidth = meanHalfWidth(perControl);
  return {
    difference: byImage.difference,
    halfWidth: Math.hypot(byImage.halfWidth, controlHalfWidth),
    byImage,
    controlHalfWidth,
    perControl,
  };
}

/**
 * Scores of each image averaged over several masks.
 *
 * @param scores [r](images), at least one.
 * @returns (images)
 * @throws {ShapeError} without scores, or when the lengths differ.
 */
export function meanScores(scores: readonly Float64Array[]): Float64Array {
  if (scores.length === 0)
    throw new ShapeError("There are no scores to average; at least one mask has some.");
  const sums = new Float64Array(scores[0].length);
  for (const one of scores) {
    if (one.length !== sums.length) {
      throw new ShapeError(`Scores of ${one.length} and of ${sums.length} images cannot be averaged.`);
    }
    for (const [image, score] of one.entries()) sums[image] += score;
  }
  return sums.map((sum) => sum / scores.length);
}

function meanHalfWidth(values: readonly number[]): number {
  const n = values.length;
  if (n < 2) return Number.NaN;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return studentTQuantile(0.975, n - 1) * Math.sqrt(squares / (n - 1) / n);
}
