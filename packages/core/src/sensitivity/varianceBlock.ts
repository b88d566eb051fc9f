import {
  type ActivationRow,
  BufferViews,
  requireRows,
  SumsBlock,
  type SumsLayout,
  type UnitLayout,
} from "./sumsBlock.js";

/** Shape of the sums of plain sampling over the units of one checkpoint. */
export type VarianceLayout = UnitLayout;

/** Sums over rows, per unit, of values shifted by the pilot: arrays of length U, views of one buffer. */
export interface VarianceSums {
  readonly level: Float64Array;
  readonly squares: Float64Array;
  /** How many values were not 0 before the shift. */
  readonly nonZero: Float64Array;
}

/** How the sums of plain sampling lie in their buffer. */
export const varianceSumsLayout: SumsLayout<VarianceLayout, VarianceSums> = {
  identity: ({ units }) => ({ units }),
  requireLayout: () => {},
  length: ({ units }) => 1 + 3 * units,
  view({ units }, data) {
    const views = new BufferViews(data, 1);
    return { level: views.next(units), squares: views.next(units), nonZero: views.next(units) };
  },
};

/** Sums of one block of plain samples: see `SumsBlock`. */
export class VarianceBlock extends SumsBlock<VarianceLayout, VarianceSums> {
  constructor(layout: VarianceLayout, pilot: Float64Array, data?: Float64Array) {
    super(varianceSumsLayout, layout, pilot, data);
  }

  /**
   * A block around the buffer of another one, not copied.
   *
   * @throws {ShapeError} when the buffer is not of this layout.
   */
  static fromData(layout: VarianceLayout, pilot: Float64Array, data: Float64Array): VarianceBlock {
    return new VarianceBlock(layout, pilot, data);
  }

  /**
   * Adds one base sample.
   *
   * @param rows (1)(U)
   * @throws {ShapeError} when there is not one row or it has not U values; nothing is added then.
   */
  push(rows: readonly ActivationRow[]): void {
    requireRows(rows, 1, this.layout.units);
    const [row] = rows;
    const { level, squares, nonZero } = this.sums;
    for (let u = 0; u < row.length; u++) {
      const shifted = row[u] - this.pilot[u];
      level[u] += shifted;
      squares[u] += shifted * shifted;
      nonZero[u] += row[u] === 0 ? 0 : 1;
    }
    this.data[0] += 1;
  }

  /** Adds several base samples in order. @param samples (samples)(1)(U) @throws {ShapeError} as `push`. */
  pushSamples(samples: readonly (readonly ActivationRow[])[]): void {
    for (const rows of samples) this.push(rows);
  }
}
