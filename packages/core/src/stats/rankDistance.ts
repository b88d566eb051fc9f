import { correlationMatrix } from "./correlationMatrix.js";

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
  return distancesOfCorrelation(correlationMatrix(vectors).rho, vectors);
}

/**
 * As `rankDistances`, from correlations that are known: also those that are means over slices.
 *
 * @param rho [n][n] symmetric, -1 to 1; NaN where undefined.
 * @param items [n](m) what is correlated: where rho is undefined, equal items are at distance 0.
 */
export function distancesOfCorrelation(
  rho: readonly ArrayLike<number>[],
  items: readonly ArrayLike<number>[],
): RankDistances {
  const distances = items.map(() => new Float64Array(items.length));
  let undefinedPairs = 0;
  for (const [i, x] of items.entries()) {
    for (let j = 0; j < i; j++) {
      const isUndefined = Number.isNaN(rho[i][j]) && !areIdentical(x, items[j]);
      if (isUndefined) undefinedPairs++;
      const alike = Number.isNaN(rho[i][j]) ? Number(!isUndefined) : Math.abs(rho[i][j]);
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
