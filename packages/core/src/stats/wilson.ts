import { normalQuantile } from "./normal.js";

/** A share with its interval. */
export interface ShareInterval {
  /** Mean of the scores; NaN without any. */
  readonly share: number;
  /** Ends of the interval, in [0, 1]; not symmetric about `share`. */
  readonly low: number;
  readonly high: number;
  /** (high - low) / 2. */
  readonly halfWidth: number;
  /** Independent items. */
  readonly n: number;
}

/** What is known beside the scores. */
export interface WilsonOptions {
  /** 0-1 draws that each score is the mean of. @default 1 */
  readonly draws?: number;
  /** Share of the items that count as independent, in (0, 1]. @default 1 */
  readonly independentShare?: number;
  /** In (0, 1). @default 0.95 */
  readonly confidence?: number;
}

/**
 * Mean of scores in [0, 1] with Wilson's interval (J. Am. Stat. Assoc. 22 (1927) 209-212), which keeps a width where all
 * scores are 0 or all are 1.
 *
 * Scores of 0 and 1 give Wilson's interval of a proportion. For means of several draws of one item, n is replaced by the
 * number of 0-1 scores that would have the same variance of the mean, share (1 - share) n / s^2, s^2 being the variance
 * with divisor n (Korn and Graubard, Surv. Methodol. 24 (1998) 193-201): at least n, at most n times the draws.
 *
 * @param scores (n) one an item, items being independent.
 */
export function wilsonInterval(scores: ArrayLike<number>, options: WilsonOptions = {}): ShareInterval {
  const { draws = 1, independentShare = 1, confidence = 0.95 } = options;
  const n = scores.length;
  if (n === 0) return { share: Number.NaN, low: Number.NaN, high: Number.NaN, halfWidth: Number.NaN, n };
  let sum = 0;
  for (let i = 0; i < n; i++) sum += scores[i];
  const share = sum / n;
  const items = independentShare * (n < 2 ? n : effectiveItems(scores, share, draws));
  const spread = share * (1 - share);
  const z = normalQuantile((1 + confidence) / 2);
  const shrink = 1 + z ** 2 / items;
  const centre = (share + z ** 2 / (2 * items)) / shrink;
  const halfWidth = (z / shrink) * Math.sqrt(spread / items + (z / (2 * items)) ** 2);
  return {
    share,
    low: Math.max(0, centre - halfWidth),
    high: Math.min(1, centre + halfWidth),
    halfWidth,
    n,
  };
}

function effectiveItems(scores: ArrayLike<number>, share: number, draws: number): number {
  const n = scores.length;
  const spread = share * (1 - share);
  if (spread === 0) return n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (scores[i] - share) ** 2;
  return Math.min(n * draws, Math.max(n, (spread * n * n) / squares));
}
