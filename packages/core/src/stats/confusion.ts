import { ShapeError } from "../errors.js";

/**
 * How often samples of each class are taken for each class.
 *
 * @param truth (n), `predicted` (n): class numbers below K.
 * @param classes K
 * @returns [K][K] counts: rows the true class, columns the predicted one.
 * @throws {ShapeError} when the lengths differ or a class does not exist.
 */
export function confusionMatrix(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): number[][] {
  if (truth.length !== predicted.length) {
    throw new ShapeError(`There are ${truth.length} true classes and ${predicted.length} predicted ones.`);
  }
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < truth.length; i++) {
    if (counts[truth[i]]?.[predicted[i]] === undefined) {
      throw new ShapeError(
        `Sample ${i} is class ${truth[i]} taken for ${predicted[i]}; there are ${classes} classes.`,
      );
    }
    counts[truth[i]][predicted[i]]++;
  }
  return counts;
}

/** Every row divided by its sum: shares of each true class; NaN in the row of a class without samples. */
export function rowShares(confusion: readonly (readonly number[])[]): number[][] {
  return confusion.map((row) => {
    const sum = row.reduce((total, count) => total + count, 0);
    return row.map((count) => (sum === 0 ? Number.NaN : count / sum));
  });
}

/**
 * Accuracy of always giving the most frequent class: the best that can be had without looking. 1/K for K classes of one
 * size.
 *
 * @returns NaN without labels.
 */
export function chanceAccuracy(labels: ArrayLike<number>): number {
  const counts = new Map<number, number>();
  for (let i = 0; i < labels.length; i++) counts.set(labels[i], (counts.get(labels[i]) ?? 0) + 1);
  return Math.max(0, ...counts.values()) / labels.length;
}
