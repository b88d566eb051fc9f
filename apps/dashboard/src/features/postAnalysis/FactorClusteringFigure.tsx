"use client";

import { useQuery } from "@apollo/client/react";
import { useRef } from "react";
import { ClusterView } from "@/charts/ClusterView";
import { CutSlider } from "@/charts/CutSlider";
import { clusterSentence } from "@/charts/clusterSentence";
import { prepareDendrogram } from "@/charts/prepareDendrogram";
import { Figure } from "@/figure/Figure";
import { serialiseFigure } from "@/figure/svg";
import type { ChosenMeasure } from "@/format/measures";
import { factorName, factorWord } from "@/format/names";
import { ErrorNotice, Skeleton } from "@/ui/Notice";
import { Select } from "@/ui/Select";
import { numberWithin } from "@/url/choices";
import type { ChangeUrl } from "@/url/useUrlState";
import { FactorClusteringDocument } from "./postAnalysis.query";

interface FactorClusteringFigureProps {
  readonly runId: string;
  readonly runName: string;
  readonly measure: ChosenMeasure;
  readonly checkpoints: readonly string[];
  readonly checkpoint: string;
  readonly params: URLSearchParams;
  readonly change: ChangeUrl;
}

/** Distance at which the API cuts unless told otherwise. */
const USUAL_CUT = 0.5;

/** Which factors act on the same channels, as a tree. */
export function FactorClusteringFigure(props: FactorClusteringFigureProps) {
  const { runId, runName, measure, checkpoints, checkpoint, params, change } = props;
  const drawing = useRef<HTMLDivElement>(null);
  const height = numberWithin(params.get("cut"), 0, 1, USUAL_CUT);
  const variables = { id: runId, checkpoint, measure, height };
  const { data, previousData, error, refetch } = useQuery(FactorClusteringDocument, { variables });
  const clustering = error ? undefined : (data ?? previousData)?.run?.factorClustering;
  const dendrogram = clustering ? prepareDendrogram(clustering) : null;
  return (
    <Figure
      title="Clusters of factors"
      sentence={clustering && dendrogram ? clusterSentence(dendrogram, clustering.height, factorWord) : null}
      help={{
        text: "Average linkage by the distance sqrt(1 − |rho|) of the factors' maps: 0 when they rank the channels alike or exactly oppositely, 1 when they have nothing to do with each other.",
        anchor: "clusters",
      }}
      source={{
        fileName: `${runName}-${measure}-${checkpoint}-factor-clusters`,
        table: () => [
          ["factor", "cluster"],
          ...(clustering?.leafOrder ?? []).map((leaf) => [
            clustering?.leaves[leaf] ?? "",
            clustering?.clusterOfLeaf[leaf] ?? null,
          ]),
        ],
        svg: () => serialiseFigure(drawing.current),
        query: FactorClusteringDocument,
        variables,
      }}
      controls={
        <>
          <Select
            label="Checkpoint"
            value={checkpoint}
            choices={checkpoints.map((name) => ({ value: name, label: name }))}
            onChange={(value) => change({ checkpoint: value })}
          />
          <CutSlider
            height={height}
            onChange={(next) => change({ cut: next === USUAL_CUT ? null : String(next) }, "replace")}
          />
        </>
      }
    >
      {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      {!clustering && !error ? <Skeleton className="h-64 w-full" /> : null}
      {clustering && dendrogram ? (
        <div ref={drawing} data-testid="factor-clusters" className={data ? "" : "opacity-60"}>
          <ClusterView dendrogram={dendrogram} height={clustering.height} leafName={factorName} />
        </div>
      ) : null}
    </Figure>
  );
}
