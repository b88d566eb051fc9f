import { mapCorrelation } from "../stats/correlationMatrix.js";
import { type ClusterMerge, linkage } from "../stats/hierarchicalClustering.js";
import { distancesOfCorrelation } from "../stats/rankDistance.js";

/** Height at which a tree of factors is cut unless asked otherwise: |rho| of at least 3/4 merges. */
export const DEFAULT_CLUSTERING_HEIGHT = 0.5;

/** Factors by how alike their index maps rank the units of a checkpoint. */
export interface FactorClustering {
  /** Items are the factors in the order of their maps. */
  readonly merges: ClusterMerge[];
  /** Pairs of different maps without a rank correlation, taken as uncorrelated. */
  readonly undefinedPairs: number;
}

/**
 * Clusters factors by the distance sqrt(1 - |rho|), average linkage, rho being that of `mapCorrelation`: Spearman's
 * across channels, mean over pixels.
 *
 * @param maps [d](C * P) one a factor, in C, H, W order; one or more.
 * @param shape (C, H, W), or (C).
 * @throws {ShapeError} when a map does not have the shape.
 */
export function factorClustering(
  maps: readonly ArrayLike<number>[],
  shape: readonly number[],
): FactorClustering {
  const { distances, undefinedPairs } = distancesOfCorrelation(mapCorrelation(maps, maps, shape).rho, maps);
  return { merges: linkage(distances, "average"), undefinedPairs };
}
