import type { Progress } from "./ports.js";

/** Measures that runs yield. */
export type RunMeasure = "S1" | "ST" | "S2" | "SHAPLEY" | "MEAN" | "VARIANCE";

/**
 * One measure of one factor (or pair, or none) over all U units of a checkpoint of shape (C, H, W).
 * Indices are shares of variance without unit; NaN where a unit has no variance.
 */
export interface IndexMapResult {
  readonly checkpoint: string;
  readonly measure: RunMeasure;
  /** Null for MEAN and VARIANCE. */
  readonly factor: string | null;
  /** Second factor of S2, else null. */
  readonly withFactor: string | null;
  /** (U) in C, H, W order. */
  readonly values: Float64Array;
  /** (U) half widths of the 95 % intervals. */
  readonly halfWidths: Float64Array;
  /** Index of the checkpoint as one multivariate output (Gamboa et al. 2014); NaN for MEAN and VARIANCE. */
  readonly aggregated: number;
  readonly aggregatedHalfWidth: number;
  /** (C) the same for every channel. */
  readonly channelAggregated: Float64Array;
  readonly channelAggregatedHalfWidths: Float64Array;
}

/** Where the numbers came from. */
export interface Provenance {
  readonly engine: string;
  readonly onnxRuntime: string;
  readonly executionProvider: string;
  readonly node: string;
  readonly platform: string;
  readonly threads: number;
  readonly hosts: number;
}

/** Everything a finished run has to tell. */
export interface RunResult {
  readonly maps: readonly IndexMapResult[];
  readonly evaluations: Progress;
  readonly provenance: Provenance;
}
