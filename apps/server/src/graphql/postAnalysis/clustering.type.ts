import { type ClusterMerge, clustersByHeight, leafOrder } from "@unitscope/core/reading";
import { Field, Float, Int, ObjectType } from "type-graphql";

@ObjectType("ClusterMerge", { description: "Two clusters become one." })
export class ClusterMergeType implements ClusterMerge {
  @Field(() => Int, {
    description:
      "Number of the one cluster, the smaller number of the two: a leaf's place in `leaves`, or the number of leaves plus the place in `merges` of the merge that made it.",
  })
  left!: number;

  @Field(() => Int, { description: "Number of the other cluster." })
  right!: number;

  @Field(() => Float, { description: "Distance at which they merge." })
  height!: number;

  @Field(() => Int, { description: "Leaves in the new cluster." })
  size!: number;
}

@ObjectType("Clustering", {
  description:
    "Agglomerative clustering, average linkage, by the distance sqrt(1 - |rho|), 0 to 1, rho being Spearman's rank correlation.",
})
export class ClusteringType {
  /**
   * @param leaves names, in the order that the merges number them; none while there are no results.
   * @param merges as `linkage` gives them.
   * @param height at which the tree is cut.
   * @param undefinedPairs as `rankDistances` counts them.
   */
  constructor(
    leaves: readonly string[],
    merges: readonly ClusterMerge[],
    height: number,
    undefinedPairs = 0,
  ) {
    this.leaves = [...leaves];
    this.merges = [...merges];
    // Without leaves there are no merges either, which could stand for a single leaf, too.
    this.leafOrder = leaves.length === 0 ? [] : leafOrder(merges);
    this.height = height;
    this.clusterOfLeaf = leaves.length === 0 ? [] : clustersByHeight(merges, height);
    this.undefinedPairs = undefinedPairs;
  }

  @Field(() => [String], { description: "What is clustered; its numbers are places in this list." })
  leaves: string[];

  @Field(() => [ClusterMergeType], { description: "From single leaves to one cluster, by ascending height." })
  merges: ClusterMergeType[];

  @Field(() => [Int], {
    description: "Numbers of the leaves in the order in which a dendrogram without crossings shows them.",
  })
  leafOrder: number[];

  @Field(() => Float, { description: "Distance at which the tree is cut into clusters." })
  height: number;

  @Field(() => [Int], {
    description:
      "Cluster of each leaf, from 1: leaves that merge at or below `height` are in one cluster. In the order of `leaves`.",
  })
  clusterOfLeaf: number[];

  @Field(() => Int, {
    description:
      "Pairs of different leaves without a rank correlation; they are taken as uncorrelated: distance 1.",
  })
  undefinedPairs: number;
}
