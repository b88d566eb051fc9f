import { ShapeError } from "../errors.js";
import type { Predictions } from "./predictions.js";

/** Share of predictions that one class may not reach. */
export const COLLAPSE_SHARE = 0.95;
/** Where the top-k set is a larger share of the classes, a class can be in most sets without any damage. */
const SMALL_SET_SHARE = 0.1;

/** How far a network gives one answer to everything. */
export interface Collapse {
  /** Most frequent first answer, and its share of all predictions. */
  readonly answer: number;
  readonly answerShare: number;
  /** Class in most top-k sets, and the share of sets that hold it. */
  readonly sharedClass: number;
  readonly sharedShare: number;
  /**
   * One class is the first answer to at least the given share of the inputs, or is in that share of all top-k sets while
   * such a set holds at most a tenth of the classes: a damage that has nothing to do with any class's sensitivity.
   */
  readonly collapsed: boolean;
}

/**
 * Looks for a collapse of the predictions to one answer.
 *
 * @throws {ShapeError} without predictions.
 */
export function findCollapse(predictions: Predictions, leastShare = COLLAPSE_SHARE): Collapse {
  const { width, classes, ids } = predictions;
  const rows = ids.length / width;
  if (rows === 0) throw new ShapeError("There are no predictions to look for a collapse in.");
  const first = new Uint32Array(classes);
  const any = new Uint32Array(classes);
  for (const [i, id] of ids.entries()) {
    any[id]++;
    if (i % width === 0) first[id]++;
  }
  const answer = indexOfLargest(first);
  const sharedClass = indexOfLargest(any);
  const answerShare = first[answer] / rows;
  const sharedShare = any[sharedClass] / rows;
  const isSmallSet = width <= SMALL_SET_SHARE * classes;
  return {
    answer,
    answerShare,
    sharedClass,
    sharedShare,
    collapsed: answerShare >= leastShare || (isSmallSet && sharedShare >= leastShare),
  };
}

function indexOfLargest(counts: Uint32Array): number {
  let largest = 0;
  for (let i = 1; i < counts.length; i++) if (counts[i] > counts[largest]) largest = i;
  return largest;
}
