import { formatAccuracy } from "@/format/accuracy";
import { factorWord } from "@/format/names";
import { formatCount, formatFixed, formatList, formatTenths } from "@/format/number";

/** Row of a specialization that no factor leads in beyond the intervals. */
export const UNDECIDED = "undecided";

/** How the units of one checkpoint divide by their leading factor. */
export interface SpecializationBar {
  readonly checkpoint: string;
  readonly parts: readonly { readonly factor: string; readonly units: number; readonly share: number }[];
}

/** A factor's name, or "Undecided". */
export function partName(factor: string): string {
  return factor === UNDECIDED ? "undecided" : factorWord(factor);
}

/** Parts of a bar as stretches of [0, 1], in the order of the parts; empty ones are left out. */
export function stackParts(
  bar: SpecializationBar,
): { factor: string; from: number; to: number; units: number }[] {
  let from = 0;
  return bar.parts.flatMap(({ factor, share, units }) => {
    const start = from;
    from += share;
    return share > 0 ? [{ factor, from: start, to: from, units }] : [];
  });
}

/** How much is decided from the first to the last checkpoint, and which factor leads most units. */
export function specializationSentence(bars: readonly SpecializationBar[]): string {
  const known = bars.filter(({ parts }) => parts.some(({ units }) => units > 0));
  const first = known[0];
  const last = known.at(-1);
  if (!first || !last) return "No unit of this run has an index to divide it by.";
  const undecided = (bar: SpecializationBar) =>
    bar.parts.find(({ factor }) => factor === UNDECIDED)?.share ?? 0;
  const leaders = known
    .flatMap(({ checkpoint, parts }) =>
      parts.filter(({ factor }) => factor !== UNDECIDED).map((part) => ({ checkpoint, ...part })),
    )
    .sort((a, b) => b.share - a.share);
  const lead = leaders[0];
  const open =
    known.length > 1
      ? `At ${first.checkpoint} ${formatTenths(undecided(first))} of the units are undecided, at ${last.checkpoint} ${formatTenths(undecided(last))}: there the intervals of the two largest indices overlap.`
      : `${formatTenths(undecided(first))} of the units of ${first.checkpoint} are undecided: the intervals of their two largest indices overlap.`;
  if (!lead || lead.share === 0) return `${open} No factor leads in any unit.`;
  return `${open} The largest group is led by ${factorWord(lead.factor)} at ${lead.checkpoint}: ${formatCount(lead.units)} units, ${formatTenths(lead.share)}.`;
}

type Rho = readonly (readonly (number | null | undefined)[])[];

const write = (rho: number): string => formatFixed(rho, 2);

/** The two factors whose maps rank the units most alike, and most oppositely where any do. */
export function factorCorrelationSentence(labels: readonly string[], rho: Rho, checkpoint: string): string {
  const pairs = labels
    .flatMap((left, r) =>
      labels.slice(r + 1).map((right, c) => ({ left, right, rho: rho[r]?.[r + 1 + c] ?? null })),
    )
    .filter((pair) => pair.rho !== null)
    .sort((a, b) => b.rho! - a.rho!);
  const most = pairs[0];
  const least = pairs.at(-1);
  if (!most || !least) return `No two factors of ${checkpoint} can be compared: their maps are constant.`;
  const head = `In ${checkpoint}, ${factorWord(most.left)} and ${factorWord(most.right)} rank the units most alike (rho ${write(most.rho!)})`;
  if (most === least) return `${head}.`;
  const tail = least.rho! < 0 ? "most oppositely" : "least alike";
  return `${head}, ${factorWord(least.left)} and ${factorWord(least.right)} ${tail} (rho ${write(least.rho!)}).`;
}

/** What a discriminant analysis found. */
export interface DiscriminantNumbers {
  readonly checkpoint: string;
  readonly accuracy: number;
  readonly halfWidth95: number;
  readonly low95: number;
  readonly chance: number;
  readonly labels: readonly string[];
  /** [factor][taken for] maps. */
  readonly confusion: readonly (readonly number[])[];
}

/** Share of each factor's maps that were taken for each factor; null for a factor without maps. */
export function confusionShares(confusion: DiscriminantNumbers["confusion"]): (number | null)[][] {
  return confusion.map((row) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count) => (total > 0 ? count / total : null));
  });
}

/** Whether factors can be told from their maps, and which are mistaken most. */
export function discriminantSentence(result: DiscriminantNumbers): string {
  const { checkpoint, accuracy, halfWidth95, low95, chance, labels, confusion } = result;
  const number = `${formatAccuracy(accuracy, halfWidth95)}, where guessing gives ${formatTenths(chance)}`;
  const head =
    low95 > chance
      ? `At ${checkpoint} a linear rule tells ${formatCount(labels.length)} factors from single channels’ maps: ${number}.`
      : `At ${checkpoint} a linear rule tells the factors no better than guessing within the interval: ${number}.`;
  const worst = confusionShares(confusion)
    .flatMap((row, r) => row.map((share, c) => ({ r, c, share: share ?? 0 })))
    .filter(({ r, c }) => r !== c)
    .sort((a, b) => b.share - a.share)[0];
  if (!worst || worst.share === 0) return head;
  return `${head} Most often mistaken: ${factorWord(labels[worst.r] ?? "")} for ${factorWord(labels[worst.c] ?? "")} (${formatTenths(worst.share)} of its maps).`;
}

export interface ScatterPoint {
  readonly label: string;
  readonly x: number;
  readonly y?: number | null;
}

/** Points of one factor and the middle of them. */
export interface ScatterGroup {
  readonly factor: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly middle: readonly [x: number, y: number];
}

export interface Scatter {
  readonly groups: readonly ScatterGroup[];
  readonly xDomain: readonly [number, number];
  readonly yDomain: readonly [number, number];
}

/** Groups in the order of the labels; points without a second axis lie on its zero. */
export function prepareScatter(points: readonly ScatterPoint[], labels: readonly string[]): Scatter {
  const groups = labels.flatMap((factor) => {
    const own = points.filter(({ label }) => label === factor).map(({ x, y }) => [x, y ?? 0] as const);
    if (own.length === 0) return [];
    const mean = (at: 0 | 1) => own.reduce((sum, point) => sum + point[at], 0) / own.length;
    return [{ factor, points: own, middle: [mean(0), mean(1)] as const }];
  });
  const domain = (at: 0 | 1): [number, number] => {
    const values = groups.flatMap((group) => group.points.map((point) => point[at]));
    const low = values.reduce((least, value) => Math.min(least, value), 0);
    const high = values.reduce((most, value) => Math.max(most, value), 0);
    return low < high ? [low, high] : [low - 1, high + 1];
  };
  return { groups, xDomain: domain(0), yDomain: domain(1) };
}

/** What the two axes of the plane carry of the differences between the factors. */
export function axesWords(explainedShares: readonly number[]): string {
  const shown = explainedShares.slice(0, 2).map((share) => formatTenths(share));
  if (shown.length === 0) return "";
  return `The ${shown.length === 1 ? "axis carries" : "axes carry"} ${formatList(shown)} of the variance between the factors’ mean maps.`;
}
