import { clustersByHeight, factorClustering, leafOrder } from "@unitscope/core/commandLine";
import { tableLines } from "../table.js";
import { type FactorMaps, valuesOf } from "./factorMaps.js";
import type { Report } from "./report.js";

/** Factors by how alike their maps rank the units of one checkpoint, cut at a height. */
export function clusteringReport(maps: FactorMaps, height: number): Report {
  const { checkpoint, labels, measure } = maps;
  const { merges, undefinedPairs } = factorClustering(valuesOf(maps), checkpoint.shape);
  const clusterOfLeaf = clustersByHeight(merges, height);
  /** Leaves of every node, in the order in which merges number them. */
  const members = labels.map((label) => [label]);
  for (const { left, right } of merges) members.push([...(members[left] ?? []), ...(members[right] ?? [])]);
  const textOf = (node: number) => (members[node] ?? []).join(" ");
  const clusters = [...new Set(clusterOfLeaf)].sort((a, b) => a - b);
  return {
    data: {
      checkpoint: checkpoint.name,
      measure,
      height,
      leaves: labels,
      merges,
      leafOrder: leafOrder(merges),
      clusterOfLeaf,
      undefinedPairs,
    },
    lines: [
      `${checkpoint.name}: factors by their maps of ${measure}, distance sqrt(1 - |rho|), average linkage`,
      ...tableLines(
        ["height", "merges", "with"],
        merges.map(({ left, right, height: at }) => [at.toFixed(3), textOf(left), textOf(right)]),
        [0],
      ),
      ...clusters.map((cluster) => {
        const own = labels.filter((_, leaf) => clusterOfLeaf[leaf] === cluster);
        return `cluster ${cluster} at height ${height}: ${own.join(" ")}`;
      }),
      ...(undefinedPairs > 0
        ? [`${undefinedPairs} pairs have no correlation; they count as uncorrelated.`]
        : []),
    ],
  };
}
