import { DesignError, NonFiniteActivationError, ShapeError } from "../errors.js";
import { addArray, isSumFinite } from "../kernels/arraySums.js";
import { readState, type StateDesign, stateParts } from "./accumulatorState.js";
import { requireRanges, type UnitRange } from "./aggregates.js";
import type { BlockTotals } from "./blockEstimates.js";
import {
  addLevels,
  addRatios,
  type LevelMoments,
  levelMomentsLength,
  type RatioMethod,
  type RatioMoments,
  ratioMomentsLength,
  viewLevelMoments,
  viewRatioMoments,
} from "./blockMoments.js";
import { describe, requireUnits, type SumsBlock, type UnitLayout, type UnitSums } from "./sumsBlock.js";

/** What an accumulator is made for. */
export interface AccumulatorOptions<L extends UnitLayout> {
  readonly layout: L;
  /** (U) m0, the shift of all blocks: see `SumsBlock`. */
  readonly pilot: Float64Array;
  /** Unit ranges that also get indices as one multivariate output; they may overlap. */
  readonly aggregates: readonly UnitRange[];
}

/**
 * Sums of blocks of base samples and the second moments of the blocks' sums: all that the estimates of a method and
 * their half widths follow from, in memory that does not grow with the base sample.
 *
 * The order of `merge` defines the bits: merge blocks in block order.
 *
 * @throws {DesignError} when the layout is impossible or an aggregate leaves the units.
 * @throws {ShapeError} when the pilot has not U values.
 */
export abstract class BlockAccumulator<L extends UnitLayout, S extends UnitSums<S>> {
  readonly layout: L;
  readonly pilot: Float64Array;
  readonly aggregates: readonly UnitRange[];
  protected readonly sums: S;
  private readonly levels: LevelMoments;
  private readonly ratios: RatioMoments;
  /** Sums, then moments of levels, then those of ratios; all that merging changes. */
  readonly data: Float64Array;

  constructor(
    protected readonly method: RatioMethod<L, S>,
    options: AccumulatorOptions<L>,
    data: Float64Array = new Float64Array(dataLength(method, options)),
  ) {
    const { layout, pilot, aggregates } = options;
    requireUnits(method, layout, pilot);
    requireRanges(aggregates, layout.units);
    if (data.length !== dataLength(method, options)) {
      throw new ShapeError(
        `The data of this accumulator has ${dataLength(method, options)} values, not ${data.length}.`,
      );
    }
    this.layout = layout;
    this.pilot = pilot;
    this.aggregates = aggregates;
    this.data = data;
    const levels = method.length(layout);
    const ratios = levels + levelMomentsLength(layout.units);
    this.sums = method.view(layout, data.subarray(0, levels));
    this.levels = viewLevelMoments(layout.units, data.subarray(levels, ratios));
    const width = layout.units + aggregates.length;
    this.ratios = viewRatioMoments(width, method.ratios(layout), data.subarray(ratios));
  }

  /** N, base samples so far. */
  get baseSamples(): number {
    return this.data[0];
  }

  /** B, blocks so far. */
  get blocks(): number {
    return this.levels.counts[0];
  }

  /**
   * Adds a block; one without base samples changes nothing. Blocks may differ in length.
   *
   * @throws {DesignError} when the block is of another layout or pilot.
   * @throws {NonFiniteActivationError} when the block met NaN or infinity; nothing is added then.
   */
  merge(block: SumsBlock<L, S>): void {
    this.requireSameDesign(block, "block");
    if (block.baseSamples === 0) return;
    requireFinite(this.method.finite(block.sums), this.blocks);
    addArray(this.data, block.data);
    addLevels(this.method, this.levels, block.sums, block.baseSamples);
    addRatios(this.method, this.ratios, block.sums, this.layout.units, this.aggregates);
  }

  /**
   * Adds the blocks of another accumulator.
   *
   * @throws {DesignError} when it is of another layout, pilot or choice of aggregates.
   */
  join(other: this): void {
    this.requireSameDesign(other, "accumulator");
    if (JSON.stringify(this.aggregates) !== JSON.stringify(other.aggregates)) {
      throw new DesignError("Accumulators with different aggregates cannot be joined.", "aggregates");
    }
    addArray(this.data, other.data);
  }

  /** Everything needed to go on, except the options; little-endian, with a checksum. */
  state(): Uint8Array {
    return Buffer.concat(this.stateParts());
  }

  /** The same in two parts, the second a view of what the next block changes. */
  stateParts(): readonly [Uint8Array, Uint8Array] {
    return stateParts(stateDesign(this.method, this), this.data);
  }

  /** Everything that the estimates read. */
  protected totals(): BlockTotals<L, S> {
    const { method, layout, pilot, aggregates, baseSamples, sums, levels, ratios } = this;
    return { method, layout, pilot, aggregates, baseSamples, sums, levels, ratios };
  }

  private requireSameDesign(other: { readonly layout: L; readonly pilot: Float64Array }, what: string): void {
    const theirs = describe(this.method.identity(other.layout));
    const expected = describe(this.method.identity(this.layout));
    if (theirs !== expected) {
      throw new DesignError(`The ${what} is of ${theirs}; expected ${expected}.`, "layout");
    }
    requireSamePilot(this.pilot, other.pilot, what);
  }
}

/**
 * The data of an accumulator whose `state` the bytes are.
 *
 * @param options as they were when the state was taken.
 * @param into where the data is written; new memory when left out.
 * @throws {StateFormatError} when the bytes are no such state, damaged, or of other options.
 */
export function readAccumulatorData<L extends UnitLayout, S>(
  method: RatioMethod<L, S>,
  bytes: Uint8Array,
  options: AccumulatorOptions<L>,
  into?: Float64Array,
): Float64Array {
  return readState(bytes, stateDesign(method, options), dataLength(method, options), into);
}

/** @throws {DesignError} when the pilots differ in a bit. */
export function requireSamePilot(pilot: Float64Array, other: Float64Array, what: string): void {
  if (other !== pilot && !other.every((value, u) => Object.is(value, pilot[u]))) {
    throw new DesignError(`The ${what} has another pilot; all parts of a run share one.`, "pilot");
  }
}

/** @throws {NonFiniteActivationError} naming the first unit whose sums are not finite. */
export function requireFinite(sums: readonly Float64Array[], block: number): void {
  for (const sum of sums) {
    // Not so either where finite sums add up to more than a number can hold; then no unit is found.
    if (isSumFinite(sum)) continue;
    const unit = sum.findIndex((value) => !Number.isFinite(value));
    if (unit >= 0) {
      throw new NonFiniteActivationError(
        `Unit ${unit} met NaN or infinity in block ${block}; every activation has to be a finite number.`,
      );
    }
  }
}

function stateDesign<L extends UnitLayout, S>(
  method: RatioMethod<L, S>,
  { layout, pilot, aggregates }: AccumulatorOptions<L>,
): StateDesign {
  const ranges = aggregates.map(({ first, count }) => [first, count]);
  return { magic: method.magic, identity: [method.identity(layout), ranges], pilot };
}

function dataLength<L extends UnitLayout, S>(
  method: RatioMethod<L, S>,
  { layout, aggregates }: AccumulatorOptions<L>,
): number {
  const width = layout.units + aggregates.length;
  return (
    method.length(layout) +
    levelMomentsLength(layout.units) +
    ratioMomentsLength(width, method.ratios(layout))
  );
}
