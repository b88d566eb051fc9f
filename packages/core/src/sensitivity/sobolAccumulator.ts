import { type AccumulatorOptions, BlockAccumulator, readAccumulatorData } from "./blockAccumulator.js";
import { type SobolIndices, sobolIndices, sobolMethod } from "./sobolIndices.js";
import type { SobolLayout, SobolSums } from "./sobolLayout.js";

export type { Estimate } from "./blockEstimates.js";
export type { SobolIndices } from "./sobolIndices.js";

/** What a {@link SobolAccumulator} is made for. */
export type SobolAccumulatorOptions = AccumulatorOptions<SobolLayout>;

/**
 * First-, total- and second-order Sobol' indices (S1, ST, S2), mean and variance of every unit of one checkpoint, from
 * the sums of blocks of base samples: memory is O(d^2 U) whatever the base sample.
 *
 * Estimators, V being the variance of the 2N values of A and B about their own mean, m the mean over all rows:
 *   S1_j  = mean[(B - m)(AB_j - A)] / V                                  Saltelli et al. 2010, Table 2 (b)
 *   ST_j  = mean[(A - AB_j)^2] / (2 V)                                   Jansen 1999; ibid., Table 2 (f)
 *   S2_jk = mean[(BA_j - m)(AB_k - m) - (A - m)(B - m)] / V - S1_j - S1_k   Saltelli 2002
 * With these centres all values equal those of SALib to rounding. Sums are kept about a pilot value and brought to m
 * in closed form at the end.
 *
 * Half widths (95 %) by block means: see `ratioEstimates`. They ask for independent blocks, which the scrambled design
 * gives; with one block they are NaN.
 *
 * Aggregates (Gamboa, Janon, Klein and Lagnoux, Electron. J. Stat. 8 (2014) 575-603): numerators and denominators are
 * added over the units, ratios are never averaged.
 *
 * A small negative index is sampling error and is kept. A unit without variance beyond rounding gets NaN, never 0, and
 * adds nothing to an aggregate.
 *
 * The order of `merge` defines the bits: merge blocks in block order.
 *
 * @throws {DesignError} when there is no factor or no unit, or an aggregate leaves the units.
 * @throws {ShapeError} when the pilot has not U values.
 */
export class SobolAccumulator extends BlockAccumulator<SobolLayout, SobolSums> {
  constructor(options: SobolAccumulatorOptions, data?: Float64Array) {
    super(sobolMethod, options, data);
  }

  /** The estimates from all blocks so far; all NaN before the first. */
  result(): SobolIndices {
    return sobolIndices(this.totals());
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
    options: SobolAccumulatorOptions,
    into?: Float64Array,
  ): SobolAccumulator {
    return new SobolAccumulator(options, readAccumulatorData(sobolMethod, bytes, options, into));
  }
}
