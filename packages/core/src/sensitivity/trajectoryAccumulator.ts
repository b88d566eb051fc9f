import { type AccumulatorOptions, BlockAccumulator, readAccumulatorData } from "./blockAccumulator.js";
import { type Estimate, type UnitSummary, unitLevels, unitSummary } from "./blockEstimates.js";
import type { RatioMethod } from "./blockMoments.js";
import { type CentredNumerators, definedSpread, ratioEstimates } from "./ratioEstimates.js";
import { type TrajectoryLayout, type TrajectorySums, trajectorySumsLayout } from "./trajectoryLayout.js";

export type { Estimate } from "./blockEstimates.js";

/** What a {@link TrajectoryAccumulator} is made for. */
export type TrajectoryAccumulatorOptions = AccumulatorOptions<TrajectoryLayout>;

/** Indices from trajectories, of every unit and aggregate. Shares of variance, without unit of measure. */
export interface TrajectoryIndices extends UnitSummary {
  /** [j](U) Shapley effects; of a unit they add up to 1 to rounding. */
  readonly shapley: readonly Estimate[];
  /** [j](U) */
  readonly st: readonly Estimate[];
  readonly s1: readonly Estimate[];
  /** The same indices of the G aggregates, [j](G): numerators and denominators are added over the defined units. */
  readonly aggregates: {
    readonly shapley: readonly Estimate[];
    readonly st: readonly Estimate[];
    readonly s1: readonly Estimate[];
  };
}

/**
 * Level (x' + y') / 2, square (x'^2 + y'^2) / 2, denominator (x - y)^2 / 2; the ratios are the d Shapley effects, the d
 * total-order and the d first-order indices.
 */
const trajectoryMethod: RatioMethod<TrajectoryLayout, TrajectorySums> = {
  ...trajectorySumsLayout,
  magic: "UNITTRAJ",
  ratios: ({ factors }) => 3 * factors,
  valuesPerBaseSample: () => 2,
  level({ x, y }, out) {
    for (let u = 0; u < x.length; u++) out[u] = (x[u] + y[u]) / 2;
  },
  square({ squares }, out) {
    for (let u = 0; u < squares.length; u++) out[u] = squares[u] / 2;
  },
  denominator: ({ spread }, out) => out.set(spread),
  numerator: ({ shapley, total, first }, s) => [[...shapley, ...total, ...first][s]],
  finite: ({ x, y, squares, spread, total }) => [x, y, squares, spread, ...total],
};

/**
 * Shapley effects, total- and first-order indices (ST, S1), mean and variance of every unit of one checkpoint, from
 * blocks of random-order trajectories z_0 = x .. z_d = y: memory is O(d U) whatever the base sample.
 *
 * Estimators, V = mean[(f(x) - f(y))^2] / 2, factor j moving at step k:
 *   Shapley_j = mean[(f(x) - (f(z_(k-1)) + f(z_k)) / 2) (f(z_(k-1)) - f(z_k))] / V     Goda 2021, with groups
 *   ST_j      = mean[(f(z_(k-1)) - f(z_k))^2] / (2 V)                                 Jansen 1999
 *   S1_j      = mean[(f(y) - m)(f(z_1) - f(x))] / V over the base samples in which j moves first, and
 *               mean[(f(x) - m)(f(z_(d-1)) - f(y))] / V over those in which it moves last     Saltelli et al. 2010
 * m is the mean of the 2N values at x and y; so is the reported mean, and the variance is theirs about it. The terms of
 * one trajectory add up to (f(x) - f(y))^2 / 2, so that Shapley effects add up to 1 to rounding.
 *
 * Half widths (95 %) by block means: see `ratioEstimates`. A small negative index is sampling error and is kept. A unit
 * without variance beyond rounding gets NaN, never 0, and adds nothing to an aggregate (Gamboa et al. 2014: numerators
 * and denominators are added over the units).
 *
 * The order of `merge` defines the bits: merge blocks in block order.
 *
 * @throws {DesignError} when the layout is impossible or an aggregate leaves the units.
 * @throws {ShapeError} when the pilot has not U values.
 * @see https://arxiv.org/abs/2009.00874
 */
export class TrajectoryAccumulator extends BlockAccumulator<TrajectoryLayout, TrajectorySums> {
  constructor(options: TrajectoryAccumulatorOptions, data?: Float64Array) {
    super(trajectoryMethod, options, data);
  }

  /** The estimates from all blocks so far; all NaN before the first. */
  result(): TrajectoryIndices {
    const { sums } = this;
    const { factors: d } = this.layout;
    const totals = this.totals();
    const levels = unitLevels(totals);
    const { units, aggregates, effectiveBlocks } = ratioEstimates(
      totals,
      recentredNumerators(d, levels.shift),
      definedSpread(sums.spread, levels.scaledVariance),
    );
    const split = (estimates: readonly Estimate[]) => ({
      shapley: estimates.slice(0, d),
      st: estimates.slice(d, 2 * d),
      s1: estimates.slice(2 * d),
    });
    return {
      ...unitSummary(totals, d + 1, levels, effectiveBlocks),
      ...split(units),
      aggregates: split(aggregates),
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
    options: TrajectoryAccumulatorOptions,
    into?: Float64Array,
  ): TrajectoryAccumulator {
    return new TrajectoryAccumulator(options, readAccumulatorData(trajectoryMethod, bytes, options, into));
  }
}

/** N times the numerators of the indices, those of first order centred at the mean of the values at x and y. */
function recentredNumerators(d: number, shift: Float64Array): CentredNumerators<TrajectorySums> {
  return ({ shapley, total, first, firstLevel }, start) =>
    (s, out) => {
      if (s < d) out.set(shapley[s]);
      else if (s < 2 * d) out.set(total[s - d]);
      else {
        const [sum, level] = [first[s - 2 * d], firstLevel[s - 2 * d]];
        for (let u = 0; u < sum.length; u++) out[u] = sum[u] - shift[start + u] * level[u];
      }
    };
}
