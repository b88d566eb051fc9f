import type { UnitSummary } from "../sensitivity/blockEstimates.js";
import { VarianceAccumulator } from "../sensitivity/varianceAccumulator.js";
import { VarianceBlock, type VarianceLayout } from "../sensitivity/varianceBlock.js";
import { VarianceDesign } from "../sensitivity/varianceDesign.js";
import { RowDecoder } from "./decodeRow.js";
import { summaryMaps } from "./indexMap.js";
import type { MethodPlan } from "./method.js";
import type { ImageEntry } from "./ports.js";
import { rowPlan } from "./rowPlan.js";
import type { RunSpec } from "./runSpec.js";

/** Method VARIANCE: mean and total variance of every unit over plain samples of all factors. */
export function variancePlan(spec: RunSpec, entries: readonly ImageEntry[]): MethodPlan {
  const { seed, blockSize, baseSamples } = spec;
  const decoder = new RowDecoder(spec, entries);
  const sampling = { kind: "scrambled", seed, blockSize } as const;
  return rowPlan<VarianceLayout, VarianceBlock, UnitSummary>({
    decoder,
    design: new VarianceDesign({ columns: decoder.space.columns, sampling }),
    baseSamples,
    blockSize,
    layout: (units) => ({ units }),
    block: (layout, pilot, data) => new VarianceBlock(layout, pilot, data),
    accumulator: (options, data) => new VarianceAccumulator(options, data),
    restore: (state, options, into) => VarianceAccumulator.fromState(state, options, into),
    maps: summaryMaps,
    indices: () => [],
  });
}
