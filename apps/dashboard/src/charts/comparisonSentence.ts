import { formatDifference } from "@/format/estimate";
import { type ChosenMeasure, MEASURE_WORDS } from "@/format/measures";
import { formatCount } from "@/format/number";
import { effectClause, effectValue } from "./effectWords";
import {
  type ComparisonLine,
  type ComparisonOf,
  countDifferences,
  largestDifference,
} from "./prepareComparison";

/** Which number is compared, as the sentences name it. */
const COMPARED: Readonly<Record<ComparisonOf, { readonly one: string; readonly many: string }>> = {
  aggregated: {
    one: "Taken over all units together (aggregated index)",
    many: "differences between aggregated indices",
  },
  mean: { one: "On average over the units", many: "differences between means over the units" },
};

/**
 * The largest difference between the runs and how many leave zero out; says whether aggregated indices or means over
 * the units are compared, and how many of as many pointwise 95 % intervals would leave zero out by chance alone.
 */
export function comparisonSentence(
  lines: readonly ComparisonLine[],
  names: ReadonlyMap<string, string>,
  measure: ChosenMeasure,
  of: ComparisonOf,
): string {
  const { total, significant } = countDifferences(lines);
  if (total === 0) return "These runs share no checkpoint and factor, so there is nothing to compare.";
  const { one, many } = COMPARED[of];
  const best = largestDifference(lines);
  if (!best) return `None of ${formatCount(total)} ${many} goes beyond its interval.`;
  const name = (runId: string) => names.get(runId) ?? "another run";
  const { line, dot, baseline } = best;
  const isShare = MEASURE_WORDS[measure].kind === "share";
  const whole = `the variance of ${name(baseline.runId)}'s units`;
  const ofBaseline = effectClause(measure, line.factor, baseline, whole);
  const both = isShare
    ? `${ofBaseline}, ${effectValue(measure, dot)} of ${name(dot.runId)}'s`
    : `${ofBaseline} in ${name(baseline.runId)}, ${effectValue(measure, dot)} in ${name(dot.runId)}`;
  const largest = `${one}, at ${line.checkpoint} ${both}: ${formatDifference(dot.difference!)}, the largest difference.`;
  const chance = Math.round(total * 0.05);
  const byChance = chance > 0 ? ` (about ${chance} would by chance)` : "";
  const goes = significant === 1 ? "goes beyond its 95 % interval" : "go beyond their 95 % intervals";
  return `${largest} ${formatCount(significant)} of ${formatCount(total)} ${many} ${goes}${byChance}.`;
}
