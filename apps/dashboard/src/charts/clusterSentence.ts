import { formatCount, formatFixed, formatList } from "@/format/number";
import type { Dendrogram } from "./prepareDendrogram";

/**
 * What the cut gives: how many clusters, and the closest pair.
 *
 * @param leafWord a leaf's name inside a sentence.
 */
export function clusterSentence(
  { leaves, links, clusters }: Dendrogram,
  height: number,
  leafWord: (leaf: string) => string,
): string {
  const [closest] = links;
  if (!closest) return "There is only one leaf, so nothing can be clustered.";
  const grouped = clusters.reduce((sum, cluster) => sum + cluster.leaves.length, 0);
  const at = formatFixed(height, 3);
  const names = closest.arms.map(({ slot }) => leafWord(leaves[slot]?.name ?? ""));
  const pair = `Closest of all, ${formatFixed(closest.height, 3)} apart, are ${formatList(names)}.`;
  if (clusters.length === 0) return `At a distance of ${at} nothing belongs together. ${pair}`;
  return `Cut at ${at}: ${formatCount(clusters.length)} ${clusters.length === 1 ? "cluster" : "clusters"} with ${formatCount(grouped)} of ${formatCount(leaves.length)} leaves, the others stand alone. ${pair}`;
}
