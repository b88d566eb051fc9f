import type { NetworkInput } from "./networkInput.js";
import type { Progress } from "./ports.js";

/**
 * Measures that runs yield. Those of a contrast, per augmentation: CONTRAST is the point-biserial correlation, then mean
 * and standard deviation of the paired differences, the rank-biserial correlation, and the p value of Wilcoxon's
 * signed-rank test as it is and corrected (Benjamini-Yekutieli) over all units of all checkpoints.
 */
export type RunMeasure =
  | "S1"
  | "ST"
  | "S2"
  | "SHAPLEY"
  | "MEAN"
  | "VARIANCE"
  | "CONTRAST"
  | "CONTRAST_MEAN"
  | "CONTRAST_SD"
  | "CONTRAST_RANK"
  | "CONTRAST_P"
  | "CONTRAST_P_CORRECTED";

/** What is known of the units beyond values and half widths. */
export interface UnitFlags {
  /** (U) 1 where the half width can be trusted, 0 where too few evaluations tell something about the unit. */
  readonly trusted: Uint8Array;
  /** (U) 1 where the index is distinguishable from zero, false discovery rate 5 % over the units of the map. */
  readonly distinguishable: Uint8Array;
  /** Largest half width that holds for all units at once (95 %); -Infinity when no unit is defined. */
  readonly simultaneousHalfWidth: number;
}

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
  /** Index of the checkpoint as one multivariate output (Gamboa et al. 2014); NaN for measures that are no shares of variance. */
  readonly aggregated: number;
  readonly aggregatedHalfWidth: number;
  /** (C) the same for every channel. */
  readonly channelAggregated: Float64Array;
  readonly channelAggregatedHalfWidths: Float64Array;
  /** Null for measures that are no indices. */
  readonly flags: UnitFlags | null;
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
  /** What the network saw of the first images; absent in runs of before it was looked at. */
  readonly networkInput?: NetworkInput;
  /** The piece of the network that was evaluated in place of the whole, in words; absent for the whole. */
  readonly segment?: string;
  /** Why images went through the network one at a time; absent where they went in batches. */
  readonly oneAtATime?: string;
}

/** Everything a finished run has to tell. */
export interface RunResult {
  readonly maps: readonly IndexMapResult[];
  readonly evaluations: Progress;
  readonly provenance: Provenance;
}
