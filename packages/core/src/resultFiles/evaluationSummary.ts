import type { EvaluationResult } from "../study/evaluationResult.js";
import type { AccuracyChange, AccuracyShares } from "../study/shares.js";
import type { TestSpec } from "../study/testSpec.js";

/** Accuracy with half widths of 95 % intervals, named as in the GraphQL API. */
export interface AccuracySummary {
  readonly top1: number;
  readonly halfWidth95: number;
  readonly top5: number;
  readonly top5HalfWidth95: number;
}

/** A difference of top-1 accuracies of the same images. */
export interface ChangeSummary {
  readonly difference: number;
  readonly halfWidth95: number;
}

/** Top-1 accuracy of the images of one class. */
export interface ClassSummary {
  readonly label: string;
  readonly classId: number;
  readonly sampleCount: number;
  readonly baselineTop1: number;
  readonly baselineHalfWidth95: number;
  readonly maskedTop1: number;
  readonly maskedHalfWidth95: number;
  readonly randomTop1: number;
}

/** What a mask does to accuracy, as JSON; names as in the GraphQL API. */
export interface EvaluationSummary {
  /** Key of the input: `original`, `augmented` or an augmentation. */
  readonly input: string;
  readonly draws: number;
  readonly sampleCount: number;
  readonly baseline: AccuracySummary;
  readonly masked: AccuracySummary;
  readonly randomControl: AccuracySummary;
  /** Null for soft and combined masks. */
  readonly leastSensitive: AccuracySummary | null;
  readonly maskedMinusBaseline: ChangeSummary;
  readonly maskedMinusRandom: ChangeSummary;
  readonly maskedMinusLeastSensitive: ChangeSummary | null;
  readonly perControl: readonly number[];
  readonly perClass: readonly ClassSummary[];
  readonly collapsed: boolean;
  /** The one answer of a network that has collapsed, else null. */
  readonly collapsedTo: string | null;
}

/** The result of an evaluation as it is stored and printed. */
export function summariseEvaluation(spec: TestSpec, result: EvaluationResult): EvaluationSummary {
  const [input] = spec.inputs;
  const { leastSensitive, maskedMinusLeastSensitive: minusLeast, collapse } = result;
  return {
    input: input?.key ?? "",
    draws: input?.draws ?? 1,
    sampleCount: result.sampleCount,
    baseline: accuracyOf(result.baseline),
    masked: accuracyOf(result.masked),
    randomControl: accuracyOf(result.randomControl),
    leastSensitive: leastSensitive && accuracyOf(leastSensitive),
    maskedMinusBaseline: changeOf(result.maskedMinusBaseline),
    maskedMinusRandom: changeOf(result.maskedMinusRandom),
    maskedMinusLeastSensitive: minusLeast && changeOf(minusLeast),
    perControl: result.perControl,
    perClass: result.perClass.map(({ label, classId, images, baselineTop1, maskedTop1, randomTop1 }) => ({
      label,
      classId,
      sampleCount: images,
      baselineTop1: baselineTop1.value,
      baselineHalfWidth95: baselineTop1.halfWidth,
      maskedTop1: maskedTop1.value,
      maskedHalfWidth95: maskedTop1.halfWidth,
      randomTop1: randomTop1.value,
    })),
    collapsed: collapse.collapsed,
    collapsedTo: collapse.collapsed ? (spec.classNames[collapse.answer] ?? null) : null,
  };
}

/** A change of accuracy under its name in the GraphQL API. */
export function changeOf({ difference, halfWidth }: AccuracyChange): ChangeSummary {
  return { difference, halfWidth95: halfWidth };
}

function accuracyOf({ top1, top5 }: AccuracyShares): AccuracySummary {
  return {
    top1: top1.value,
    halfWidth95: top1.halfWidth,
    top5: top5.value,
    top5HalfWidth95: top5.halfWidth,
  };
}
