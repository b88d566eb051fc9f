import { RunSpecError } from "../errors.js";
import type { RunMeasure } from "../run/runResult.js";
import type { Method, RunSpec } from "../run/runSpec.js";

/** Measures that say how strongly a unit reacts to a factor, so that units can be chosen by them. */
const MASK_MEASURES: readonly RunMeasure[] = ["S1", "ST", "S2", "SHAPLEY", "CONTRAST", "CONTRAST_RANK"];

/** Those of them that a method yields. */
const OF_METHOD: Readonly<Record<Method, readonly RunMeasure[]>> = {
  SOBOL: ["S1", "ST", "S2"],
  SHAPLEY: ["SHAPLEY", "S1", "ST"],
  SHAPLEY_NESTED: ["SHAPLEY"],
  VARIANCE: [],
  CONTRAST: ["CONTRAST", "CONTRAST_RANK"],
};

/**
 * Refuses a measure that no mask can be made from.
 *
 * @throws {RunSpecError} naming the measures there are.
 */
export function requireMaskMeasure(measure: RunMeasure): void {
  if (MASK_MEASURES.includes(measure)) return;
  throw new RunSpecError(
    `A mask cannot be made from ${measure}; it can be from ${MASK_MEASURES.join(", ")}.`,
    "measure",
  );
}

/** Measures of a run that masks can be made from. */
export function maskMeasuresOf({ method, secondOrder }: RunSpec): readonly RunMeasure[] {
  return OF_METHOD[method].filter((measure) => measure !== "S2" || secondOrder);
}

/** Whether the sign of a measure is a direction, so that its strength is its magnitude. */
export function isByMagnitude(measure: RunMeasure): boolean {
  return measure === "CONTRAST" || measure === "CONTRAST_RANK";
}

/**
 * Refuses a measure that a study of the run cannot be made by.
 *
 * @throws {RunSpecError} naming those it can be made by.
 */
export function requireStudyMeasure(measure: RunMeasure, run: RunSpec): void {
  requireMaskMeasure(measure);
  const possible: readonly RunMeasure[] = maskMeasuresOf(run).filter((known) => known !== "S2");
  if (possible.includes(measure)) return;
  const there = possible.length > 0 ? `it can be by ${possible.join(", ")}` : "it has no index that could be";
  throw new RunSpecError(
    measure === "S2"
      ? `S2 belongs to pairs of factors, and a study masks by one factor at a time; ${there}.`
      : `A study of this run cannot be made by ${measure}; ${there}.`,
    "measure",
  );
}
