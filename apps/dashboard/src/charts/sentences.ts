import {
  type Estimate,
  excludesZero,
  formatDifference,
  formatPercent,
  isClearlyAbove,
} from "@/format/estimate";
import { type ChosenMeasure, factorWord } from "@/format/names";
import { formatCount, formatList } from "@/format/number";
import { type ComparisonLine, countDifferences, largestDifference } from "./prepareComparison";
import type { DepthSeries } from "./prepareDepth";

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** "hue explains" (S1: alone) or "hue takes part in" (ST: with others too). */
export const MEASURE_VERB: Readonly<Record<ChosenMeasure, string>> = { S1: "explains", ST: "takes part in" };

interface Leader {
  readonly factor: string;
  readonly estimate: Estimate;
}

function leaderAt(series: readonly DepthSeries[], at: number): Leader | null {
  const ranked = series
    .map((line) => ({ factor: line.factor, estimate: line.points[at] ?? { value: null, halfWidth: null } }))
    .filter((entry) => entry.estimate.value !== null)
    .sort((a, b) => b.estimate.value! - a.estimate.value!);
  const [first, second] = ranked;
  if (!first) return null;
  return !second || isClearlyAbove(first.estimate, second.estimate) ? first : null;
}

/**
 * Which factor leads at which checkpoint. A factor leads only where its interval lies wholly above the next one's;
 * elsewhere the sentence says that none stands clear.
 */
export function depthSentence(
  series: readonly DepthSeries[],
  checkpoints: readonly string[],
  measure: ChosenMeasure,
): string {
  const places = new Map<string, string[]>();
  const unclear: string[] = [];
  let top: (Leader & { checkpoint: string }) | null = null;
  checkpoints.forEach((checkpoint, at) => {
    if (series.every((line) => (line.points[at]?.value ?? null) === null)) return;
    const leader = leaderAt(series, at);
    if (!leader) {
      unclear.push(checkpoint);
      return;
    }
    places.set(leader.factor, [...(places.get(leader.factor) ?? []), checkpoint]);
    if (!top || leader.estimate.value! > top.estimate.value!) top = { ...leader, checkpoint };
  });
  if (places.size === 0 && unclear.length === 0) return "No checkpoint of this run holds this measure.";
  const leads = [...places].map(
    ([factor, at], index) =>
      `${factorWord(factor)} ${index === 0 ? "has the largest share at" : "at"} ${formatList(at)}`,
  );
  const parts = leads.length > 0 ? [`${capital(leads.join(", "))}.`] : [];
  const peak = top as (Leader & { checkpoint: string }) | null;
  if (peak) {
    const share = formatPercent(peak.estimate);
    parts.push(
      `At ${peak.checkpoint}, ${factorWord(peak.factor)} ${MEASURE_VERB[measure]} ${share} of the variance.`,
    );
  }
  if (unclear.length > 0)
    parts.push(`At ${formatList(unclear)} no factor stands clear of the next within the intervals.`);
  if (places.size === 0) parts.push("A larger base sample narrows them.");
  return parts.join(" ");
}

interface ChosenMap {
  readonly checkpoint: string;
  readonly factor: string;
  readonly measure: ChosenMeasure;
  readonly mean: Estimate;
  readonly median: number | null;
  readonly high: number | null;
  /** Units that have an index. */
  readonly count: number;
  readonly undefinedCount: number;
}

/** Mean, middle and upper end of the units of one checkpoint for one factor, and how many have no index. */
export function distributionSentence(map: ChosenMap): string {
  const { checkpoint, factor, measure, mean, median, high, count, undefinedCount } = map;
  if (mean.value === null) {
    return `No unit of ${checkpoint} has an index for ${factorWord(factor)}: their variance is zero.`;
  }
  const parts = [
    `In ${checkpoint}, ${factorWord(factor)} ${MEASURE_VERB[measure]} ${formatPercent(mean)} of a unit's variance on average`,
  ];
  if (median !== null && high !== null) {
    const percent = (value: number) => formatPercent({ value, halfWidth: 0.02 }).split(" ± ")[0];
    parts.push(`half of the units lie below ${percent(median)}, one in twenty above ${percent(high)}`);
  }
  const missing =
    undefinedCount > 0
      ? ` ${formatCount(undefinedCount)} of ${formatCount(count + undefinedCount)} units never vary and have no index.`
      : "";
  return `${parts.join("; ")}.${missing}`;
}

/**
 * The largest difference between the runs and how many leave zero out. Says how many of as many pointwise
 * 95 % intervals would leave zero out by chance alone.
 */
export function comparisonSentence(
  lines: readonly ComparisonLine[],
  names: ReadonlyMap<string, string>,
  measure: ChosenMeasure,
): string {
  const { total, significant } = countDifferences(lines);
  if (total === 0) return "These runs share no checkpoint and factor, so there is nothing to compare.";
  const best = largestDifference(lines);
  if (!best) return `None of ${formatCount(total)} differences between means goes beyond its interval.`;
  const name = (runId: string) => names.get(runId) ?? "another run";
  const { line, dot, baseline } = best;
  const largest =
    `At ${line.checkpoint}, ${factorWord(line.factor)} ${MEASURE_VERB[measure]} ${formatPercent(baseline)} of the variance of ` +
    `${name(baseline.runId)}'s units, ${formatPercent(dot)} of ${name(dot.runId)}'s: ${formatDifference(dot.difference!)}, the largest difference.`;
  const chance = Math.round(total * 0.05);
  const byChance = chance > 0 ? ` (about ${chance} would by chance)` : "";
  const goes = significant === 1 ? "goes beyond its 95 % interval" : "go beyond their 95 % intervals";
  return `${largest} ${formatCount(significant)} of ${formatCount(total)} differences between means ${goes}${byChance}.`;
}

/** The pair that interacts most, told only where its interval leaves zero out. */
export function pairSentence(
  pairs: readonly (Estimate & { readonly factor: string; readonly withFactor: string })[],
  checkpoint: string,
): string {
  const clear = pairs
    .filter((pair) => excludesZero(pair) && pair.value! > 0)
    .sort((a, b) => b.value! - a.value!);
  const best = clear[0];
  if (!best) return `In ${checkpoint} no pair of factors interacts beyond its interval.`;
  const others = clear.length - 1;
  const rest =
    others === 0
      ? "It is the only pair beyond its interval."
      : `${formatCount(others)} other ${others === 1 ? "pair goes" : "pairs go"} beyond ${others === 1 ? "its interval" : "their intervals"}.`;
  return `In ${checkpoint} the interaction of ${factorWord(best.factor)} and ${factorWord(best.withFactor)} explains ${formatPercent(best)} of the variance, the largest of ${formatCount(pairs.length)} pairs. ${rest}`;
}

interface ChannelLike extends Estimate {
  readonly channel: number;
}

/** Which channel of a checkpoint has the largest index, and whether it stands clear of the next. */
export function channelSentence(
  channels: readonly ChannelLike[],
  checkpoint: string,
  factor: string,
  measure: ChosenMeasure,
): string {
  const ranked = channels.filter((entry) => entry.value !== null).sort((a, b) => b.value! - a.value!);
  const [first, second] = ranked;
  if (!first)
    return `No channel of ${checkpoint} has an index for ${factorWord(factor)}: none of its units varies.`;
  const what = `${factorWord(factor)} ${MEASURE_VERB[measure]} ${formatPercent(first)} of the variance`;
  if (!second) return `In ${checkpoint}, channel ${first.channel} is the only one: ${what}.`;
  return isClearlyAbove(first, second)
    ? `Channel ${first.channel} of ${checkpoint} stands out: there ${what}, next comes channel ${second.channel} with ${formatPercent(second)}.`
    : `Channel ${first.channel} of ${checkpoint} ranks first (${what}), but not clearly above channel ${second.channel} with ${formatPercent(second)}.`;
}

interface FactorIndices {
  readonly factor: string;
  readonly st: Estimate;
  readonly s1: Estimate;
}

/** Which factor a unit reacts to most, told as a fact only where it stands clear of the next. */
export function unitSentence(rows: readonly FactorIndices[]): string {
  const ranked = rows.filter((row) => row.st.value !== null).sort((a, b) => b.st.value! - a.st.value!);
  const [first, second] = ranked;
  if (!first) return "This unit never varies over the sample, so it has no index.";
  const what = `${factorWord(first.factor)} takes part in ${formatPercent(first.st)} of this unit's variance`;
  const alone = `alone it explains ${formatPercent(first.s1)}`;
  return !second || isClearlyAbove(first.st, second.st)
    ? `${capital(what)}, more than any other factor; ${alone}.`
    : `No factor stands clear of the next within the intervals. The largest estimate: ${what}; ${alone}.`;
}

/** How alike two runs rank the units, from the lowest to the highest Spearman rho. */
export function agreementSentence(
  cells: readonly { checkpoint: string; factor: string; rho: number | null }[],
): string {
  const known = cells.filter((cell) => cell.rho !== null).sort((a, b) => a.rho! - b.rho!);
  const lowest = known[0];
  const highest = known.at(-1);
  if (!lowest || !highest)
    return "No checkpoint has the same shape in both runs, so ranks cannot be compared.";
  const write = (rho: number) => rho.toFixed(2).replace("-", "\u2212");
  if (known.length === 1)
    return `Rank agreement for ${factorWord(lowest.factor)} at ${lowest.checkpoint}: rho ${write(lowest.rho!)}.`;
  return `The units' ranks agree most for ${factorWord(highest.factor)} at ${highest.checkpoint} (rho ${write(highest.rho!)}) and least for ${factorWord(lowest.factor)} at ${lowest.checkpoint} (rho ${write(lowest.rho!)}).`;
}
