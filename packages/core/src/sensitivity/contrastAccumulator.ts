import { DesignError, ShapeError } from "../errors.js";
import { addArray } from "../kernels/arraySums.js";
import { signedRankTest } from "../stats/wilcoxon.js";
import { readState, type StateDesign, stateParts } from "./accumulatorState.js";
import { requireFinite, requireSamePilot } from "./blockAccumulator.js";
import { type Estimate, levelEstimates } from "./blockEstimates.js";
import type { LevelMoments, LevelReader } from "./blockMoments.js";
import {
  type ContrastBlock,
  type ContrastLayout,
  type ContrastSums,
  contrastSumsLayout,
  contrastSumsLength,
  viewContrastSums,
} from "./contrastBlock.js";
import {
  addContrastBlock,
  type ContrastMoments,
  contrastMomentsLength,
  correlationHalfWidth,
  differenceReader,
  pooledReader,
  viewContrastMoments,
} from "./contrastMoments.js";
import { ImageReservoir } from "./imageReservoir.js";
import { describe, requireUnits } from "./sumsBlock.js";

/** What a {@link ContrastAccumulator} is made for. */
export interface ContrastAccumulatorOptions {
  readonly layout: ContrastLayout;
  /** (U) m0, the shift of all blocks: see `SumsBlock`. */
  readonly pilot: Float64Array;
}

/** Stored states begin with it. */
const MAGIC = "UNITCONT";

/** How one augmentation, applied alone, changes every unit; NaN where the unit has no variance. */
export interface AugmentationContrast {
  /** (U) mean of treated less original, in the activation's unit. */
  readonly mean: Estimate;
  /** (U) standard deviation (of images, population form) of the same. */
  readonly deviation: Estimate;
  /** (U) point-biserial correlation of treated or original with the activation, -1 to 1. */
  readonly pointBiserial: Estimate;
  /** (U) rank-biserial correlation of the pairs, -1 to 1, over the images kept. */
  readonly rankBiserial: Float64Array;
  /** (U) two-sided p value of Wilcoxon's signed-rank test over the images kept, not corrected for many units. */
  readonly p: Float64Array;
}

/** Contrast of every augmentation. */
export interface ContrastResult {
  readonly baseSamples: number;
  readonly blocks: number;
  readonly evaluations: number;
  /** Images that the rank tests rest on: all of them as long as they fit. */
  readonly imagesKept: number;
  /** (U) values of all rows that were not 0. */
  readonly nonZero: Float64Array;
  /** [k] */
  readonly augmentations: readonly AugmentationContrast[];
}

/**
 * Treatment-control contrast: each augmentation alone against the image as it is.
 *
 * With z the activation of an image, w_i those of its draws, w their mean and d = w - z:
 *   mean, deviation   of d over images. Draws of one image are no independent cases, so they are averaged first.
 *   point-biserial    r = (m1 - m0) sqrt(p0 p1) / s, m0 and m1 the means of the n0 original and n1 treated values,
 *                     p0 = n0 / (n0 + n1), p1 = 1 - p0, s^2 the mean square of all about p0 m0 + p1 m1
 *   rank-biserial, p  of Wilcoxon's signed-rank test of d (see `signedRankTest`), over a random choice of `capacity`
 *                     images that is the same for all units; exact as long as all images fit
 * Half widths (95 %) by block means. The p values are of one unit each: correct those of all units of all checkpoints
 * together by `benjaminiYekutieli`.
 *
 * The order of `merge` defines the bits: merge blocks in block order.
 *
 * @throws {DesignError} when the layout is impossible.
 * @throws {ShapeError} when the pilot has not U values.
 */
export class ContrastAccumulator {
  readonly layout: ContrastLayout;
  readonly pilot: Float64Array;
  /** Count and sums, moments, reservoir; all that merging changes. */
  readonly data: Float64Array;
  private readonly sums: ContrastSums;
  private readonly moments: ContrastMoments;
  private readonly reservoir: ImageReservoir;

  constructor({ layout, pilot }: ContrastAccumulatorOptions, data?: Float64Array) {
    requireUnits(contrastSumsLayout, layout, pilot);
    if (data !== undefined && data.length !== dataLength(layout)) {
      throw new ShapeError(
        `The data of this accumulator has ${dataLength(layout)} values, not ${data.length}.`,
      );
    }
    this.layout = layout;
    this.pilot = pilot;
    this.data = data ?? new Float64Array(dataLength(layout));
    this.sums = viewContrastSums(layout, this.data);
    const kept = reservoirStart(layout);
    const cells = layout.draws.length * layout.units;
    this.moments = viewContrastMoments(cells, this.data.subarray(contrastSumsLength(layout), kept));
    this.reservoir = new ImageReservoir(layout.seed, layout.capacity, cells, this.data.subarray(kept));
  }

  /** Images so far. */
  get baseSamples(): number {
    return this.data[0];
  }

  /** B, blocks so far. */
  get blocks(): number {
    return this.moments.difference.counts[0];
  }

  /**
   * Adds a block; one without images changes nothing. Blocks may differ in length.
   *
   * @throws {DesignError} when the block is of another layout or pilot.
   * @throws {NonFiniteActivationError} when the block met NaN or infinity; nothing is added then.
   */
  merge(block: ContrastBlock): void {
    this.requireSameDesign(block, "block");
    if (block.baseSamples === 0) return;
    const { units } = this.layout;
    const { pooled, pooledSquares } = block.sums;
    const byAugmentation = this.layout.draws.flatMap((_, k) =>
      [pooled, pooledSquares].map((sum) => sum.subarray(k * units, (k + 1) * units)),
    );
    requireFinite(byAugmentation, this.blocks);
    addArray(this.data, block.data.subarray(0, contrastSumsLength(this.layout)));
    addContrastBlock(this.moments, block.sums, block.baseSamples);
    this.reservoir.join(block.reservoir);
  }

  /**
   * Adds the blocks of another accumulator.
   *
   * @throws {DesignError} when it is of another layout or pilot.
   */
  join(other: ContrastAccumulator): void {
    this.requireSameDesign(other, "accumulator");
    addArray(this.data, other.data.subarray(0, reservoirStart(this.layout)));
    this.reservoir.join(other.reservoir);
  }

  /** The estimates from all blocks so far; all NaN before the first. */
  result(): ContrastResult {
    const { draws } = this.layout;
    return {
      baseSamples: this.baseSamples,
      blocks: this.blocks,
      evaluations: this.baseSamples * (1 + draws.reduce((sum, count) => sum + count, 0)),
      imagesKept: this.reservoir.size,
      nonZero: this.sums.nonZero.slice(),
      augmentations: this.contrasts(),
    };
  }

  /** Everything needed to go on, except the options; little-endian, with a checksum. */
  state(): Uint8Array {
    return Buffer.concat(this.stateParts());
  }

  /** The same in two parts, the second a view of what the next block changes. */
  stateParts(): readonly [Uint8Array, Uint8Array] {
    return stateParts(stateDesign(this), this.data);
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
    options: ContrastAccumulatorOptions,
    into?: Float64Array,
  ): ContrastAccumulator {
    return new ContrastAccumulator(
      options,
      readState(bytes, stateDesign(options), dataLength(options.layout), into),
    );
  }

  private contrasts(): AugmentationContrast[] {
    const { layout, sums, moments, baseSamples: n } = this;
    const { units, draws } = layout;
    const cells = draws.length * units;
    const tiled = Float64Array.from({ length: cells }, (_, cell) => this.pilot[cell % units]);
    const zero = new Float64Array(cells);
    const read = (reader: LevelReader<ContrastSums>, levels: LevelMoments, pilot: Float64Array) =>
      levelEstimates({ reader, levels, pilot, values: 2 * n, baseSamples: n, sums });
    const difference = read(differenceReader, moments.difference, zero);
    const pooled = read(pooledReader, moments.pooled, tiled);
    const columns = this.reservoir.columns();
    return draws.map((count, k): AugmentationContrast => {
      const c = Math.sqrt(count) / (1 + count);
      const from = k * units;
      const defined = (u: number) => !Number.isNaN(pooled.scaledVariance[from + u]);
      const map = (value: (cell: number, u: number) => number): Float64Array =>
        Float64Array.from({ length: units }, (_, u) => (defined(u) ? value(from + u, u) : Number.NaN));
      const deviation = map((cell) => Math.sqrt(difference.variance.values[cell]));
      const r = map((cell) => (c * sums.difference[cell]) / n / Math.sqrt(pooled.variance.values[cell]));
      const tests = Array.from({ length: units }, (_, u) => {
        const kept = columns.next().value as Float64Array;
        return defined(u) ? signedRankTest(kept) : null;
      });
      return {
        mean: {
          values: map((cell) => difference.mean.values[cell]),
          halfWidths: map((cell) => difference.mean.halfWidths[cell]),
        },
        deviation: {
          values: deviation,
          halfWidths: map((cell, u) =>
            deviation[u] === 0 ? 0 : difference.variance.halfWidths[cell] / (2 * deviation[u]),
          ),
        },
        pointBiserial: {
          values: r,
          halfWidths: map((cell, u) => correlationHalfWidth(moments, sums, n, cell, r[u], c)),
        },
        rankBiserial: Float64Array.from(tests, (test) => test?.rankBiserial ?? Number.NaN),
        p: Float64Array.from(tests, (test) => test?.p ?? Number.NaN),
      };
    });
  }

  private requireSameDesign(other: ContrastAccumulatorOptions, what: string): void {
    const theirs = describe(contrastSumsLayout.identity(other.layout));
    const expected = describe(contrastSumsLayout.identity(this.layout));
    if (theirs !== expected) {
      throw new DesignError(`The ${what} is of ${theirs}; expected ${expected}.`, "layout");
    }
    requireSamePilot(this.pilot, other.pilot, what);
  }
}

function reservoirStart(layout: ContrastLayout): number {
  return contrastSumsLength(layout) + contrastMomentsLength(layout.draws.length * layout.units);
}

function dataLength(layout: ContrastLayout): number {
  return reservoirStart(layout) + layout.capacity * (1 + layout.draws.length * layout.units);
}

function stateDesign({ layout, pilot }: ContrastAccumulatorOptions): StateDesign {
  return { magic: MAGIC, identity: contrastSumsLayout.identity(layout), pilot };
}
