import { ShapeError } from "../errors.js";
import { quantile } from "../stats/quantile.js";
import { drawUnits } from "./drawUnits.js";
import type { Predictions } from "./predictions.js";

/** Stream of random class sets. */
const CLASS_SET_STREAM = 0x4d434c53;
const RANDOM_SETS = 200;

/**
 * The classes whose output units are most sensitive.
 *
 * @param values (K) an index of each class's output unit; NaN is left out, equal values go to the smaller number.
 * @returns at most `count` class numbers, the most sensitive first.
 */
export function mostSensitiveClasses(values: ArrayLike<number>, count: number): number[] {
  return Array.from({ length: values.length }, (_, id) => id)
    .filter((id) => !Number.isNaN(values[id]))
    .sort((a, b) => values[b] - values[a] || a - b)
    .slice(0, count);
}

/**
 * How much predictions lean to a set of classes: Jaccard similarity of the set and the top-k set of every prediction,
 * averaged over draws, then images.
 *
 * @param classes different class numbers, at least one.
 * @returns in [0, 1]; NaN without predictions.
 * @throws {ShapeError} when the set is empty, repeats a class or names one that the network does not have.
 */
export function meanJaccard(classes: ArrayLike<number>, predictions: Predictions): number {
  return jaccardOf(membership(classes, predictions.classes), classes.length, predictions);
}

/**
 * Expected Jaccard similarity of a set and a set of another size drawn at random, both of the same classes: their
 * overlap is hypergeometric. 5 and 5 of 1000: 0.0028.
 *
 * @param classCount K
 * @param setSize, drawnSize 1 to K.
 * @throws {ShapeError} when a set does not fit into the classes.
 */
export function chanceJaccard(classCount: number, setSize: number, drawnSize: number): number {
  if (!(setSize >= 1 && setSize <= classCount && drawnSize >= 1 && drawnSize <= classCount)) {
    throw new ShapeError(
      `Sets of ${setSize} and ${drawnSize} classes do not fit into ${classCount} classes.`,
    );
  }
  let expected = 0;
  for (let overlap = 1; overlap <= Math.min(setSize, drawnSize); overlap++) {
    const ways =
      logChoose(setSize, overlap) +
      logChoose(classCount - setSize, drawnSize - overlap) -
      logChoose(classCount, drawnSize);
    expected += (Math.exp(ways) * overlap) / (setSize + drawnSize - overlap);
  }
  return expected;
}

/** Random class sets that a match is compared with. */
export interface RandomSets {
  readonly seed: number;
  /** @default 200 */
  readonly sets?: number;
  /** @default 0.95 */
  readonly probability?: number;
}

/**
 * Quantile of the mean Jaccard similarity of random class sets under the same predictions: what any set of that size
 * reaches there.
 *
 * @param setSize classes a set.
 * @returns in [0, 1]; NaN without predictions.
 * @throws {ShapeError} when the sets do not fit into the classes.
 */
export function randomJaccardQuantile(
  predictions: Predictions,
  setSize: number,
  { seed, sets = RANDOM_SETS, probability = 0.95 }: RandomSets,
): number {
  return quantile(randomJaccards(predictions, setSize, { seed, sets }), probability);
}

/** Mean Jaccard similarity of each of the random class sets: (sets), see `randomJaccardQuantile`. */
export function randomJaccards(
  predictions: Predictions,
  setSize: number,
  { seed, sets = RANDOM_SETS }: RandomSets,
): Float64Array {
  const all = Uint32Array.from({ length: predictions.classes }, (_, id) => id);
  if (!(setSize >= 1 && setSize <= all.length)) {
    throw new ShapeError(`Sets of ${setSize} classes do not fit into ${all.length} classes.`);
  }
  return Float64Array.from({ length: sets }, (_, index) =>
    meanJaccard(drawUnits(all, setSize, { seed, stream: CLASS_SET_STREAM, index }), predictions),
  );
}

/**
 * Which classes carry an overlap: of all hits of a top-k set on one of the classes, the share of each class.
 *
 * @param classes as for `meanJaccard`.
 * @returns one share a class in their order, adding up to 1; all 0 where no prediction hits any.
 * @throws {ShapeError} as `meanJaccard`.
 */
export function overlapShares(classes: ArrayLike<number>, predictions: Predictions): Float64Array {
  const member = membership(classes, predictions.classes);
  const hits = new Float64Array(predictions.classes);
  let total = 0;
  for (const id of predictions.ids) {
    if (member[id] === 0) continue;
    hits[id]++;
    total++;
  }
  return Float64Array.from(classes, (id) => (total === 0 ? 0 : hits[id] / total));
}

function jaccardOf(member: Uint8Array, size: number, { width, ids }: Predictions): number {
  // Every image has the same number of draws, so the mean of means is the mean over all rows.
  const rows = ids.length / width;
  let sum = 0;
  for (let start = 0; start < ids.length; start += width) {
    let overlap = 0;
    for (let place = 0; place < width; place++) overlap += member[ids[start + place]];
    sum += overlap / (size + width - overlap);
  }
  return sum / rows;
}

function membership(classes: ArrayLike<number>, classCount: number): Uint8Array {
  if (classes.length === 0) throw new ShapeError("A set of classes to compare with predictions is empty.");
  const member = new Uint8Array(classCount);
  for (let i = 0; i < classes.length; i++) {
    if (!(classes[i] >= 0 && classes[i] < classCount)) {
      throw new ShapeError(`Class ${classes[i]} is not among the ${classCount} classes of the predictions.`);
    }
    if (member[classes[i]] === 1) throw new ShapeError(`Class ${classes[i]} is twice in a set of classes.`);
    member[classes[i]] = 1;
  }
  return member;
}

/** log C(n, k); -Infinity where there is no way. */
function logChoose(n: number, k: number): number {
  if (k < 0 || k > n) return Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let i = 1; i <= k; i++) sum += Math.log((n - k + i) / i);
  return sum;
}
