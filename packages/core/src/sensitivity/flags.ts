import { bonferroniConfidence } from "../stats/multipleTesting.js";
import { StudentTTable } from "../stats/studentT.js";
import { CONFIDENCE, type UnitSummary, WIDTH_QUANTILES } from "./blockEstimates.js";

/** Kinds of estimate that differ in how many evaluations their interval asks for. */
export type MeasureKind = "S1" | "ST" | "S2" | "SHAPLEY";

/** Power of the telling share of a unit that counts for a measure, see `trustedUnits`, which depends on nothing else of it. */
export function tellingPower(kind: MeasureKind): 1 | 2 {
  return kind === "S1" || kind === "S2" ? 2 : 1;
}

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
  const power = tellingPower(kind);
  const trusted = new Uint8Array(nonZero.length);
  if (blocks < 2) return trusted;
  for (let u = 0; u < trusted.length; u++) {
    const even = 1 / (1 + (baseSamples / blocks) * (blocks / effectiveBlocks[u] - 1));
    const share = Math.min(nonZero[u] / evaluations, even);
    if (!(variance.values[u] > 0)) continue;
    trusted[u] = baseSamples * (power === 2 ? share * share : share) >= LEAST_EFFECTIVE_SAMPLES ? 1 : 0;
  }
  return trusted;
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
  const factors = new Float64Array(effectiveBlocks.length);
  for (let u = 0; u < factors.length; u++) {
    const degreesOfFreedom = effectiveBlocks[u] - 1;
    factors[u] = wide.quantile(degreesOfFreedom) / WIDTH_QUANTILES.quantile(degreesOfFreedom);
  }
  return factors;
}

/** The table of so many tests; the latest is kept, since the maps of a checkpoint mostly have the same number. */
function wideTable(tests: number): StudentTTable {
  if (latestWide?.tests !== tests) {
    latestWide = { tests, table: new StudentTTable((1 + bonferroniConfidence(CONFIDENCE, tests)) / 2) };
  }
  return latestWide.table;
}

let latestWide: { readonly tests: number; readonly table: StudentTTable } | undefined;
