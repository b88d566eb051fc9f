import { SaltelliDesign } from "../sensitivity/saltelliDesign.js";
import { SobolAccumulator } from "../sensitivity/sobolAccumulator.js";
import { SobolBlock, type SobolLayout } from "../sensitivity/sobolBlock.js";
import { aggregatesOf, unitCount } from "./checkpointUnits.js";
import { RowDecoder } from "./decodeRow.js";
import type { MethodAccumulator, MethodPlan } from "./method.js";
import type { ImageEntry } from "./ports.js";
import type { CheckpointSpec, RunSpec } from "./runSpec.js";
import { sobolMaps } from "./sobolMaps.js";

/** Method SOBOL: S1, ST and, with second order, S2 by Saltelli's design in independently scrambled blocks. */
export function sobolPlan(spec: RunSpec, entries: readonly ImageEntry[]): MethodPlan {
  const { secondOrder, seed, blockSize, baseSamples } = spec;
  const decoder = new RowDecoder(spec, entries);
  const { columns, groups, factors } = decoder.space;
  const design = new SaltelliDesign({
    columns,
    groups,
    secondOrder,
    sampling: { kind: "scrambled", seed, blockSize },
  });
  const rowsPerSample = design.rowsPerBaseSample;
  const layoutOf = (checkpoint: CheckpointSpec): SobolLayout => ({
    factors: factors.length,
    secondOrder,
    units: unitCount(checkpoint),
  });
  const optionsOf = (checkpoint: CheckpointSpec, pilot: Float64Array) => ({
    layout: layoutOf(checkpoint),
    pilot,
    aggregates: aggregatesOf(checkpoint),
  });
  const wrap = (checkpoint: CheckpointSpec, accumulator: SobolAccumulator): MethodAccumulator => ({
    merge: (data) => accumulator.merge(SobolBlock.fromData(accumulator.layout, accumulator.pilot, data)),
    state: () => accumulator.state(),
    maps: () => sobolMaps(factors, checkpoint, accumulator.result()),
  });
  return {
    factors,
    baseSamples,
    blockSize,
    evaluationsPerBaseSample: rowsPerSample,
    evaluations: (index) =>
      design.rows(index).map((row, i) => decoder.decode(row, index * rowsPerSample + i)),
    block: (checkpoint, pilot) => new SobolBlock(layoutOf(checkpoint), pilot),
    accumulator: (checkpoint, pilot) => wrap(checkpoint, new SobolAccumulator(optionsOf(checkpoint, pilot))),
    restore: (checkpoint, pilot, state) =>
      wrap(checkpoint, SobolAccumulator.fromState(state, optionsOf(checkpoint, pilot))),
  };
}
