import type { RunMeasure } from "../run/runResult.js";

/** One index map with its intervals. */
export interface UnitMap {
  /** (U) in C, H, W order; NaN where a unit has no index. */
  readonly values: ArrayLike<number>;
  /** (U) half widths of the 95 % intervals; NaN where there is none. */
  readonly halfWidths: ArrayLike<number>;
}

/** Which index map is meant. */
export interface MapKey {
  /** Name of the checkpoint. */
  readonly checkpoint: string;
  readonly measure: RunMeasure;
  readonly factor: string;
  /** Second factor of S2, else null. */
  readonly withFactor: string | null;
}

/** Index maps of a finished run. */
export interface UnitMaps {
  /** @throws {RunSpecError} naming measure, factor or checkpoint when the run has no such map. */
  get(key: MapKey): Promise<UnitMap>;
}
