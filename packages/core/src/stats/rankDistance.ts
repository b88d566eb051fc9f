import { spearman } from "./spearman.js";

/** Distances of vectors by how alike their ranks are. */
export interface RankDistances {
  /** [n][n] in [0, 1], symmetric, 0 on the diagonal. */
  readonly distances: Float64Array[];
  /** Pairs of different vectors without a rank correlation, taken as uncorrelated: distance 1. */
  readonly undefinedPairs: number;
}

/**
 * sqrt(1 - |rho|) between all pairs of vectors, rho being Spearman's (Kharyuk, Matveev and Oseledets, arXiv 2503.03283).
 * Identical vectors are at distance 0, constant ones too, which have no rank correlation.
 *
 * @param vectors [n](m) of one length.
 * @throws {ShapeError} when the lengths differ.
 */
export function rankDistances(vectors: readonly ArrayLike<number>[]): RankDistances {
  const distances = vectors.map(() => new Float64Array(vectors.length));
  let undefinedPairs = 0;
  for (const [i, x] of vectors.entries()) {
    for (let j = 0; j < i; j++) {
      const y = vectors[j];
      const { rho } = spearman(x, y);
      const isUndefined = Number.isNaN(rho) && !areIdentical(x, y);
      if (isUndefined) undefinedPairs++;
      const alike = Number.isNaN(rho) ? Number(!isUndefined) : Math.abs(rho);
      distances[i][j] = Math.sqrt(1 - alike);
      distances[j][i] = distances[i][j];
    }
  }
  return { distances, undefinedPairs };
}

function areIdentical(x: ArrayLike<number>, y: ArrayLike<number>): boolean {
  for (let i = 0; i < x.length; i++) if (!Object.is(x[i], y[i]) && x[i] !== y[i]) return false;
  return true;
}
