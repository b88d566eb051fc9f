import { ShapeError } from "../errors.js";
import { averageRanks, correlationOfRanks, spearman } from "./spearman.js";

/** Rank correlations of index maps; rows and columns are maps. */
export interface MapCorrelation {
  /** [r][c] mean of Spearman's rho over the slices where it is defined; NaN where it is nowhere. */
  readonly rho: number[][];
  /** [r][c] standard deviation over those slices, divisor n - 1; NaN with fewer than two. */
  readonly sd: number[][];
  /** [r][c] two-sided p value of rho = 0, where there is one slice only; else NaN: slices are not independent. */
  readonly p: number[][];
  /** [r][c] slices where rho is defined. */
  readonly slices: number[][];
}

/** CHANNELS: across channels, pixel by pixel; PIXELS: across pixels, channel by channel. */
export type CorrelatedAxis = "CHANNELS" | "PIXELS";

/**
 * Spearman's rank correlation between the index maps of one checkpoint, slice by slice, then mean and standard deviation
 * over the slices: at every pixel across the channels (Kharyuk, Matveev and Oseledets, arXiv 2503.03283), so that
 * what two maps share of the image's geometry does not count. A checkpoint without extent is one pixel.
 *
 * `columns` are the same maps for the correlation between factors, those of another measure for the correlation of two
 * measures, or one map of another kind. Pairs with an undefined unit are left out of their slice.
 *
 * @param rows [r](C * P), `columns` [c](C * P), in C, H, W order.
 * @param shape (C, H, W), or (C).
 * @throws {ShapeError} when a map does not have the shape.
 */
export function mapCorrelation(
  rows: readonly ArrayLike<number>[],
  columns: readonly ArrayLike<number>[],
  shape: readonly number[],
  along: CorrelatedAxis = "CHANNELS",
): MapCorrelation {
  const slicesOf = (map: ArrayLike<number>): RankedSlice[] =>
    slices(map, shape, along).map((values) => ({
      values,
      ranks: values.some(Number.isNaN) ? null : averageRanks(values),
    }));
  const rowSlices = rows.map(slicesOf);
  const columnSlices = columns === rows ? rowSlices : columns.map(slicesOf);
  const cells = rowSlices.map((row) => columnSlices.map((column) => cell(row, column)));
  return {
    rho: cells.map((row) => row.map(({ mean }) => mean)),
    sd: cells.map((row) => row.map(({ sd }) => sd)),
    p: cells.map((row) => row.map(({ p }) => p)),
    slices: cells.map((row) => row.map(({ n }) => n)),
  };
}

/**
 * Spearman's rho between all pairs of vectors.
 *
 * @param vectors [n](m) of one length.
 * @returns [n][n] rho and its two-sided p value; NaN where undefined.
 * @throws {ShapeError} when the lengths differ.
 */
export function correlationMatrix(vectors: readonly ArrayLike<number>[]): { rho: number[][]; p: number[][] } {
  const pairs = vectors.map((x) => vectors.map((y) => spearman(x, y)));
  return {
    rho: pairs.map((row) => row.map(({ rho }) => rho)),
    p: pairs.map((row) => row.map(({ p }) => p)),
  };
}

/** Values that are correlated with each other; their ranks where all are numbers, since those serve every pair. */
interface RankedSlice {
  readonly values: Float64Array;
  readonly ranks: Float64Array | null;
}

function cell(
  row: readonly RankedSlice[],
  column: readonly RankedSlice[],
): { mean: number; sd: number; p: number; n: number } {
  const rhos: number[] = [];
  for (const [i, a] of row.entries()) {
    const b = column[i];
    const rho =
      a.ranks !== null && b.ranks !== null
        ? correlationOfRanks(a.ranks, b.ranks)
        : spearman(a.values, b.values).rho;
    if (!Number.isNaN(rho)) rhos.push(rho);
  }
  const p = row.length === 1 ? spearman(row[0].values, column[0].values).p : Number.NaN;
  const n = rhos.length;
  const mean = rhos.reduce((sum, rho) => sum + rho, 0) / n;
  const squares = rhos.reduce((sum, rho) => sum + (rho - mean) ** 2, 0);
  return { mean, sd: n < 2 ? Number.NaN : Math.sqrt(squares / (n - 1)), p, n };
}

function slices(map: ArrayLike<number>, shape: readonly number[], along: CorrelatedAxis): Float64Array[] {
  const [channels, ...extent] = shape;
  const pixels = extent.reduce((product, axis) => product * axis, 1);
  if (map.length !== channels * pixels) {
    throw new ShapeError(`A map holds ${map.length} units; its shape [${shape}] has ${channels * pixels}.`);
  }
  if (along === "PIXELS") {
    return Array.from({ length: channels }, (_, c) =>
      Float64Array.from({ length: pixels }, (_, p) => map[c * pixels + p]),
    );
  }
  return Array.from({ length: pixels }, (_, p) =>
    Float64Array.from({ length: channels }, (_, c) => map[c * pixels + p]),
  );
}
