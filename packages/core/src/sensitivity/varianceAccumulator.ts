import { type AccumulatorOptions, BlockAccumulator, readAccumulatorData } from "./blockAccumulator.js";
import { type UnitSummary, unitLevels, unitSummary } from "./blockEstimates.js";
import type { RatioMethod } from "./blockMoments.js";
import { type VarianceLayout, type VarianceSums, varianceSumsLayout } from "./varianceBlock.js";

/** What a {@link VarianceAccumulator} is made for. */
export type VarianceAccumulatorOptions = AccumulatorOptions<VarianceLayout>;

const varianceMethod: RatioMethod<VarianceLayout, VarianceSums> = {
  ...varianceSumsLayout,
  magic: "UNITVARI",
  ratios: () => 0,
  valuesPerBaseSample: () => 1,
  level: ({ level }, out) => out.set(level),
  square: ({ squares }, out) => out.set(squares),
  denominator: ({ squares }, out) => out.set(squares),
  numerator: () => [],
  finite: ({ level, squares }) => [level, squares],
};

/**
 * Mean and unbiased variance of every unit of one checkpoint from plain samples, with half widths (95 %) by block means
 * (see `levelEstimates`). A unit without variance beyond rounding has variance 0.
 *
 * The order of `merge` defines the bits: merge blocks in block order.
 *
 * @throws {DesignError} when there is no unit or an aggregate leaves the units.
 * @throws {ShapeError} when the pilot has not U values.
 */
export class VarianceAccumulator extends BlockAccumulator<VarianceLayout, VarianceSums> {
  constructor(options: VarianceAccumulatorOptions, data?: Float64Array) {
    super(varianceMethod, options, data);
  }

  /** The estimates from all blocks so far; all NaN before the first, the variance also after a single sample. */
  result(): UnitSummary {
    const { baseSamples } = this;
    const totals = this.totals();
    const levels = unitLevels(totals);
    const { values, halfWidths } = levels.variance;
    const unbiased = baseSamples > 1 ? baseSamples / (baseSamples - 1) : Number.NaN;
    return {
      ...unitSummary(totals, 1, levels, levels.effectiveBlocks),
      variance: {
        values: values.map((value) => value * unbiased),
        halfWidths: halfWidths.map((value) => value * unbiased),
      },
    };
  }

  /**
   * An accumulator that goes on where `state` was taken, bit for bit.
   *
   * @param options as they were when the state was taken.
   * @param into memory for its data; new memory when left out.
   * @throws {StateFormatError} when the bytes are no such state, damaged, or of other options.
   */
  static fromState(
    bytes: Uint8Array,
    options: VarianceAccumulatorOptions,
    into?: Float64Array,
  ): VarianceAccumulator {
    return new VarianceAccumulator(options, readAccumulatorData(varianceMethod, bytes, options, into));
  }
}
