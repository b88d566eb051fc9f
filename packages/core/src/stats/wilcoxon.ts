import { normalTail } from "./normal.js";

/** Result of Wilcoxon's signed-rank test. */
export interface SignedRankTest {
  /** n, differences. */
  readonly n: number;
  /** Sums of the ranks of the positive and of the negative differences; zeros give half their ranks to either. */
  readonly positive: number;
  readonly negative: number;
  /** (R+ - R-) / (n (n + 1) / 2), -1 to 1: rank-biserial correlation of matched pairs (Kerby 2014). */
  readonly rankBiserial: number;
  /** Two-sided p value; 1 when all differences are 0. */
  readonly p: number;
}

/**
 * Wilcoxon's signed-rank test of differences: zeros split, ties by their mean rank, normal approximation with
 * correction for continuity and ties. Equals `scipy.stats.wilcoxon(differences, zero_method="zsplit",
 * correction=True, method="asymptotic")`, except that p is 1 where the correction exceeds the distance of the rank sums.
 *
 * @param differences (n) without NaN.
 * @returns NaN in all but the sums when n is 0.
 */
export function signedRankTest(differences: ArrayLike<number>): SignedRankTest {
  const positives = Float64Array.from(differences)
    .filter((d) => d > 0)
    .sort();
  const negatives = Float64Array.from(differences)
    .filter((d) => d < 0)
    .map((d) => -d)
    .sort();
  const n = differences.length;
  const zeros = n - positives.length - negatives.length;
  let positive = (zeros * (zeros + 1)) / 4;
  let negative = positive;
  let ties = zeros ** 3 - zeros;
  for (let i = 0, j = 0; i < positives.length || j < negatives.length; ) {
    const value = Math.min(positives[i] ?? Infinity, negatives[j] ?? Infinity);
    const below = zeros + i + j;
    const [fromPositive, fromNegative] = [i, j];
    while (positives[i] === value) i++;
    while (negatives[j] === value) j++;
    const equal = zeros + i + j - below;
    const rank = below + (equal + 1) / 2;
    positive += rank * (i - fromPositive);
    negative += rank * (j - fromNegative);
    ties += equal ** 3 - equal;
  }
  const all = (n * (n + 1)) / 2;
  const deviation = Math.sqrt((n * (n + 1) * (2 * n + 1) - ties / 2) / 24);
  const distance = Math.abs(positive - all / 2);
  const z = distance === 0 ? 0 : (distance - 0.5) / deviation;
  return {
    n,
    positive,
    negative,
    rankBiserial: (positive - negative) / all,
    p: n === 0 ? Number.NaN : Math.min(1, 2 * normalTail(z)),
  };
}
