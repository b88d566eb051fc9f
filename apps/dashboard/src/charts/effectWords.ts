import { type Estimate, formatEstimate, formatPercent, formatShareOf } from "@/format/estimate";
import { type ChosenMeasure, MEASURE_WORDS, strength } from "@/format/measures";
import { factorWord } from "@/format/names";

const SHARE_VERBS: Partial<Readonly<Record<ChosenMeasure, string>>> = {
  SHAPLEY: "accounts for",
  ST: "takes part in",
  S1: "explains",
};

/**
 * What a value says, as a clause: "hue takes part in 34 % ± 3 % of the variance"; for a contrast "hue shifts the
 * activation (correlation −0.31 ± 0.04)"; without a factor "the variance is 0.31 ± 0.04".
 *
 * @param whole what a share is a share of, where not "the variance".
 */
export function effectClause(
  measure: ChosenMeasure,
  factor: string,
  estimate: Estimate,
  whole = "the variance",
): string {
  const { kind, name } = MEASURE_WORDS[measure];
  if (kind === "activation") return `the ${name.toLowerCase()} is ${formatEstimate(estimate)}`;
  if (kind === "correlation") {
    return `${factorWord(factor)} correlates with the activation at ${formatEstimate(estimate)}`;
  }
  return `${factorWord(factor)} ${SHARE_VERBS[measure]} ${formatShareOf(estimate, whole)}`;
}

/** A value alone inside a sentence: shares as percentages (as numbers above 100 %), all else as numbers. */
export function effectValue(measure: ChosenMeasure, estimate: Estimate): string {
  const isPercent =
    MEASURE_WORDS[measure].kind === "share" &&
    Math.abs(estimate.value ?? 0) <= 1 &&
    (estimate.halfWidth ?? 0) <= 1;
  return isPercent ? formatPercent(estimate) : formatEstimate(estimate);
}

/** An estimate by how far it is from no influence: the size of a correlation, any other value as it is. */
export function strengthOf(measure: ChosenMeasure, { value, halfWidth }: Estimate): Estimate {
  return { value: value === null ? null : strength(measure, value), halfWidth };
}
