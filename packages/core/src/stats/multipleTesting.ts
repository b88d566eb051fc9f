/**
 * Adjusted p values of Benjamini and Hochberg (J. R. Stat. Soc. B 57 (1995) 289-300), valid for independent tests and
 * for tests whose errors go together, as those of units that saw the same images mostly do:
 * `scipy.stats.false_discovery_control(method="bh")`.
 *
 * @param pValues (n) in [0, 1]; NaN marks a test that does not exist: it stays NaN and does not count.
 * @returns (n) rejecting those at most q keeps the expected share of false rejections at q.
 */
export function benjaminiHochberg(pValues: ArrayLike<number>): Float64Array {
  return adjusted(pValues, () => 1);
}

/**
 * Adjusted p values of Benjamini and Yekutieli (Ann. Stat. 29 (2001) 1165-1188), valid however the tests depend on each
 * other: `scipy.stats.false_discovery_control(method="by")`. Parameters and result as `benjaminiHochberg`.
 */
export function benjaminiYekutieli(pValues: ArrayLike<number>): Float64Array {
  return adjusted(pValues, harmonicNumber);
}

/** Benjamini and Hochberg, or Benjamini and Yekutieli where nothing is known of how the tests depend on each other. */
export type StepUpProcedure = "BH" | "BY";

/** Tests beside those whose p values are given. */
export interface OtherTests {
  /** How many there are. */
  readonly tests: number;
  /** How many of them have p values so small that they are rejected, whatever those given are; the others' are too large. */
  readonly rejected: number;
}

/**
 * Which tests a step-up procedure rejects at a false discovery rate: those whose adjusted p value is at most `rate`.
 * Counts instead of sorting: with k at first all tests, k becomes the number of p values that k rejections would allow,
 * until that is k itself. No step passes the largest such k, which for a million tests is found in a few.
 *
 * @param pValues (n) in [0, 1]; NaN marks a test that does not exist.
 * @returns (n) 1 where rejected, else 0.
 */
export function rejectStepUp(
  pValues: Float64Array,
  rate: number,
  procedure: StepUpProcedure,
  others: OtherTests = NO_OTHERS,
): Uint8Array {
  const candidates = new Float64Array(pValues.length);
  let count = 0;
  for (let i = 0; i < pValues.length; i++) if (!Number.isNaN(pValues[i])) candidates[count++] = pValues[i];
  const tests = count + others.tests;
  const scale = stepUpScale(tests, procedure);
  let left = tests;
  for (let rejected = tests + 1; left < rejected && left > 0; ) {
    rejected = left;
    count = countAtMost(candidates, count, scale / rejected, rate);
    left = count + others.rejected;
  }
  const flags = new Uint8Array(pValues.length);
  if (left === 0) return flags;
  const factor = scale / left;
  for (let i = 0; i < flags.length; i++) flags[i] = pValues[i] * factor <= rate ? 1 : 0;
  return flags;
}

/** What k p values have to be times smaller than k rates for k rejections. */
export function stepUpScale(tests: number, procedure: StepUpProcedure): number {
  return tests * (procedure === "BY" ? harmonicNumber(tests) : 1);
}

const NO_OTHERS: OtherTests = { tests: 0, rejected: 0 };

/** Moves those of the first `count` values v with v factor <= rate to the front and tells how many there are. */
function countAtMost(values: Float64Array, count: number, factor: number, rate: number): number {
  let left = 0;
  for (let i = 0; i < count; i++) if (values[i] * factor <= rate) values[left++] = values[i];
  return left;
}

/**
 * Level at which each of several tests is done so that all hold at once with the given confidence, whatever their
 * dependence on each other (Bonferroni): 1 - (1 - confidence) / tests.
 */
export function bonferroniConfidence(confidence: number, tests: number): number {
  return 1 - (1 - confidence) / Math.max(1, tests);
}

/** Step-up adjustment: min over the larger p values of p n factor / rank. */
function adjusted(pValues: ArrayLike<number>, factor: (tests: number) => number): Float64Array {
  const order = Uint32Array.from({ length: pValues.length }, (_, i) => i)
    .filter((i) => !Number.isNaN(pValues[i]))
    .sort((i, j) => pValues[i] - pValues[j]);
  const out = new Float64Array(pValues.length).fill(Number.NaN);
  const tests = order.length;
  const scale = tests * factor(tests);
  let smallest = 1;
  for (let place = tests - 1; place >= 0; place--) {
    smallest = Math.min(smallest, pValues[order[place]] * (scale / (place + 1)));
    out[order[place]] = smallest;
  }
  return out;
}

/** 1 + 1/2 + ... + 1/n, smallest terms first. */
function harmonicNumber(n: number): number {
  let sum = 0;
  for (let i = n; i > 0; i--) sum += 1 / i;
  return sum;
}
