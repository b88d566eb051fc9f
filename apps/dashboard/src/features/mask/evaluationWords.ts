import { factorName } from "@/format/names";
import { formatCount } from "@/format/number";

interface EvaluationLike {
  readonly augmented: boolean;
  readonly augmentation?: string | null;
  readonly sampleCount: number;
  readonly draws: number;
}

/** What an evaluation's images went through: "plain images", "Hue only, 3 draws an image". */
export function inputWords({ augmented, augmentation, draws }: Omit<EvaluationLike, "sampleCount">): string {
  if (!augmented) return "plain images";
  const what = augmentation ? `${factorName(augmentation)} only` : "all changes of the run";
  return draws > 1 ? `${what}, ${formatCount(draws)} draws an image` : what;
}

/** An evaluation in one line: "200 images, Hue only". */
export function evaluationWords(evaluation: EvaluationLike): string {
  return `${formatCount(evaluation.sampleCount)} images, ${inputWords(evaluation)}`;
}
