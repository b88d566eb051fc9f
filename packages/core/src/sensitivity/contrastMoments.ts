import { halfWidthFactor } from "./blockEstimates.js";
import {
  addLevels,
  addProducts,
  type LevelMoments,
  type LevelReader,
  levelMomentsLength,
  viewLevelMoments,
} from "./blockMoments.js";
import type { ContrastSums } from "./contrastBlock.js";
import { BufferViews } from "./sumsBlock.js";

/** Second moments over blocks of the sums of a contrast; D, M, Q stand for `difference`, `pooled`, `pooledSquares`. */
export interface ContrastMoments {
  readonly difference: LevelMoments;
  readonly pooled: LevelMoments;
  /** (K U) sum D M, sum D Q. */
  readonly dm: Float64Array;
  readonly dq: Float64Array;
}

/** The differences as a quantity whose mean and variance are wanted. */
export const differenceReader: LevelReader<ContrastSums> = {
  level: ({ difference }, out) => out.set(difference),
  square: ({ differenceSquares }, out) => out.set(differenceSquares),
};

/** Original and treated values together as such a quantity. */
export const pooledReader: LevelReader<ContrastSums> = {
  level: ({ pooled }, out) => out.set(pooled),
  square: ({ pooledSquares }, out) => out.set(pooledSquares),
};

/** Length of the buffer that `viewContrastMoments` looks into, for K U cells. */
export function contrastMomentsLength(cells: number): number {
  return 2 * levelMomentsLength(cells) + 2 * cells;
}

/** Named views of a buffer of `contrastMomentsLength` values. */
export function viewContrastMoments(cells: number, data: Float64Array): ContrastMoments {
  const views = new BufferViews(data, 0);
  return {
    difference: viewLevelMoments(cells, views.next(levelMomentsLength(cells))),
    pooled: viewLevelMoments(cells, views.next(levelMomentsLength(cells))),
    dm: views.next(cells),
    dq: views.next(cells),
  };
}

/** Adds the sums of one block of `n` images. */
export function addContrastBlock(moments: ContrastMoments, sums: ContrastSums, n: number): void {
  addLevels(differenceReader, moments.difference, sums, n);
  addLevels(pooledReader, moments.pooled, sums, n);
  addProducts(sums.difference, sums.pooled, moments.dm);
  addProducts(sums.difference, sums.pooledSquares, moments.dq);
}

/**
 * Half width of r = c D / s, s^2 = Q - M^2 of means over images, by the delta method over blocks: the residual of a
 * block is alpha D_b + beta Q_b + gamma M_b - delta n_b with alpha = c / s, beta = -r / (2 s^2), gamma = r M / s^2.
 *
 * @param cell k U + u.
 */
export function correlationHalfWidth(
  moments: ContrastMoments,
  sums: ContrastSums,
  images: number,
  cell: number,
  r: number,
  c: number,
): number {
  const { difference, pooled } = moments;
  const [d, m, q] = [sums.difference, sums.pooled, sums.pooledSquares].map((sum) => sum[cell] / images);
  const variance = q - m * m;
  const alpha = c / Math.sqrt(variance);
  const beta = -r / (2 * variance);
  const gamma = (r * m) / variance;
  const delta = alpha * d + beta * q + gamma * m;
  const squares =
    alpha * alpha * difference.ll[cell] +
    beta * beta * pooled.qq[cell] +
    gamma * gamma * pooled.ll[cell] +
    delta * delta * pooled.counts[1] +
    2 * alpha * beta * moments.dq[cell] +
    2 * alpha * gamma * moments.dm[cell] +
    2 * beta * gamma * pooled.lq[cell] -
    2 * delta * (alpha * difference.ln[cell] + beta * pooled.qn[cell] + gamma * pooled.ln[cell]);
  return (halfWidthFactor(pooled.counts[0]) * Math.sqrt(Math.max(0, squares))) / images;
}
