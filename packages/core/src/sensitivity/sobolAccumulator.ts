import { DesignError, NonFiniteActivationError, ShapeError } from "../errors.js";
import { requireRanges, type UnitRange } from "./aggregates.js";
import { addBlock, type BlockMoments, momentsLength, viewMoments } from "./blockMoments.js";
import type { SobolBlock } from "./sobolBlock.js";
import { type SobolIndices, sobolIndices } from "./sobolIndices.js";
import { requireLayout, type SobolLayout, type SobolSums, sumsLength, viewSums } from "./sobolLayout.js";
import { readSobolState, writeSobolState } from "./sobolState.js";

export type { Estimate, SobolIndices } from "./sobolIndices.js";

/** What a {@link SobolAccumulator} is made for. */
export interface SobolAccumulatorOptions {
  readonly layout: SobolLayout;
  /** (U) m0, the shift of all blocks: see `SobolBlock`. */
  readonly pilot: Float64Array;
  /** Unit ranges that also get indices as one multivariate output; they may overlap. */
  readonly aggregates: readonly UnitRange[];
}

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
 * Half widths (95 %) by block means: of B blocks, e_b = U_b - R V_b with U_b and V_b the numerator and denominator of
 * R in block b about the pilot, se^2 = B/(B-1) (sum e_b^2 - (sum e_b)^2 / B) / (N V)^2, half width = t_{0.975, B-1} se
 * (ratio of means by the delta method: Janon et al., ESAIM Probab. Stat. 18 (2014) 342-364). They ask for independent
 * blocks, which the scrambled design gives; with one block they are NaN.
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
export class SobolAccumulator {
  readonly layout: SobolLayout;
  readonly pilot: Float64Array;
  readonly aggregates: readonly UnitRange[];
  /** Sums, then moments; all that merging changes. */
  private readonly data: Float64Array;
  private readonly sums: SobolSums;
  private readonly moments: BlockMoments;

  constructor(options: SobolAccumulatorOptions, data: Float64Array = new Float64Array(dataLength(options))) {
    const { layout, pilot, aggregates } = options;
    requireLayout(layout, pilot);
    requireRanges(aggregates, layout.units);
    if (data.length !== dataLength(options)) {
      throw new ShapeError(
        `The data of this accumulator has ${dataLength(options)} values, not ${data.length}.`,
      );
    }
    this.layout = layout;
    this.pilot = pilot;
    this.aggregates = aggregates;
    this.data = data;
    const end = sumsLength(layout);
    this.sums = viewSums(layout, data.subarray(0, end));
    this.moments = viewMoments(layout, aggregates.length, data.subarray(end));
  }

  /** N, base samples so far. */
  get baseSamples(): number {
    return this.data[0];
  }

  /** B, blocks so far. */
  get blocks(): number {
    return this.moments.counts[0];
  }

  /**
   * Adds a block; one without base samples changes nothing. Blocks may differ in length.
   *
   * @throws {DesignError} when the block is of another layout or pilot.
   * @throws {NonFiniteActivationError} when the block met NaN or infinity; nothing is added then.
   */
  merge(block: SobolBlock): void {
    this.requireSameDesign(block, "block");
    if (block.baseSamples === 0) return;
    this.requireFinite(block.sums);
    addTo(this.data, block.data);
    addBlock(this.moments, block.sums, block.baseSamples, this.aggregates);
  }

  /**
   * Adds the blocks of another accumulator.
   *
   * @throws {DesignError} when it is of another layout, pilot or choice of aggregates.
   */
  join(other: SobolAccumulator): void {
    this.requireSameDesign(other, "accumulator");
    const same = (range: UnitRange, g: number) =>
      range.first === other.aggregates[g].first && range.count === other.aggregates[g].count;
    if (this.aggregates.length !== other.aggregates.length || !this.aggregates.every(same)) {
      throw new DesignError("Accumulators with different aggregates cannot be joined.", "aggregates");
    }
    addTo(this.data, other.data);
  }

  /** The estimates from all blocks so far; all NaN before the first. */
  result(): SobolIndices {
    const { layout, pilot, aggregates, baseSamples, sums, moments } = this;
    return sobolIndices({ layout, pilot, aggregates, baseSamples, sums, moments });
  }

  /** Everything needed to go on, except layout, pilot and aggregates; little-endian, with a checksum. */
  state(): Uint8Array {
    return writeSobolState(this, this.data);
  }

  /**
   * An accumulator that goes on where `state` was taken, bit for bit.
   *
   * @param options as they were when the state was taken.
   * @throws {StateFormatError} when the bytes are no such state, damaged, or of other options.
   */
  static fromState(bytes: Uint8Array, options: SobolAccumulatorOptions): SobolAccumulator {
    return new SobolAccumulator(options, readSobolState(bytes, options, dataLength(options)));
  }

  private requireSameDesign(other: SobolBlock | SobolAccumulator, what: string): void {
    const { factors, secondOrder, units } = this.layout;
    const theirs = other.layout;
    if (theirs.factors !== factors || theirs.secondOrder !== secondOrder || theirs.units !== units) {
      throw new DesignError(
        `The ${what} is of ${theirs.factors} factors, ${theirs.units} units, second order ${theirs.secondOrder}; expected ${factors}, ${units}, ${secondOrder}.`,
        "layout",
      );
    }
    if (other.pilot !== this.pilot && !other.pilot.every((value, u) => Object.is(value, this.pilot[u]))) {
      throw new DesignError(`The ${what} has another pilot; all parts of a run share one.`, "pilot");
    }
  }

  private requireFinite({ a, b, squares, total, ba }: SobolSums): void {
    for (const sum of [a, b, squares, ...total, ...ba]) {
      const unit = sum.findIndex((value) => !Number.isFinite(value));
      if (unit >= 0) {
        throw new NonFiniteActivationError(
          `Unit ${unit} met NaN or infinity in block ${this.blocks}; every activation has to be a finite number.`,
        );
      }
    }
  }
}

function dataLength({ layout, aggregates }: SobolAccumulatorOptions): number {
  return sumsLength(layout) + momentsLength(layout, aggregates.length);
}

/** Adds `from` to the head of `to`. */
function addTo(to: Float64Array, from: Float64Array): void {
  for (let i = 0; i < from.length; i++) to[i] += from[i];
}
