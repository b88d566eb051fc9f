import { bonferroniConfidence, rejectStepUp, type StepUpProcedure } from "../stats/multipleTesting.js";
import { StudentTTable, studentTQuantile } from "../stats/studentT.js";
import { studentTTail } from "../stats/studentTTail.js";
import { CONFIDENCE, type Estimate, type UnitSummary } from "./blockEstimates.js";

/** Kinds of estimate that differ in how many evaluations their interval asks for. */
export type MeasureKind = "S1" | "ST" | "S2" | "SHAPLEY";

/** Least number of effective base samples for an interval to hold what it says. */
export const LEAST_EFFECTIVE_SAMPLES = 64;

/** What `trustedUnits` reads of a result. */
export type UnitReliability = Pick<
  UnitSummary,
  "baseSamples" | "blocks" | "evaluations" | "variance" | "nonZero" | "effectiveBlocks"
>;

/**
 * Whether the half widths of a measure can be trusted, unit by unit: whether enough of the base sample tells something
 * about the unit.
 *
 * The telling share p of a unit is the share of its values that are not 0, or, where that is smaller, Kish's share by
 * how unevenly the blocks of n base samples carry its variance, 1 / (1 + n (B / B_eff - 1)), which also sees a unit
 * that is never 0 but lives from few large values. ST and Shapley effects rest on differences that move whenever one
 * value is in the telling share: N p base samples. S1 and S2 rest on products of two independent values: N p^2. At
 * least `LEAST_EFFECTIVE_SAMPLES` are asked for; docs/studies/coverage.md shows what happens below.
 *
 * @returns (U) 1 where trusted, else 0; a unit without variance, or without a half width, is not.
 */
export function trustedUnits(kind: MeasureKind, result: UnitReliability): Uint8Array {
  const { baseSamples, blocks, evaluations, variance, nonZero, effectiveBlocks } = result;
  const power = kind === "S1" || kind === "S2" ? 2 : 1;
  return Uint8Array.from(nonZero, (count, u) => {
    const even = 1 / (1 + (baseSamples / blocks) * (blocks / effectiveBlocks[u] - 1));
    const share = Math.min(count / evaluations, even);
    if (!(variance.values[u] > 0) || blocks < 2) return 0;
    return baseSamples * share ** power >= LEAST_EFFECTIVE_SAMPLES ? 1 : 0;
  });
}

/** Whether an estimate may fall below 0 for other reasons than sampling error. */
export type Alternative = "greater" | "two-sided";

/**
 * p values of "this value is 0", unit by unit, from values and half widths by Student's t with B_eff - 1 degrees of
 * freedom. S1, ST and Shapley effects cannot be negative, so for them only the upper side speaks against 0.
 *
 * @param effectiveBlocks (U) as in the result.
 * @param upTo p values above it may be given as 1, which saves most of the work where only small ones are looked at.
 * @returns (U) in [0, 1]; NaN where value or half width is.
 */
export function zeroPValues(
  { values, halfWidths }: Estimate,
  effectiveBlocks: ArrayLike<number>,
  alternative: Alternative,
  upTo = 1,
): Float64Array {
  const isOneSided = alternative === "greater";
  const least = leastDistance(isOneSided ? upTo : upTo / 2);
  const pValues = new Float64Array(values.length);
  for (let u = 0; u < pValues.length; u++) {
    const [value, halfWidth] = [values[u], halfWidths[u]];
    const distance = isOneSided ? value : Math.abs(value);
    if (Number.isNaN(value) || Number.isNaN(halfWidth)) pValues[u] = Number.NaN;
    else if (halfWidth === 0) pValues[u] = distance > 0 ? 0 : 1;
    else if (distance < least * halfWidth) pValues[u] = 1;
    else {
      const degreesOfFreedom = effectiveBlocks[u] - 1;
      const tail = studentTTail(
        (distance / halfWidth) * T_TABLE.quantile(degreesOfFreedom),
        degreesOfFreedom,
      );
      pValues[u] = isOneSided ? tail : Math.min(1, 2 * tail);
    }
  }
  return pValues;
}

/**
 * Half widths from 0 below which the tail is larger than `tail` whatever the degrees of freedom: the quantile in units of
 * that of the half width moves one way with them, so the ends tell. A little less, for what tables round.
 */
function leastDistance(tail: number): number {
  if (tail >= 0.5) return Number.NEGATIVE_INFINITY;
  const ratios = [1, 1e6].map((df) => studentTQuantile(1 - tail, df) / studentTQuantile(WIDTH_QUANTILE, df));
  return 0.999 * Math.min(...ratios);
}

/**
 * Which units are distinguishable from 0 with the false discovery rate controlled over all of them.
 *
 * @param pValues (U) of `zeroPValues`, all units of all checkpoints that are looked at together.
 * @returns (U) 1 where distinguishable, else 0; of those an expected share of at most `rate` is 0 in truth.
 */
export function distinguishableFromZero(
  pValues: Float64Array,
  rate: number,
  procedure: StepUpProcedure = "BH",
): Uint8Array {
  return rejectStepUp(pValues, rate, procedure);
}

/**
 * Half widths that hold for all defined units at once with 95 % confidence, whatever the units' dependence (Bonferroni),
 * from those that hold for each alone.
 *
 * @param halfWidths (U) at 95 %, NaN where undefined.
 * @param effectiveBlocks (U) as in the result.
 * @param tests number of intervals to hold at once; the defined ones of `halfWidths` unless there are more checkpoints.
 * @returns (U) NaN where `halfWidths` is.
 */
export function simultaneousHalfWidths(
  halfWidths: Float64Array,
  effectiveBlocks: ArrayLike<number>,
  tests = halfWidths.reduce((count, halfWidth) => count + (Number.isNaN(halfWidth) ? 0 : 1), 0),
): Float64Array {
  const factors = simultaneousFactors(effectiveBlocks, tests);
  return halfWidths.map((halfWidth, u) => halfWidth * factors[u]);
}

/**
 * How many times wider the intervals of so many tests are when they are to hold all at once.
 *
 * @param effectiveBlocks (U) as in the result.
 * @returns (U) NaN where there are fewer than two blocks.
 */
export function simultaneousFactors(effectiveBlocks: ArrayLike<number>, tests: number): Float64Array {
  const wide = wideTable(tests);
  return Float64Array.from(
    effectiveBlocks,
    (blocks) => wide.quantile(blocks - 1) / T_TABLE.quantile(blocks - 1),
  );
}

/** The table of so many tests; the latest is kept, since the maps of a checkpoint mostly have the same number. */
function wideTable(tests: number): StudentTTable {
  if (latestWide?.tests !== tests) {
    latestWide = { tests, table: new StudentTTable((1 + bonferroniConfidence(CONFIDENCE, tests)) / 2) };
  }
  return latestWide.table;
}

let latestWide: { readonly tests: number; readonly table: StudentTTable } | undefined;
const WIDTH_QUANTILE = (1 + CONFIDENCE) / 2;
const T_TABLE = new StudentTTable(WIDTH_QUANTILE);
