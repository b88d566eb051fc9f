"use client";

import { formatCount } from "@/format/number";
import { clusterColour } from "./clusterColours";
import { DendrogramChart } from "./DendrogramChart";
import type { Dendrogram } from "./prepareDendrogram";

interface ClusterViewProps {
  readonly dendrogram: Dendrogram;
  /** Distance at which the tree is cut. */
  readonly height: number;
  readonly leafName: (leaf: string) => string;
}

/** A dendrogram beside the table of its clusters. */
export function ClusterView({ dendrogram, height, leafName }: ClusterViewProps) {
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,7fr)_minmax(0,3fr)]">
      <div className="max-h-[560px] overflow-y-auto">
        <DendrogramChart dendrogram={dendrogram} height={height} leafName={leafName} />
      </div>
      <div className="max-h-[560px] overflow-y-auto">
        <table data-testid="clusters" className="w-full">
          <thead>
            <tr className="border-b border-border text-left text-xs text-muted">
              <th className="w-24 py-1.5 pr-3 font-medium">Cluster</th>
              <th className="py-1.5 font-medium">Leaves</th>
            </tr>
          </thead>
          <tbody>
            {dendrogram.clusters.map(({ cluster, leaves }) => (
              <tr key={cluster} className="border-b border-border align-top last:border-0">
                <th scope="row" className="whitespace-nowrap py-1.5 pr-3 text-left font-normal">
                  <span className="inline-flex items-center gap-1.5">
                    <span
                      aria-hidden
                      className="size-3 rounded-sm"
                      style={{ background: clusterColour(cluster) }}
                    />
                    {cluster}
                    <span className="text-xs text-muted">({formatCount(leaves.length)})</span>
                  </span>
                </th>
                <td className="py-1.5 text-xs">{leaves.map(leafName).join("; ")}</td>
              </tr>
            ))}
            {dendrogram.clusters.length === 0 ? (
              <tr>
                <td colSpan={2} className="py-2 text-muted">
                  Every leaf stands alone at this distance. Move the cut to the right to see what joins first.
                </td>
              </tr>
            ) : null}
          </tbody>
        </table>
      </div>
    </div>
  );
}
