import { formatPoints, formatPointsSize } from "@/format/accuracy";
import { type Estimate, excludesZero } from "@/format/estimate";
import { alphaWord, formatAskedShare } from "@/format/maskWords";
import { factorName, factorWord } from "@/format/names";
import { formatCount, formatTenths } from "@/format/number";
import { type Axis, zeroBasedAxis } from "./ticks";

export interface ConfigurationLike {
  readonly label: string;
  readonly alpha?: number | null;
  readonly percentile?: number | null;
  readonly soft: boolean;
  readonly inverted: boolean;
}

/** Accuracies of one input and masking factor, in the order of the configurations. */
export interface StudyVector {
  readonly input: string;
  readonly maskFactor: string;
  readonly top1: readonly number[];
  readonly halfWidth95: readonly number[];
  readonly unmaskedTop1: number;
  readonly randomTop1: readonly number[];
  readonly maskedMinusRandom: readonly { readonly difference: number; readonly halfWidth95: number }[];
  readonly collapsed: readonly boolean[];
}

/** One configuration of one vector. */
export interface StudyPoint {
  readonly configuration: ConfigurationLike;
  readonly masked: Estimate;
  /** Mean accuracy under random masks of the same size. */
  readonly random: number;
  /**
   * The masked accuracies within the half width of the difference from `random`, cut to [0, 1]: one outside differs from
   * random masks beyond the interval.
   */
  readonly band: readonly [low: number, high: number];
  /** Masked minus random, paired by image. */
  readonly difference: Estimate;
  /** True where the difference's interval leaves 0 out. */
  readonly isClear: boolean;
  readonly isCollapsed: boolean;
}

/** Points of one multiplier, by growing share of masked units. */
export interface StudyPanel {
  readonly alpha: number;
  readonly points: readonly (StudyPoint & { readonly share: number })[];
}

export interface StudyChart {
  readonly panels: readonly StudyPanel[];
  readonly soft: readonly StudyPoint[];
  readonly unmasked: number;
  readonly axis: Axis;
}

/** Key of the images as they are among a study's inputs. */
export const ORIGINAL = "original";

/** Name of an input: plain images, or those of one augmentation. */
export function inputName(input: string): string {
  return input === ORIGINAL ? "Plain images" : factorName(input);
}

/** An input inside a sentence: "plain images", "images changed by hue". */
export function inputWord(input: string): string {
  return input === ORIGINAL ? "plain images" : `images changed by ${factorWord(input)}`;
}

/** A configuration in words: "highest 10 % silenced", "soft 1 − m". */
export function configurationWords({ alpha, percentile, soft, inverted }: ConfigurationLike): string {
  if (soft || alpha == null || percentile == null) return inverted ? "soft 1 \u2212 m" : "soft m";
  return `highest ${formatAskedShare(1 - percentile)} ${alphaWord(alpha)}`;
}

/** Points of a vector, in the order of the configurations. */
export function studyPoints(vector: StudyVector, configurations: readonly ConfigurationLike[]): StudyPoint[] {
  return configurations.map((configuration, at) => {
    const raw = vector.maskedMinusRandom[at];
    const difference = { value: raw?.difference ?? null, halfWidth: raw?.halfWidth95 ?? null };
    const random = vector.randomTop1[at] ?? Number.NaN;
    const half = difference.halfWidth ?? 0;
    return {
      configuration,
      masked: { value: vector.top1[at] ?? null, halfWidth: vector.halfWidth95[at] ?? null },
      random,
      band: [Math.max(0, random - half), Math.min(1, random + half)] as const,
      difference,
      isClear: excludesZero(difference),
      isCollapsed: vector.collapsed[at] ?? false,
    };
  });
}

/** Panels by multiplier with a common axis that holds every interval, and the soft masks apart. */
export function prepareStudyChart(
  vector: StudyVector,
  configurations: readonly ConfigurationLike[],
): StudyChart {
  const points = studyPoints(vector, configurations);
  const ranked = points.flatMap((point) => {
    const { alpha, percentile } = point.configuration;
    return alpha == null || percentile == null ? [] : [{ ...point, alpha, share: 1 - percentile }];
  });
  const alphas = [...new Set(ranked.map(({ alpha }) => alpha))];
  return {
    panels: alphas.map((alpha) => ({
      alpha,
      points: ranked.filter((point) => point.alpha === alpha).sort((a, b) => a.share - b.share),
    })),
    soft: points.filter(({ configuration }) => configuration.soft),
    unmasked: vector.unmaskedTop1,
    axis: zeroBasedAxis([
      vector.unmaskedTop1,
      // An interval may reach beyond 1, an accuracy cannot.
      ...points.flatMap(({ masked, band }) => [
        Math.min(1, (masked.value ?? 0) + (masked.halfWidth ?? 0)),
        band[1],
      ]),
    ]),
  };
}

/** How many of a vector's masks differ from random ones, and the strongest of these; collapsed ones are counted apart. */
export function vectorSentence(vector: StudyVector, configurations: readonly ConfigurationLike[]): string {
  const points = studyPoints(vector, configurations);
  const judged = points.filter(({ isCollapsed }) => !isCollapsed);
  const clear = judged
    .filter(({ isClear }) => isClear)
    .sort((a, b) => Math.abs(b.difference.value!) - Math.abs(a.difference.value!));
  const start = `${capital(inputWord(vector.input))}, masked by ${factorWord(vector.maskFactor)}: without a mask ${formatTenths(vector.unmaskedTop1)} are right.`;
  const best = clear[0];
  const middle = best
    ? `${formatCount(clear.length)} of ${formatCount(judged.length)} masks differ from random ones beyond the interval, most ${configurationWords(best.configuration)}: ${formatPoints(best.difference)}.`
    : `None of ${formatCount(judged.length)} masks differs from random ones beyond its interval.`;
  const collapsed = points.length - judged.length;
  const end =
    collapsed === 0
      ? ""
      : ` Under ${formatCount(collapsed)} ${collapsed === 1 ? "mask" : "masks"} the network collapses to one answer; ${collapsed === 1 ? "it is" : "they are"} not counted.`;
  return `${start} ${middle}${end}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** One mask of one input beside its random control. */
export interface StudyEffect extends StudyPoint {
  readonly input: string;
  readonly maskFactor: string;
}

/** All effects of a study that are not collapsed, those beyond their interval first, then by size. */
export function studyEffects(
  vectors: readonly StudyVector[],
  configurations: readonly ConfigurationLike[],
): StudyEffect[] {
  return vectors
    .flatMap((vector) =>
      studyPoints(vector, configurations).map((point) => ({
        ...point,
        input: vector.input,
        maskFactor: vector.maskFactor,
      })),
    )
    .filter(({ isCollapsed, difference }) => !isCollapsed && difference.value !== null)
    .sort(
      (a, b) =>
        Number(b.isClear) - Number(a.isClear) ||
        Math.abs(b.difference.value!) - Math.abs(a.difference.value!),
    );
}

/** The strongest effect and how many there are, with how many would be there by chance. */
export function effectsSentence(effects: readonly StudyEffect[]): string {
  if (effects.length === 0)
    return "No mask of this study can be judged: the network collapses under all of them.";
  const clear = effects.filter(({ isClear }) => isClear);
  const best = clear[0];
  const expected = Math.max(1, 0.05 * effects.length);
  const byChance = `about ${formatCount(expected)} would by chance alone`;
  if (!best)
    return `None of ${formatCount(effects.length)} masks differs from random ones of its size beyond its interval; ${byChance}.`;
  const counts = `${formatCount(clear.length)} of ${formatCount(effects.length)} go beyond their intervals, ${byChance}`;
  const side = best.difference.value! < 0 ? "below" : "above";
  const strongest = `on ${inputWord(best.input)}, ${factorWord(best.maskFactor)}’s ${configurationWords(best.configuration)}: ${formatPointsSize(best.difference)} points ${side} random masks`;
  return clear.length > expected
    ? `The strongest: ${strongest}. ${counts}.`
    : `No more differences from random masks than chance gives: ${counts}. The largest: ${strongest}.`;
}

/** The least and the most alike rows and columns of a study's rank correlations. */
export function correlationSentence(
  rows: readonly string[],
  columns: readonly string[],
  rho: readonly (readonly (number | null | undefined)[])[],
): string {
  const cells = rows
    .flatMap((row, r) => columns.map((column, c) => ({ row, column, rho: rho[r]?.[c] ?? null })))
    .filter((cell) => cell.rho !== null)
    .sort((a, b) => a.rho! - b.rho!);
  const least = cells[0];
  const most = cells.at(-1);
  if (!least || !most) return "No rank correlation is defined: no accuracy changes over the masks.";
  const write = (value: number) => value.toFixed(2).replace("-", "\u2212");
  return `Masks by ${factorWord(least.column)} change the accuracy least alike for ${inputWord(least.row)} and plain images (rho ${write(least.rho!)}), masks by ${factorWord(most.column)} most alike for ${inputWord(most.row)} (rho ${write(most.rho!)}).`;
}
