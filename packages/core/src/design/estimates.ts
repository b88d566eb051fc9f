import type { Estimate } from "../sensitivity/blockEstimates.js";

/** A measure's estimates by key: a factor, or two factors with "|" between them. */
export interface MeasureEstimates {
  readonly measure: string;
  readonly byKey: readonly (readonly [key: string, estimate: Estimate])[];
}

/** Everything estimated from a file of evaluations. */
export interface DesignEstimates {
  readonly baseSamples: number;
  readonly evaluations: number;
  readonly units: number;
  /** Independent blocks that the half widths come from. */
  readonly blocks: number;
  readonly mean: Estimate;
  readonly variance: Estimate;
  readonly measures: readonly MeasureEstimates[];
}

/** Estimates with their keys, in the order of both. */
export function keyed(
  measure: string,
  keys: readonly string[],
  estimates: readonly Estimate[],
): MeasureEstimates {
  return { measure, byKey: estimates.map((estimate, i) => [keys[i] ?? "", estimate] as const) };
}
