import { DesignError } from "../errors.js";
import { type AccumulatorOptions, BlockAccumulator, readAccumulatorData } from "./blockAccumulator.js";
import {
  type Estimate,
  halfWidthFactor,
  type UnitSummary,
  unitLevels,
  unitSummary,
} from "./blockEstimates.js";
import type { RatioMethod } from "./blockMoments.js";
import {
  type NestedBlock,
  type NestedLayout,
  type NestedSums,
  nestedFactors,
  nestedSumsLayout,
} from "./nestedBlock.js";
import { definedSpread, ratioEstimates } from "./ratioEstimates.js";

/** What a {@link NestedAccumulator} is made for. */
export type NestedAccumulatorOptions = AccumulatorOptions<NestedLayout>;

/** Shapley effects from the nested design, of every unit and aggregate. */
export interface NestedIndices extends UnitSummary {
  readonly permutations: number;
  /** [g](U) effects in the square of the activation's unit. */
  readonly effects: readonly Estimate[];
  /** [g](U) effects as shares of the variance, without unit; of a unit they add up to 1 to rounding. */
  readonly shapley: readonly Estimate[];
  /** [g](G) the shares of the aggregates: numerators and denominators are added over the defined units. */
  readonly aggregates: { readonly shapley: readonly Estimate[] };
}

/** Level and square are means over the inner samples, the denominator is c(all); one ratio a factor. */
const nestedMethod: RatioMethod<NestedLayout, NestedSums> = {
  ...nestedSumsLayout,
  magic: "UNITNEST",
  ratios: nestedFactors,
  valuesPerBaseSample: ({ innerSamples }) => innerSamples,
  level: ({ level }, out) => out.set(level),
  square: ({ squares }, out) => out.set(squares),
  denominator: ({ spread }, out) => out.set(spread),
  numerator: ({ effect }, s) => [effect[s]],
  finite: ({ level, squares, spread, effect }) => [level, squares, spread, ...effect],
};

/**
 * Shapley effects by the nested design (Song, Nelson and Staum, SIAM/ASA J. Uncertain. Quantif. 4 (2016) 1060-1083), for
 * comparison with studies that used it; trajectories give the same effects at a fraction of the cost.
 *
 * c(J) = mean over the outer draws of the unbiased variance over the inner ones estimates E[Var(y | x_-J)]. For a
 * permutation with players J_i up to place i the player at place i gets c(J_i) - c(J_(i-1)), c of no player being 0; a
 * factor's effect is the sum over its players, averaged over the permutations. The last c estimates the variance V, so
 * that the effects add up to the mean of these, and effects / V to 1. (For the paper's clipped shares see
 * `clippedShares`.) When single parameters are the players, a factor's effect differs from that of the factor as one
 * player as soon as factors interact: state which game was played.
 *
 * Mean and variance are those of all values. Half widths (95 %) are over permutations: see `ratioEstimates`. With few
 * players all permutations are soon used, and half widths then err to the safe side. A unit without variance beyond
 * rounding gets NaN and adds nothing to an aggregate.
 *
 * The order of `merge` defines the bits: merge blocks in block order.
 *
 * @throws {DesignError} when the layout is impossible or an aggregate leaves the units.
 * @throws {ShapeError} when the pilot has not U values.
 */
export class NestedAccumulator extends BlockAccumulator<NestedLayout, NestedSums> {
  constructor(options: NestedAccumulatorOptions, data?: Float64Array) {
    super(nestedMethod, options, data);
  }

  /**
   * As in `BlockAccumulator`.
   *
   * @throws {DesignError} also when a permutation of the block is not complete: its differences would not add up.
   */
  override merge(block: NestedBlock): void {
    const whole = this.layout.players * this.layout.outerSamples;
    if (block.baseSamples % whole !== 0) {
      throw new DesignError(
        `A block of the nested design holds whole permutations of ${whole} base samples, not ${block.baseSamples}.`,
        "block",
      );
    }
    super.merge(block);
  }

  /** The estimates from all blocks so far; all NaN before the first. */
  result(): NestedIndices {
    const { layout, baseSamples, blocks, sums } = this;
    const totals = this.totals();
    const permutations = baseSamples / (layout.players * layout.outerSamples);
    const levels = unitLevels(totals);
    const scale = definedSpread(sums.spread, levels.scaledVariance);
    const { units, aggregates, effectiveBlocks } = ratioEstimates(
      totals,
      ({ effect }) =>
        (s, out) =>
          out.set(effect[s]),
      scale,
    );
    const factors = effectiveBlocks.map(halfWidthFactor);
    const effects = sums.effect.map((sum, g): Estimate => {
      const defined = (value: number, u: number) => (Number.isNaN(scale[u]) ? Number.NaN : value);
      const squares = (u: number) => Math.max(0, totals.ratios.uu[g][u] - (sum[u] * sum[u]) / blocks);
      return {
        values: sum.map((value, u) => defined(value / permutations, u)),
        halfWidths: sum.map((_, u) => defined((factors[u] * Math.sqrt(squares(u))) / permutations, u)),
      };
    });
    return {
      ...unitSummary(totals, layout.innerSamples, levels, effectiveBlocks),
      permutations,
      effects,
      shapley: units,
      aggregates: { shapley: aggregates },
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
    options: NestedAccumulatorOptions,
    into?: Float64Array,
  ): NestedAccumulator {
    return new NestedAccumulator(options, readAccumulatorData(nestedMethod, bytes, options, into));
  }
}
