/** A clustering as the API gives it. */
export interface ClusteringLike {
  readonly leaves: readonly string[];
  /** Numbers of the leaves in an order without crossings. */
  readonly leafOrder: readonly number[];
  readonly merges: readonly {
    readonly left: number;
    readonly right: number;
    readonly height: number;
  }[];
  /** Distance at which the tree is cut. */
  readonly height: number;
  /** From 1, in the order of `leaves`. */
  readonly clusterOfLeaf: readonly number[];
}

export interface DendrogramLeaf {
  readonly name: string;
  /** Line of the leaf, from 0. */
  readonly slot: number;
  /** Number of its cluster, from 1 in the order of the lines; null for a leaf alone. */
  readonly cluster: number | null;
}

/** A merge as a bracket: two arms from where the parts were made, joined at the height of the merge. */
export interface DendrogramLink {
  readonly height: number;
  readonly arms: readonly { readonly slot: number; readonly height: number }[];
  /** Number of the cluster that it lies in; null above the cut. */
  readonly cluster: number | null;
}

export interface Dendrogram {
  readonly leaves: readonly DendrogramLeaf[];
  readonly links: readonly DendrogramLink[];
  /** Clusters of at least two, with their leaves in the order of the lines. */
  readonly clusters: readonly { readonly cluster: number; readonly leaves: readonly string[] }[];
}

/** Places of leaves and brackets; clusters are numbered anew from the first line down, and leaves alone have none. */
export function prepareDendrogram(clustering: ClusteringLike): Dendrogram {
  const { leaves, leafOrder, merges, height, clusterOfLeaf } = clustering;
  const sizes = new Map<number, number>();
  for (const cluster of clusterOfLeaf) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  const numbers = new Map<number, number>();
  for (const leaf of leafOrder) {
    const cluster = clusterOfLeaf[leaf] ?? 0;
    if ((sizes.get(cluster) ?? 0) > 1 && !numbers.has(cluster)) numbers.set(cluster, numbers.size + 1);
  }
  const numberOf = (leaf: number): number | null => numbers.get(clusterOfLeaf[leaf] ?? 0) ?? null;
  const places = leafOrder.map((leaf, slot) => ({
    name: leaves[leaf] ?? "",
    slot,
    cluster: numberOf(leaf),
  }));
  const slotOf = new Map(leafOrder.map((leaf, slot) => [leaf, slot]));
  // Every node made so far: leaves first, then merges in their order.
  const nodes: { slot: number; height: number; anyLeaf: number }[] = leaves.map((_, leaf) => ({
    slot: slotOf.get(leaf) ?? 0,
    height: 0,
    anyLeaf: leaf,
  }));
  const links = merges.map((merge) => {
    const left = nodes[merge.left]!;
    const right = nodes[merge.right]!;
    nodes.push({ slot: (left.slot + right.slot) / 2, height: merge.height, anyLeaf: left.anyLeaf });
    return {
      height: merge.height,
      arms: [left, right].map(({ slot, height: from }) => ({ slot, height: from })),
      cluster: merge.height <= height ? numberOf(left.anyLeaf) : null,
    };
  });
  const clusters = [...numbers.values()].map((cluster) => ({
    cluster,
    leaves: places.filter((leaf) => leaf.cluster === cluster).map(({ name }) => name),
  }));
  return { leaves: places, links, clusters };
}
