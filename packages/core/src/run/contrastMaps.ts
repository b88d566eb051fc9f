import type { Estimate } from "../sensitivity/blockEstimates.js";
import type { ContrastResult } from "../sensitivity/contrastAccumulator.js";
import { indexMap } from "./indexMap.js";
import type { IndexMapResult, RunMeasure } from "./runResult.js";
import type { CheckpointSpec } from "./runSpec.js";

/** The maps of a contrast at one checkpoint, those of each augmentation in turn. */
export function contrastMaps(
  keys: readonly string[],
  checkpoint: CheckpointSpec,
  { augmentations }: ContrastResult,
): IndexMapResult[] {
  return augmentations.flatMap(({ pointBiserial, mean, deviation, rankBiserial, p }, k) => {
    const map = (measure: RunMeasure, units: Estimate) =>
      indexMap(checkpoint, { measure, factor: keys[k], units });
    return [
      map("CONTRAST", pointBiserial),
      map("CONTRAST_MEAN", mean),
      map("CONTRAST_SD", deviation),
      map("CONTRAST_RANK", withoutInterval(rankBiserial)),
      map("CONTRAST_P", withoutInterval(p)),
    ];
  });
}

function withoutInterval(values: Float64Array): Estimate {
  return { values, halfWidths: new Float64Array(values.length).fill(Number.NaN) };
}
