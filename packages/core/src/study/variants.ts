import { StateFormatError } from "../errors.js";
import type { TestSpec } from "./testSpec.js";

/** Number of the variant without a mask. */
export const UNMASKED = 0;

/** Which variant of a test's network plays which part in the evaluation of one mask. Variants are numbered from 0. */
export interface EvaluationVariants {
  readonly kind: "EVALUATION";
  readonly masked: number;
  /** One a random control. */
  readonly controls: readonly number[];
  /** Null for soft and combined masks. */
  readonly leastSensitive: number | null;
}

/** The same for a study. Equal masks share a variant. */
export interface StudyVariants {
  readonly kind: "STUDY";
  /** [factor][configuration] */
  readonly masked: readonly (readonly number[])[];
  /** [factor][configuration][control] */
  readonly controls: readonly (readonly (readonly number[])[])[];
}

export type Variants = EvaluationVariants | StudyVariants;

/** Every variant with a part, as often as it has one; that without a mask once. */
export function rolesOf(variants: Variants): number[] {
  if (variants.kind === "STUDY") {
    return [UNMASKED, ...variants.masked.flat(), ...variants.controls.flat(2)];
  }
  const { masked, controls, leastSensitive } = variants;
  return [UNMASKED, masked, ...controls, ...(leastSensitive === null ? [] : [leastSensitive])];
}

/** @throws {StateFormatError} when the predictions are of a study. */
export function requireEvaluation(variants: Variants): EvaluationVariants {
  if (variants.kind === "EVALUATION") return variants;
  throw new StateFormatError("The predictions are those of a study, not of the evaluation of one mask.");
}

/** @throws {StateFormatError} when the predictions are of the evaluation of one mask. */
export function requireStudy(variants: Variants): StudyVariants {
  if (variants.kind === "STUDY") return variants;
  throw new StateFormatError("The predictions are those of the evaluation of one mask, not of a study.");
}

/** Whether the parts fit the test: as many controls as it has, every variant known. */
export function fitsTest(variants: Variants, count: number, spec: TestSpec): boolean {
  const controls = variants.kind === "STUDY" ? variants.controls.flat() : [variants.controls];
  return (
    controls.every((own) => own.length === spec.randomControls) &&
    rolesOf(variants).every((variant) => Number.isInteger(variant) && variant >= 0 && variant < count)
  );
}
