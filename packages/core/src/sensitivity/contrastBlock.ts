import { DesignError } from "../errors.js";
import { ImageReservoir } from "./imageReservoir.js";
import {
  type ActivationRow,
  BufferViews,
  requireCounts,
  requireRows,
  SumsBlock,
  type SumsLayout,
} from "./sumsBlock.js";
import { requireSeed } from "./unitPoints.js";

/** Shape of the sums of a treatment-control contrast over the units of one checkpoint. */
export interface ContrastLayout {
  /** [k] draws of augmentation k for each image, at least 1. */
  readonly draws: readonly number[];
  /** U, number of units. */
  readonly units: number;
  /** Chooses the images whose differences are kept for the rank tests. */
  readonly seed: number;
  /** How many images are kept, at 8 K U bytes each; a block in flight keeps up to its own size. */
  readonly capacity: number;
  /** Images in a block. */
  readonly blockSize: number;
}

/** One image: the row without augmentation and, for each augmentation, its draws. */
export interface ContrastSample {
  /** (U) */
  readonly original: ActivationRow;
  /** [k][draw](U) */
  readonly treated: readonly (readonly ActivationRow[])[];
}

/**
 * Sums over images of every augmentation k and unit u, at [k U + u]. z is the original activation, w the mean over the
 * draws, p0 = 1 / (1 + draws) and p1 = 1 - p0 the shares of original and treated values; a dash marks values shifted by
 * the pilot.
 */
export interface ContrastSums {
  /** sum (w - z), sum (w - z)^2. */
  readonly difference: Float64Array;
  readonly differenceSquares: Float64Array;
  /** sum (p0 z' + p1 w'), and of the same mean of squares over all values of the image. */
  readonly pooled: Float64Array;
  readonly pooledSquares: Float64Array;
  /** (U) how many values of all rows were not 0. */
  readonly nonZero: Float64Array;
}

/** Values of the sums, before the reservoir: the head of the buffer. */
export function contrastSumsLength({ draws, units }: ContrastLayout): number {
  return 1 + (4 * draws.length + 1) * units;
}

/** Images kept by a block. */
export function blockCapacity({ capacity, blockSize }: ContrastLayout): number {
  return Math.min(capacity, blockSize);
}

/** Named views of the head of a buffer. */
export function viewContrastSums({ draws, units }: ContrastLayout, data: Float64Array): ContrastSums {
  const views = new BufferViews(data, 1);
  const cells = draws.length * units;
  return {
    difference: views.next(cells),
    differenceSquares: views.next(cells),
    pooled: views.next(cells),
    pooledSquares: views.next(cells),
    nonZero: views.next(units),
  };
}

/** How the sums of a block lie in their buffer: count, sums, reservoir. */
export const contrastSumsLayout: SumsLayout<ContrastLayout, ContrastSums> = {
  identity: ({ draws, units, seed, capacity, blockSize }) => ({
    draws: draws.join(" "),
    units,
    seed,
    "images kept": capacity,
    "block size": blockSize,
  }),
  requireLayout({ draws, seed, capacity, blockSize }) {
    requireCounts({ augmentations: draws.length, "images kept": capacity, "block size": blockSize });
    requireSeed(seed);
    for (const count of draws) requireCounts({ draws: count });
  },
  length: (layout) =>
    contrastSumsLength(layout) + blockCapacity(layout) * (1 + layout.draws.length * layout.units),
  view: viewContrastSums,
};

/** Sums of one block of images: see `SumsBlock`, and `ContrastSums` for what they are. */
export class ContrastBlock extends SumsBlock<ContrastLayout, ContrastSums> {
  readonly reservoir: ImageReservoir;
  /** (K U) differences of the latest image. */
  private readonly differences: Float64Array;

  constructor(layout: ContrastLayout, pilot: Float64Array, data?: Float64Array) {
    super(contrastSumsLayout, layout, pilot, data);
    const cells = layout.draws.length * layout.units;
    const kept = this.data.subarray(contrastSumsLength(layout));
    this.reservoir = new ImageReservoir(layout.seed, blockCapacity(layout), cells, kept);
    this.differences = new Float64Array(cells);
  }

  /**
   * A block around the buffer of another one, not copied.
   *
   * @throws {ShapeError} when the buffer is not of this layout.
   */
  static fromData(layout: ContrastLayout, pilot: Float64Array, data: Float64Array): ContrastBlock {
    return new ContrastBlock(layout, pilot, data);
  }

  /**
   * Adds one image. Its draws are averaged first, so that an image counts once however often it was drawn.
   *
   * @param index of the image in the run.
   * @throws {ShapeError} when a row is missing or has not U values; nothing is added then.
   * @throws {DesignError} when the block is full.
   */
  push({ original, treated }: ContrastSample, index: number): void {
    const { draws, units, blockSize } = this.layout;
    requireRows([original], 1, units);
    requireRows(
      treated.map(() => original),
      draws.length,
      units,
    );
    for (const [k, rows] of treated.entries()) requireRows(rows, draws[k], units);
    if (this.baseSamples >= blockSize) {
      throw new DesignError(`A block of this contrast holds ${blockSize} images.`, "blockSize");
    }
    for (const row of [original, ...treated.flat()]) {
      for (let u = 0; u < units; u++) this.sums.nonZero[u] += row[u] === 0 ? 0 : 1;
    }
    for (const [k, rows] of treated.entries()) this.addTreatment(original, rows, k * units);
    this.reservoir.offer(index, this.differences);
    this.data[0] += 1;
  }

  /**
   * Adds one image from rows in one list.
   *
   * @param rows (1 + sum of draws)(U) the original, then the draws of each augmentation in turn.
   * @throws as `push`.
   */
  pushRows(rows: readonly ActivationRow[], index: number): void {
    const { draws, units } = this.layout;
    requireRows(rows, 1 + draws.reduce((sum, count) => sum + count, 0), units);
    let next = 1;
    const treated = draws.map((count) => {
      next += count;
      return rows.slice(next - count, next);
    });
    this.push({ original: rows[0], treated }, index);
  }

  private addTreatment(original: ActivationRow, rows: readonly ActivationRow[], offset: number): void {
    const { pilot, sums, differences } = this;
    const share = 1 / (1 + rows.length);
    for (let u = 0, cell = offset; u < pilot.length; u++, cell++) {
      const z = original[u] - pilot[u];
      let [sum, squares, difference] = [z, z * z, 0];
      for (const row of rows) {
        const w = row[u] - pilot[u];
        sum += w;
        squares += w * w;
        difference += row[u] - original[u];
      }
      difference /= rows.length;
      differences[cell] = difference;
      sums.difference[cell] += difference;
      sums.differenceSquares[cell] += difference * difference;
      sums.pooled[cell] += share * sum;
      sums.pooledSquares[cell] += share * squares;
    }
  }
}
