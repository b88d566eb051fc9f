import { ShapeError } from "../errors.js";

/** One split: the samples to test on; all others are trained on. */
export type Fold = readonly number[];

/** How samples are split. */
export interface FoldPlan {
  /** Folds a repeat, 2 to the number of groups. */
  readonly folds: number;
  readonly repeats: number;
  /** A random order of 0 .. n-1 for each repeat; a function of its arguments, so that folds can be had again. */
  readonly shuffle: (repeat: number, n: number) => ArrayLike<number>;
}

/**
 * Repeated K-fold splits that keep groups whole: samples of one group, as the maps of one channel under all factors, are
 * never on both sides. The groups of each repeat are shuffled and dealt in runs whose sizes differ by one at most, as
 * scikit-learn's `KFold` deals samples.
 *
 * @param groups (n) group of each sample.
 * @returns (repeats * folds) sample numbers, ascending; within a repeat every sample is tested on once.
 * @throws {ShapeError} when the folds are no whole number from 2 to the number of groups, or there is no repeat.
 */
export function groupedFolds(groups: ArrayLike<number>, { folds, repeats, shuffle }: FoldPlan): Fold[] {
  const members = new Map<number, number[]>();
  for (let i = 0; i < groups.length; i++) {
    const member = members.get(groups[i]) ?? [];
    member.push(i);
    members.set(groups[i], member);
  }
  const all = [...members.values()];
  if (!Number.isInteger(folds) || folds < 2 || folds > all.length) {
    throw new ShapeError(`${all.length} groups can be split into 2 to ${all.length} folds, not ${folds}.`);
  }
  if (!Number.isInteger(repeats) || repeats < 1) {
    throw new ShapeError(`Folds are repeated a whole number of times from 1, not ${repeats}.`);
  }
  return Array.from({ length: repeats }, (_, repeat) => {
    const order = shuffle(repeat, all.length);
    let start = 0;
    return Array.from({ length: folds }, (_, fold) => {
      const size = Math.floor(all.length / folds) + (fold < all.length % folds ? 1 : 0);
      const dealt = Array.from({ length: size }, (_, i) => all[order[start + i]]);
      start += size;
      return dealt.flat().sort((a, b) => a - b);
    });
  }).flat();
}
