import {
  type Estimate,
  excludesZero,
  formatHalfWidth,
  formatShareOf,
  isClearlyAbove,
} from "@/format/estimate";
import { type ChosenMeasure, MEASURE_WORDS } from "@/format/measures";
import { factorWord } from "@/format/names";
import { formatCount, formatList } from "@/format/number";
import { effectClause, effectValue, strengthOf } from "./effectWords";
import type { DepthSeries } from "./prepareDepth";

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

interface Leader {
  readonly factor: string;
  readonly estimate: Estimate;
}

/** Sorts by strength, strongest first; entries without a value are left out. */
function ranked<T>(entries: readonly T[], measure: ChosenMeasure, read: (entry: T) => Estimate): T[] {
  const size = (entry: T) => strengthOf(measure, read(entry)).value!;
  return entries.filter((entry) => read(entry).value !== null).sort((a, b) => size(b) - size(a));
}

function standsClear(measure: ChosenMeasure, first: Estimate, second: Estimate | undefined): boolean {
  return !second || isClearlyAbove(strengthOf(measure, first), strengthOf(measure, second));
}

function leaderAt(series: readonly DepthSeries[], at: number, measure: ChosenMeasure): Leader | null {
  const [first, second] = ranked(
    series.map((line) => ({
      factor: line.factor,
      estimate: line.points[at] ?? { value: null, halfWidth: null },
    })),
    measure,
    (entry) => entry.estimate,
  );
  return first && standsClear(measure, first.estimate, second?.estimate) ? first : null;
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
  const isShare = MEASURE_WORDS[measure].kind === "share";
  const size = (leader: Leader) => strengthOf(measure, leader.estimate).value!;
  const places = new Map<string, string[]>();
  const unclear: string[] = [];
  let top: (Leader & { checkpoint: string }) | null = null;
  checkpoints.forEach((checkpoint, at) => {
    if (series.every((line) => (line.points[at]?.value ?? null) === null)) return;
    const leader = leaderAt(series, at, measure);
    if (!leader) {
      unclear.push(checkpoint);
      return;
    }
    places.set(leader.factor, [...(places.get(leader.factor) ?? []), checkpoint]);
    if (!top || size(leader) > size(top)) top = { ...leader, checkpoint };
  });
  if (places.size === 0 && unclear.length === 0) return "No checkpoint of this run holds this measure.";
  const leads = [...places].map(
    ([factor, at], index) =>
      `${factorWord(factor)} ${index > 0 ? "at" : isShare ? "has the largest share at" : "has the strongest effect at"} ${formatList(at)}`,
  );
  const parts = leads.length > 0 ? [`${capital(leads.join(", "))}.`] : [];
  const peak = top as (Leader & { checkpoint: string }) | null;
  if (peak) {
    parts.push(`At ${peak.checkpoint}, ${effectClause(measure, peak.factor, peak.estimate)}.`);
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
  /** Units whose interval is not to be trusted; null where the measure knows no such flag, as the next two. */
  readonly untrustedCount?: number | null;
  readonly distinguishableCount?: number | null;
  /** Largest half width of intervals that hold for all units at once. */
  readonly simultaneousHalfWidth?: number | null;
}

/** Mean, middle and upper end of the units of one checkpoint for one factor, and how many have no index. */
export function distributionSentence(map: ChosenMap): string {
  const { checkpoint, factor, measure, mean, median, high, count, undefinedCount } = map;
  const { hasFactor } = MEASURE_WORDS[measure];
  if (mean.value === null) {
    return hasFactor
      ? `No unit of ${checkpoint} has an index for ${factorWord(factor)}: their variance is zero.`
      : `No unit of ${checkpoint} has a value.`;
  }
  const parts = [`In ${checkpoint}, ${effectClause(measure, factor, mean, "a unit's variance")} on average`];
  if (median !== null && high !== null) {
    const write = (value: number) => effectValue(measure, { value, halfWidth: 0.04 }).split(" ± ")[0];
    const number = (value: number) =>
      MEASURE_WORDS[measure].kind === "activation" ? String(Number(value.toPrecision(3))) : write(value);
    parts.push(`half of the units lie below ${number(median)}, one in twenty above ${number(high)}`);
  }
  return [`${parts.join("; ")}.`, ...unitRemarks(map, count, undefinedCount)].join(" ");
}

/** What there is to know about the units' intervals, a sentence each. */
function unitRemarks(
  { untrustedCount, distinguishableCount, simultaneousHalfWidth }: ChosenMap,
  count: number,
  undefinedCount: number,
): string[] {
  const remarks: string[] = [];
  if (undefinedCount > 0)
    remarks.push(
      `${formatCount(undefinedCount)} of ${formatCount(count + undefinedCount)} units ${undefinedCount === 1 ? "never varies and has" : "never vary and have"} no index.`,
    );
  if (untrustedCount)
    remarks.push(
      `The intervals of ${formatCount(untrustedCount)} of ${formatCount(count)} units are not to be trusted: too few evaluations tell something about them.`,
    );
  if (distinguishableCount != null)
    remarks.push(
      distinguishableCount === 0
        ? "No unit is distinguishable from 0."
        : `${formatCount(distinguishableCount)} of ${formatCount(count)} units are distinguishable from 0 (false discovery rate 5 %).`,
    );
  if (simultaneousHalfWidth != null)
    remarks.push(
      `Intervals that hold for all units at once are at most ± ${formatHalfWidth(simultaneousHalfWidth)} wide.`,
    );
  return remarks;
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
  return `In ${checkpoint} the interaction of ${factorWord(best.factor)} and ${factorWord(best.withFactor)} explains ${formatShareOf(best, "the variance")}, the largest of ${formatCount(pairs.length)} pairs. ${rest}`;
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
  const [first, second] = ranked(channels, measure, (entry) => entry);
  if (!first)
    return MEASURE_WORDS[measure].hasFactor
      ? `No channel of ${checkpoint} has an index for ${factorWord(factor)}: none of its units varies.`
      : `No channel of ${checkpoint} has a value.`;
  const what = effectClause(measure, factor, first);
  if (!second) return `In ${checkpoint}, channel ${first.channel} is the only one: ${what}.`;
  const next = effectValue(measure, second);
  return standsClear(measure, first, second)
    ? `Channel ${first.channel} of ${checkpoint} stands out: there ${what}, next comes channel ${second.channel} with ${next}.`
    : `Channel ${first.channel} of ${checkpoint} ranks first (${what}), but not clearly above channel ${second.channel} with ${next}.`;
}

interface FactorIndices {
  readonly factor: string;
  /** The run's first measure, by which the unit's factors are ranked. */
  readonly main: Estimate;
  /** S1 where the run has it. */
  readonly alone: Estimate | null;
}

/** Which factor a unit reacts to most, told as a fact only where it stands clear of the next. */
export function unitSentence(rows: readonly FactorIndices[], measure: ChosenMeasure): string {
  const [first, second] = ranked(rows, measure, (row) => row.main);
  if (!first) return "This unit never varies over the sample, so it has no index.";
  const what = effectClause(measure, first.factor, first.main, "this unit's variance");
  const alone = first.alone ? `; alone it explains ${effectValue("S1", first.alone)}` : "";
  return standsClear(measure, first.main, second?.main)
    ? `${capital(what)}, more than any other factor${alone}.`
    : `No factor stands clear of the next within the intervals. The ${MEASURE_WORDS[measure].kind === "correlation" ? "strongest" : "largest"} estimate: ${what}${alone}.`;
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
  const place = (cell: { checkpoint: string; factor: string }) =>
    cell.factor ? `for ${factorWord(cell.factor)} at ${cell.checkpoint}` : `at ${cell.checkpoint}`;
  if (known.length === 1) return `Rank agreement ${place(lowest)}: rho ${write(lowest.rho!)}.`;
  return `The units' ranks agree most ${place(highest)} (rho ${write(highest.rho!)}) and least ${place(lowest)} (rho ${write(lowest.rho!)}).`;
}
