import type { Measure } from "@/gql/graphql";
import { UNIT_MEASURE_NAMES } from "./measures";
import { factorWord } from "./names";
import { formatCount, formatFixed, formatList, formatTenths, THIN } from "./number";

/** What the words about a mask are made from. */
export interface MaskLike {
  readonly measure: Measure;
  readonly factor: string;
  readonly withFactor?: string | null;
  /** 0 to 1. */
  readonly percentile: number;
  readonly direction: "ABOVE" | "BELOW";
  readonly alpha: number;
  readonly soft?: "M" | "ONE_MINUS_M" | null;
  readonly combination?: "UNION" | "INTERSECTION" | null;
}

/** "0.5" and "1.5" as they are, whole numbers without decimals, a true minus sign. */
export function formatAlpha(alpha: number): string {
  return String(Number(alpha.toPrecision(4))).replace("-", "\u2212");
}

/** What happens to the chosen units: "silenced", "damped to 0.5 of their activation". */
export function alphaWord(alpha: number): string {
  if (alpha === 0) return "silenced";
  if (alpha === 1) return "left as they are";
  if (alpha > 0 && alpha < 1) return `damped to ${formatAlpha(alpha)} of their activation`;
  if (alpha > 1) return `amplified to ${formatAlpha(alpha)} times their activation`;
  return `multiplied by ${formatAlpha(alpha)}`;
}

/** The same as what somebody does: "Silencing", "Damping", "Amplifying". */
export function alphaDoing({ alpha, soft }: Pick<MaskLike, "alpha" | "soft">): string {
  if (soft) return "Scaling";
  if (alpha === 0) return "Silencing";
  if (alpha > 0 && alpha < 1) return "Damping";
  if (alpha > 1) return "Amplifying";
  return "Multiplying";
}

/** Share of a checkpoint's units that a rule asks for, 0 to 1. */
export function askedShare({ percentile, direction }: Pick<MaskLike, "percentile" | "direction">): number {
  return direction === "ABOVE" ? 1 - percentile : percentile;
}

/** A share with as many decimals as tell it from its neighbours: "10 %", "2.5 %". */
export function formatAskedShare(share: number): string {
  const percent = Number((share * 100).toFixed(2));
  const decimals = [0, 1, 2].find((count) => Number(percent.toFixed(count)) === percent) ?? 2;
  return `${formatFixed(percent, decimals)}${THIN}%`;
}

/** Measures that are ranked by their size, since their sign is a direction. */
const SIZES: Partial<Readonly<Record<Measure, string>>> = {
  CONTRAST: "the size of the correlation with",
  CONTRAST_RANK: "the size of the rank correlation with",
};

/** "ST of hue", "S2 of hue and rotation", "the size of the correlation with hue". */
export function indexWord({ measure, factor, withFactor }: MaskLike): string {
  const factors = withFactor ? [factor, withFactor] : [factor];
  const size = SIZES[measure] ?? `${UNIT_MEASURE_NAMES[measure]} of`;
  return `${size} ${formatList(factors.map(factorWord))}`;
}

/** A mask in one line: "highest 10 % by ST of hue, silenced". */
export function maskWords(mask: MaskLike): string {
  if (mask.combination) {
    const how = mask.combination === "UNION" ? "units of either of two masks" : "units of both of two masks";
    return `${how}, ${alphaWord(mask.alpha)}`;
  }
  if (mask.soft) {
    return mask.soft === "M"
      ? `every unit times m, ${indexWord(mask)}`
      : `every unit times 1 \u2212 m, m being ${indexWord(mask)}`;
  }
  const side = mask.direction === "ABOVE" ? "highest" : "lowest";
  return `${side} ${formatAskedShare(askedShare(mask))} by ${indexWord(mask)}, ${alphaWord(mask.alpha)}`;
}

interface CheckpointCounts {
  readonly checkpoint: string;
  readonly shape: readonly number[];
  readonly unitCount: number;
  readonly requested: number;
  readonly undefinedCount: number;
  readonly tiesLeftOut: number;
}

/** Units of a shape. */
export function unitsOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** How many units a mask touches, and whether as many as it asks for. */
export function previewSentence(checkpoints: readonly CheckpointCounts[], isSoft: boolean): string {
  const touched = checkpoints.reduce((sum, entry) => sum + entry.unitCount, 0);
  const all = checkpoints.reduce((sum, entry) => sum + unitsOf(entry.shape), 0);
  const names = formatList(checkpoints.map((entry) => entry.checkpoint));
  if (all === 0) return "No checkpoint is chosen.";
  if (touched === 0)
    return `The rule chooses no unit of ${names}: no unit there has an index to choose it by.`;
  const share = formatTenths(touched / all);
  const parts = [`Touches ${formatCount(touched)} of ${formatCount(all)} units (${share}) of ${names}.`];
  const short = checkpoints.filter((entry) => !isSoft && entry.unitCount < entry.requested);
  if (short.length > 0)
    parts.push(
      `In ${formatList(short.map((entry) => entry.checkpoint))} fewer than asked for: units without an index or without any sensitivity are never chosen.`,
    );
  const ties = checkpoints.reduce((sum, entry) => sum + entry.tiesLeftOut, 0);
  if (ties > 0)
    parts.push(
      `${formatCount(ties)} ${ties === 1 ? "unit that equals" : "units that equal"} a threshold ${ties === 1 ? "was" : "were"} left out by the seed, so that the number is exact.`,
    );
  return parts.join(" ");
}
