import { formatAccuracy, formatPoints, formatPointsSize } from "@/format/accuracy";
import { type Estimate, excludesZero, isClearlyAbove } from "@/format/estimate";
import { alphaDoing, type MaskLike } from "@/format/maskWords";
import { formatCount } from "@/format/number";

interface AccuracyLike {
  readonly top1: number;
  readonly halfWidth95: number;
  readonly top5: number;
  readonly top5HalfWidth95: number;
}

interface DifferenceLike {
  readonly difference: number;
  readonly halfWidth95: number;
}

/** The numbers of an evaluation that has ended. */
export interface EvaluationNumbers {
  readonly baseline?: AccuracyLike | null;
  readonly masked?: AccuracyLike | null;
  readonly randomControl?: AccuracyLike | null;
  readonly leastSensitive?: AccuracyLike | null;
  readonly maskedMinusBaseline?: DifferenceLike | null;
  readonly maskedMinusRandom?: DifferenceLike | null;
  readonly maskedMinusLeastSensitive?: DifferenceLike | null;
  /** Accuracy with the mask minus that with each random mask. */
  readonly perControl: readonly number[];
  readonly collapsed?: boolean | null;
  readonly collapsedTo?: string | null;
}

/** One line of the result: an accuracy, and what the mask differs from it by. */
export interface EvaluationRow {
  readonly key: "baseline" | "masked" | "random" | "least";
  readonly name: string;
  readonly top1: Estimate;
  readonly top5: Estimate;
  /** Mask minus this, paired by image; null for the mask itself. */
  readonly difference: Estimate | null;
  /** Top-1 accuracy with each single random mask; empty elsewhere. */
  readonly controls: readonly number[];
}

const estimateOf = (difference: DifferenceLike | null | undefined): Estimate | null =>
  difference ? { value: difference.difference, halfWidth: difference.halfWidth95 } : null;

/** Lines of the result: no mask, the mask, the random masks' mean with each of them, the least sensitive units. */
export function prepareEvaluation(numbers: EvaluationNumbers, isSoft: boolean): EvaluationRow[] {
  const { masked, perControl } = numbers;
  const row = (
    key: EvaluationRow["key"],
    name: string,
    accuracy: AccuracyLike | null | undefined,
    difference: DifferenceLike | null | undefined,
  ): EvaluationRow[] =>
    accuracy
      ? [
          {
            key,
            name,
            top1: { value: accuracy.top1, halfWidth: accuracy.halfWidth95 },
            top5: { value: accuracy.top5, halfWidth: accuracy.top5HalfWidth95 },
            difference: estimateOf(difference),
            controls: key === "random" && masked ? perControl.map((minus) => masked.top1 - minus) : [],
          },
        ]
      : [];
  const random = isSoft
    ? `Multipliers shuffled (mean of ${formatCount(perControl.length)})`
    : `As many random units (mean of ${formatCount(perControl.length)})`;
  return [
    ...row("baseline", "No mask", numbers.baseline, numbers.maskedMinusBaseline),
    ...row("masked", "Mask", masked, null),
    ...row("random", random, numbers.randomControl, numbers.maskedMinusRandom),
    ...row(
      "least",
      "As many least sensitive units",
      numbers.leastSensitive,
      numbers.maskedMinusLeastSensitive,
    ),
  ];
}

/**
 * What the paired difference to the random masks says, told as a fact only where its interval leaves 0 out; then what
 * the mask costs against no mask, and a warning when the network gives one answer to everything.
 */
export function evaluationSentence(numbers: EvaluationNumbers, mask: MaskLike): string {
  const { baseline, masked } = numbers;
  const toRandom = estimateOf(numbers.maskedMinusRandom);
  const toBaseline = estimateOf(numbers.maskedMinusBaseline);
  if (!baseline || !masked || !toRandom || !toBaseline) return "The evaluation has no numbers yet.";
  const doing = alphaDoing(mask);
  const what = mask.soft ? "Scaling the units by this map" : `${doing} these units`;
  const others = mask.soft
    ? "scaling them by the same multipliers in random order"
    : `${doing.toLowerCase()} as many random ones`;
  const parts: string[] = [];
  if (excludesZero(toRandom)) {
    const side = toRandom.value! < 0 ? "more" : "less";
    parts.push(`${what} costs ${formatPointsSize(toRandom)} points ${side} than ${others}.`);
  } else {
    parts.push(
      `${what} costs neither clearly more nor clearly less than ${others}: the difference is ${formatPoints(toRandom)}.`,
    );
  }
  const from = formatAccuracy(baseline.top1, baseline.halfWidth95);
  const to = formatAccuracy(masked.top1, masked.halfWidth95);
  parts.push(
    excludesZero(toBaseline)
      ? `Against no mask the accuracy ${toBaseline.value! < 0 ? "falls" : "rises"} from ${from} to ${to} (${formatPoints(toBaseline)}).`
      : `Against no mask (${from}) it does not change beyond the interval (${formatPoints(toBaseline)}).`,
  );
  return parts.join(" ");
}

/** Why the numbers of a collapsed network say little; null when it has not collapsed. */
export function collapseWarning({ collapsed, collapsedTo }: EvaluationNumbers): string | null {
  if (!collapsed) return null;
  const answer = collapsedTo ? ` (${collapsedTo})` : "";
  return `Under this mask the network gives one answer${answer} to nearly every image. Such damage says that too much is gone, not what the masked units stand for: try fewer units or a weaker multiplier.`;
}

export interface ClassNumbers {
  readonly label: string;
  readonly baselineTop1: number;
  readonly baselineHalfWidth95: number;
  readonly maskedTop1: number;
  readonly maskedHalfWidth95: number;
  readonly randomTop1: number;
  readonly sampleCount: number;
}

/** Classes by what the mask changes, the largest loss first. */
export function prepareClasses<T extends ClassNumbers>(classes: readonly T[]): T[] {
  const change = (entry: T) => entry.maskedTop1 - entry.baselineTop1;
  return [...classes].sort((a, b) => change(a) - change(b) || a.label.localeCompare(b.label));
}

/** Which classes lose most, told only where the two intervals do not touch. */
export function classSentence(classes: readonly ClassNumbers[]): string {
  if (classes.length === 0) return "No class has images in this evaluation.";
  const estimates = prepareClasses(classes).map((entry) => ({
    entry,
    before: { value: entry.baselineTop1, halfWidth: entry.baselineHalfWidth95 },
    after: { value: entry.maskedTop1, halfWidth: entry.maskedHalfWidth95 },
  }));
  const lost = estimates.filter(({ before, after }) => isClearlyAbove(before, after));
  const gained = estimates.filter(({ before, after }) => isClearlyAbove(after, before));
  const worst = lost[0];
  if (!worst && gained.length === 0)
    return `No class changes beyond its intervals; with so few images a class they are wide.`;
  const parts: string[] = [];
  if (worst) {
    const { entry } = worst;
    parts.push(
      `${entry.label} loses most: from ${formatAccuracy(entry.baselineTop1, entry.baselineHalfWidth95)} to ${formatAccuracy(entry.maskedTop1, entry.maskedHalfWidth95)} of ${formatCount(entry.sampleCount)} images.`,
    );
  }
  parts.push(
    `Losses beyond the intervals: ${formatCount(lost.length)} of ${formatCount(classes.length)} classes; gains: ${formatCount(gained.length)}.`,
  );
  return parts.join(" ");
}
