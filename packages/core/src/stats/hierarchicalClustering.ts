import { ShapeError } from "../errors.js";
import { mergeByChain, mergeBySpanningTree } from "./agglomerate.js";

/** How the distance of two clusters follows from those of their members. */
export type Linkage = "average" | "complete" | "single" | "ward";

/** Two clusters become one. */
export interface ClusterMerge {
  /** Numbers of the two clusters, the smaller first: items are 0 .. n-1, the cluster of merge i is n + i. */
  readonly left: number;
  readonly right: number;
  /** Distance at which they merge, in the unit of the distances. */
  readonly height: number;
  /** Items in the new cluster. */
  readonly size: number;
}

/**
 * Agglomerative clustering of items by their distances; merges, numbering and, for distances without ties, every digit
 * follow `scipy.cluster.hierarchy.linkage`.
 *
 * average, complete, ward: nearest-neighbour chains; single: minimum spanning tree (Muellner, "Modern hierarchical,
 * agglomerative clustering algorithms", arXiv 1109.2378). ward takes Euclidean distances. Memory O(n^2), time O(n^2)
 * but for unlucky chains.
 *
 * @param distances [n][n] symmetric, not negative; the diagonal is not read.
 * @returns (n - 1) merges by ascending height.
 * @throws {ShapeError} when the matrix is not square, or a distance is negative or no number.
 */
export function linkage(
  distances: readonly ArrayLike<number>[],
  method: Linkage = "average",
): ClusterMerge[] {
  const n = distances.length;
  const matrix = new Float64Array(n * n);
  for (const [i, row] of distances.entries()) {
    if (row.length !== n) {
      throw new ShapeError(
        `A distance matrix of ${n} items has ${n} columns, but row ${i} has ${row.length}.`,
      );
    }
    for (let j = 0; j < n; j++) {
      if (i === j) continue;
      if (!(row[j] >= 0 && row[j] < Number.POSITIVE_INFINITY)) {
        throw new ShapeError(`The distance of items ${i} and ${j} is ${row[j]}; it must be a number from 0.`);
      }
      matrix[i * n + j] = row[j];
    }
  }
  const pairs = method === "single" ? mergeBySpanningTree(matrix, n) : mergeByChain(matrix, n, method);
  return numberedMerges(pairs, n);
}

/**
 * The items in the order in which a dendrogram without crossings shows them: `scipy.cluster.hierarchy.leaves_list`.
 *
 * @returns (n) item numbers; one item for no merges.
 */
export function leafOrder(merges: readonly ClusterMerge[]): number[] {
  const n = merges.length + 1;
  const order: number[] = [];
  const stack = [n === 1 ? 0 : 2 * n - 2];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node < n) order.push(node);
    else stack.push(merges[node - n].right, merges[node - n].left);
  }
  return order;
}

/**
 * Clusters whose merges are at most a given height:
 * `scipy.cluster.hierarchy.fcluster(criterion="distance")`, its numbering included.
 *
 * @param height in the unit of the distances.
 * @returns (n) cluster of each item, from 1.
 */
export function clustersByHeight(merges: readonly ClusterMerge[], height: number): number[] {
  const n = merges.length + 1;
  const labels = new Array<number>(n).fill(1);
  if (n === 1) return labels;
  const highest = subtreeHeights(merges);
  let clusters = 0;
  /** Clusters are numbered where a walk meets them: inner nodes on the way down, single items on the way up. */
  const walk = (merge: number, inside: boolean): void => {
    const isCluster = !inside && highest[merge] <= height;
    if (isCluster) clusters++;
    const children = [merges[merge].left, merges[merge].right];
    for (const child of children) if (child >= n) walk(child - n, inside || isCluster);
    for (const child of children) {
      if (child >= n) continue;
      if (!inside && !isCluster) clusters++;
      labels[child] = clusters;
    }
  };
  walk(n - 2, false);
  return labels;
}

/**
 * At most `count` clusters, as many as a cut at one height can give: `fcluster(criterion="maxclust")`. Merges at equal
 * heights happen together, so fewer may result.
 *
 * @param count from 1; with n or more, every item is its own cluster.
 * @returns (n) cluster of each item, from 1.
 * @throws {ShapeError} when the count is no whole number from 1.
 */
export function clustersByCount(merges: readonly ClusterMerge[], count: number): number[] {
  if (!Number.isInteger(count) || count < 1) {
    throw new ShapeError(`Items fall into a whole number of clusters from 1, not ${count}.`);
  }
  const n = merges.length + 1;
  if (count >= n) return clustersByHeight(merges, Number.NEGATIVE_INFINITY);
  // After n - count merges, in the order of their heights, count clusters are left.
  return clustersByHeight(merges, subtreeHeights(merges).sort()[n - count - 1]);
}

/** Largest height at or below each merge; heights fall towards the items but for rounding. */
function subtreeHeights(merges: readonly ClusterMerge[]): Float64Array {
  const n = merges.length + 1;
  const highest = new Float64Array(merges.length);
  for (const [i, { left, right, height }] of merges.entries()) {
    const below = [left, right].map((child) => (child < n ? 0 : highest[child - n]));
    highest[i] = Math.max(height, ...below);
  }
  return highest;
}

/** Sorts merges by height, equal ones staying as they are, and numbers the clusters that they join. */
function numberedMerges(
  pairs: readonly { a: number; b: number; height: number }[],
  n: number,
): ClusterMerge[] {
  const parent = Int32Array.from({ length: 2 * n - 1 }, (_, i) => i);
  const size = new Int32Array(2 * n - 1).fill(1, 0, n);
  const root = (node: number): number => {
    while (parent[node] !== node) {
      parent[node] = parent[parent[node]];
      node = parent[node];
    }
    return node;
  };
  return pairs
    .toSorted((p, q) => p.height - q.height)
    .map(({ a, b, height }, i) => {
      const [rootA, rootB] = [root(a), root(b)];
      parent[rootA] = n + i;
      parent[rootB] = n + i;
      size[n + i] = size[rootA] + size[rootB];
      return { left: Math.min(rootA, rootB), right: Math.max(rootA, rootB), height, size: size[n + i] };
    });
}
