import { TrajectoryAccumulator, type TrajectoryIndices } from "../sensitivity/trajectoryAccumulator.js";
import { TrajectoryBlock, type TrajectoryLayout } from "../sensitivity/trajectoryBlock.js";
import { TrajectoryDesign } from "../sensitivity/trajectoryDesign.js";
import { RowDecoder } from "./decodeRow.js";
import { flagging, perFactorMaps, summaryMaps } from "./indexMap.js";
import type { MethodPlan } from "./method.js";
import type { ImageEntry } from "./ports.js";
import { rowPlan } from "./rowPlan.js";
import type { RunSpec } from "./runSpec.js";

/** Method SHAPLEY: Shapley effects, ST and S1 by random-order trajectories (Goda 2021), the recommended design. */
export function shapleyPlan(spec: RunSpec, entries: readonly ImageEntry[]): MethodPlan {
  const { seed, blockSize, baseSamples } = spec;
  const decoder = new RowDecoder(spec, entries);
  const { columns, groups, factors } = decoder.space;
  const sampling = { kind: "scrambled", seed, blockSize } as const;
  return rowPlan<TrajectoryLayout, TrajectoryBlock, TrajectoryIndices>({
    decoder,
    design: new TrajectoryDesign({ columns, groups, sampling }),
    baseSamples,
    blockSize,
    layout: (units) => ({ factors: factors.length, seed, blockSize, units }),
    block: (layout, pilot, data) => new TrajectoryBlock(layout, pilot, data),
    accumulator: (options, data) => new TrajectoryAccumulator(options, data),
    restore: (state, options, into) => TrajectoryAccumulator.fromState(state, options, into),
    maps: (checkpoint, result) => {
      const { shapley, s1, st, aggregates } = result;
      const flagsOf = flagging(result);
      return [
        ...summaryMaps(checkpoint, result),
        ...perFactorMaps(checkpoint, factors, "SHAPLEY", flagsOf, shapley, aggregates.shapley),
        ...perFactorMaps(checkpoint, factors, "S1", flagsOf, s1, aggregates.s1),
        ...perFactorMaps(checkpoint, factors, "ST", flagsOf, st, aggregates.st),
      ];
    },
    indices: ({ shapley, s1, st }) => [...shapley, ...s1, ...st],
  });
}
