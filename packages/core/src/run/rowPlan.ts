import type { AccumulatorOptions } from "../sensitivity/blockAccumulator.js";
import type { Estimate } from "../sensitivity/blockEstimates.js";
import type { UnitLayout } from "../sensitivity/sumsBlock.js";
import { aggregatesOf, unitCount } from "./checkpointUnits.js";
import type { RowDecoder } from "./decodeRow.js";
import type { MethodAccumulator, MethodBlock, MethodPlan } from "./method.js";
import type { IndexMapResult } from "./runResult.js";
import type { CheckpointSpec } from "./runSpec.js";

/** What an accumulator of the sensitivity room offers. */
interface RowAccumulator<B, R> {
  merge(block: B): void;
  readonly data: Float64Array;
  stateParts(): readonly [Uint8Array, Uint8Array];
  result(): R;
}

/** The parts of a method whose base samples are rows of the unit cube. */
export interface RowMethod<L extends UnitLayout, B extends MethodBlock, R> {
  readonly decoder: RowDecoder;
  readonly design: { readonly rowsPerBaseSample: number; rows(index: number): Float64Array[] };
  readonly baseSamples: number;
  readonly blockSize: number;
  layout(units: number): L;
  block(layout: L, pilot: Float64Array, data?: Float64Array): B;
  accumulator(options: AccumulatorOptions<L>, data?: Float64Array): RowAccumulator<B, R>;
  restore(state: Uint8Array, options: AccumulatorOptions<L>, into: Float64Array): RowAccumulator<B, R>;
  maps(checkpoint: CheckpointSpec, result: R): IndexMapResult[];
  /** Estimates of the indices: see `MethodAccumulator`. */
  indices(result: R): readonly Estimate[];
}

/** The plan of a method whose base samples are rows of the unit cube. */
export function rowPlan<L extends UnitLayout, B extends MethodBlock, R>(
  method: RowMethod<L, B, R>,
): MethodPlan {
  const { decoder, design, baseSamples, blockSize } = method;
  const rowsPerSample = design.rowsPerBaseSample;
  const optionsOf = (checkpoint: CheckpointSpec, pilot: Float64Array): AccumulatorOptions<L> => ({
    layout: method.layout(unitCount(checkpoint)),
    pilot,
    aggregates: aggregatesOf(checkpoint),
  });
  const wrap = (
    checkpoint: CheckpointSpec,
    { layout, pilot }: AccumulatorOptions<L>,
    accumulator: RowAccumulator<B, R>,
  ): MethodAccumulator => ({
    merge: (data) => accumulator.merge(method.block(layout, pilot, data)),
    data: accumulator.data,
    stateParts: () => accumulator.stateParts(),
    maps: () => method.maps(checkpoint, accumulator.result()),
    indices: () => method.indices(accumulator.result()),
  });
  return {
    factors: decoder.space.factors,
    baseSamples,
    blockSize,
    evaluationsPerBaseSample: rowsPerSample,
    evaluations: (index) =>
      design.rows(index).map((row, i) => decoder.decode(row, index * rowsPerSample + i)),
    block: (checkpoint, pilot, data) => method.block(method.layout(unitCount(checkpoint)), pilot, data),
    accumulator(checkpoint, pilot, data) {
      const options = optionsOf(checkpoint, pilot);
      return wrap(checkpoint, options, method.accumulator(options, data));
    },
    restore(checkpoint, pilot, state, into) {
      const options = optionsOf(checkpoint, pilot);
      return wrap(checkpoint, options, method.restore(state, options, into));
    },
  };
}
