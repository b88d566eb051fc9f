import { ShapeError } from "../errors.js";
import { normalQuantile } from "./normal.js";

/** Mean difference of two treatments of the same items. */
export interface PairedDifference {
  /** mean(a - b); NaN without items. */
  readonly difference: number;
  /** Ends of the interval, in [-1, 1]; nearer to 0 than symmetric about `difference`. */
  readonly low: number;
  readonly high: number;
  /** Half the length of the interval before it is cut off at -1 and 1. */
  readonly halfWidth: number;
  /** Items whose score is larger under a, and under b: the two discordant counts of McNemar's test. */
  readonly gained: number;
  readonly lost: number;
  readonly n: number;
}

/**
 * Difference of paired scores in [0, 1] with the adjusted Wald interval of Bonett and Price (J. Educ. Behav. Stat. 37
 * (2012) 479-488): McNemar's comparison with one item added to either discordant count, so that it keeps a width where
 * nothing, or everything, changed. Scores between 0 and 1, means of several draws of one item, enter with their
 * differences in place of -1, 0 and 1, which is the same formula.
 *
 * @param a (n), `b` (n): scores of the same items in the same order.
 * @param confidence in (0, 1).
 * @throws {ShapeError} when the lengths differ.
 */
export function pairedDifference(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  confidence = 0.95,
): PairedDifference {
  if (a.length !== b.length) {
    throw new ShapeError(
      `A paired difference needs pairs, but there are ${a.length} and ${b.length} scores.`,
    );
  }
  const n = a.length;
  let sum = 0;
  let squares = 0;
  let gained = 0;
  let lost = 0;
  for (let i = 0; i < n; i++) {
    const difference = a[i] - b[i];
    sum += difference;
    squares += difference ** 2;
    if (difference > 0) gained++;
    else if (difference < 0) lost++;
  }
  const centre = sum / (n + 2);
  const variance = (squares + 2) / (n + 2) - centre ** 2;
  const halfWidth = normalQuantile((1 + confidence) / 2) * Math.sqrt(variance / (n + 2));
  return {
    difference: n === 0 ? Number.NaN : sum / n,
    low: Math.max(-1, centre - halfWidth),
    high: Math.min(1, centre + halfWidth),
    halfWidth,
    gained,
    lost,
    n,
  };
}
