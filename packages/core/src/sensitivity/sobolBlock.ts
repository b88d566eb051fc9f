import {
  factorPairs,
  rowsPerBaseSample,
  type SobolLayout,
  type SobolSums,
  sobolSumsLayout,
} from "./sobolLayout.js";
import { type ActivationRow, requireRows, SumsBlock } from "./sumsBlock.js";

export type { SobolLayout } from "./sobolLayout.js";
export type { ActivationRow } from "./sumsBlock.js";

/** Units taken at a time, so that the shifted values of all rows stay in the processor's cache. */
const TILE = 512;

/** Sums of one block of base samples of Saltelli's design: see `SumsBlock`, and `SobolSums` for what they are. */
export class SobolBlock extends SumsBlock<SobolLayout, SobolSums> {
  private readonly rows: number;
  private readonly scratch: Scratch;

  constructor(layout: SobolLayout, pilot: Float64Array, data?: Float64Array) {
    super(sobolSumsLayout, layout, pilot, data);
    this.rows = rowsPerBaseSample(layout.factors, layout.secondOrder);
    this.scratch = new Scratch(layout);
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
    for (let start = 0; start < this.layout.units; start += TILE) {
      const length = Math.min(TILE, this.layout.units - start);
      for (const rows of samples) {
        this.shift(rows, start, length);
        this.addTile(start, length);
      }
    }
    this.data[0] += samples.length;
  }

  /** Fills the scratch with units start .. start + length - 1 of the rows, less the pilot; counts values that are not 0. */
  private shift(rows: readonly ActivationRow[], start: number, length: number): void {
    const { pilot } = this;
    const { nonZero } = this.sums;
    const shifted = this.scratch.rows;
    for (let r = 0; r < rows.length; r++) {
      const row = rows[r];
      const out = shifted[r];
      for (let i = 0, u = start; i < length; i++, u++) {
        const value = row[u];
        out[i] = value - pilot[u];
        nonZero[u] += value === 0 ? 0 : 1;
      }
    }
  }

  private addTile(start: number, length: number): void {
    const { sums, scratch } = this;
    const { a, b, product } = scratch;
    for (let i = 0, u = start; i < length; i++, u++) {
      sums.a[u] += a[i];
      sums.b[u] += b[i];
      sums.squares[u] += a[i] * a[i] + b[i] * b[i];
      product[i] = a[i] * b[i];
    }
    for (let j = 0; j < scratch.ab.length; j++) {
      addFactor(a, b, scratch.ab[j], sums.ab[j], sums.first[j], sums.total[j], start, length);
    }
    for (let j = 0; j < scratch.ba.length; j++) {
      const ba = scratch.ba[j];
      const sum = sums.ba[j];
      for (let i = 0, u = start; i < length; i++, u++) sum[u] += ba[i];
    }
    for (let jk = 0; jk < sums.pair.length; jk++) {
      const [j, k] = scratch.pairs[jk];
      addPair(scratch.ba[j], scratch.ab[k], product, sums.pair[jk], start, length);
    }
  }
}

/** Shifted values of one tile. */
class Scratch {
  /** In the order of the design; the fields below are the same arrays by name. */
  readonly rows: readonly Float64Array[];
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly ab: readonly Float64Array[];
  readonly ba: readonly Float64Array[];
  readonly product: Float64Array;
  readonly pairs: readonly (readonly [number, number])[];

  constructor({ factors, secondOrder, units }: SobolLayout) {
    const tile = (): Float64Array => new Float64Array(Math.min(TILE, units));
    this.rows = Array.from({ length: rowsPerBaseSample(factors, secondOrder) }, tile);
    this.a = this.rows[0];
    this.b = this.rows[this.rows.length - 1];
    this.ab = this.rows.slice(1, 1 + factors);
    this.ba = this.rows.slice(1 + factors, -1);
    this.product = tile();
    this.pairs = secondOrder ? factorPairs(factors) : [];
  }
}

function addFactor(
  a: Float64Array,
  b: Float64Array,
  ab: Float64Array,
  sum: Float64Array,
  first: Float64Array,
  total: Float64Array,
  start: number,
  length: number,
): void {
  for (let i = 0, u = start; i < length; i++, u++) {
    const difference = ab[i] - a[i];
    sum[u] += ab[i];
    first[u] += b[i] * difference;
    total[u] += 0.5 * difference * difference;
  }
}

function addPair(
  ba: Float64Array,
  ab: Float64Array,
  product: Float64Array,
  sum: Float64Array,
  start: number,
  length: number,
): void {
  for (let i = 0, u = start; i < length; i++, u++) sum[u] += ba[i] * ab[i] - product[i];
}
