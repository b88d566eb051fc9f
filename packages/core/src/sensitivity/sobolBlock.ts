import { addSobolSamples } from "../kernels/sobolSums.js";
import { rowsPerBaseSample, type SobolLayout, type SobolSums, sobolSumsLayout } from "./sobolLayout.js";
import { type ActivationRow, requireRows, SumsBlock } from "./sumsBlock.js";

export type { SobolLayout } from "./sobolLayout.js";
export type { ActivationRow } from "./sumsBlock.js";

/** Sums of one block of base samples of Saltelli's design: see `SumsBlock`, and `SobolSums` for what they are. */
export class SobolBlock extends SumsBlock<SobolLayout, SobolSums> {
  private readonly rows: number;

  constructor(layout: SobolLayout, pilot: Float64Array, data?: Float64Array) {
    super(sobolSumsLayout, layout, pilot, data);
    this.rows = rowsPerBaseSample(layout.factors, layout.secondOrder);
  }

  /**
   * A block around the buffer of another one, not copied.
   *
   * @throws {ShapeError} when the buffer is not of this layout.
   */
  static fromData(layout: SobolLayout, pilot: Float64Array, data: Float64Array): SobolBlock {
    return new SobolBlock(layout, pilot, data);
  }

  /**
   * Adds one base sample.
   *
   * @param rows (rowsPerBaseSample)(U) activations in the order of the design: A, AB_1 .. AB_d, BA_1 .. BA_d, B.
   * @throws {ShapeError} when a row is missing or has not U values; nothing is added then.
   */
  push(rows: readonly ActivationRow[]): void {
    this.pushSamples([rows]);
  }

  /**
   * Adds several base samples in order; the same bits as one `push` each, with fewer passes over the sums.
   *
   * @param samples (samples)(rowsPerBaseSample)(U)
   * @throws {ShapeError} as `push`.
   */
  pushSamples(samples: readonly (readonly ActivationRow[])[]): void {
    for (const rows of samples) requireRows(rows, this.rows, this.layout.units);
    addSobolSamples(this.layout, this.pilot, samples, this.data.subarray(1));
    this.data[0] += samples.length;
  }
}
