"use client";

import { useQuery } from "@apollo/client/react";
import { useRef } from "react";
import { ClusterView } from "@/charts/ClusterView";
import { CutSlider } from "@/charts/CutSlider";
import { clusterSentence } from "@/charts/clusterSentence";
import { prepareDendrogram } from "@/charts/prepareDendrogram";
import { inputName, inputWord } from "@/charts/prepareStudy";
import { Figure } from "@/figure/Figure";
import { serialiseFigure } from "@/figure/svg";
import { factorWord } from "@/format/names";
import { ErrorNotice, Skeleton } from "@/ui/Notice";
import { numberWithin } from "@/url/choices";
import type { ChangeUrl } from "@/url/useUrlState";
import type { Study } from "./StudyHeader";
import { StudyClusteringDocument } from "./study.query";

interface StudyClusteringFigureProps {
  readonly study: Study;
  readonly params: URLSearchParams;
  readonly change: ChangeUrl;
}

/** Distance at which the paper cuts its trees. */
const USUAL_HEIGHT = 0.025;

/** A leaf "hue--rotation" in words. */
function leafName(leaf: string): string {
  const [input = "", mask = ""] = leaf.split("--");
  return `${inputName(input)}, masked by ${factorWord(mask)}`;
}

/** The same inside a sentence. */
function leafWord(leaf: string): string {
  const [input = "", mask = ""] = leaf.split("--");
  return `${inputWord(input)} masked by ${factorWord(mask)}`;
}

/** Which images and masks act alike, as a tree. */
export function StudyClusteringFigure({ study, params, change }: StudyClusteringFigureProps) {
  const drawing = useRef<HTMLDivElement>(null);
  const height = numberWithin(params.get("height"), 0, 1, USUAL_HEIGHT);
  const variables = { id: study.id, height };
  const { data, previousData, error, refetch } = useQuery(StudyClusteringDocument, { variables });
  const clustering = (data ?? previousData)?.maskStudy?.clustering;
  const dendrogram = clustering ? prepareDendrogram(clustering) : null;
  return (
    <Figure
      title="Clusters of images and masks"
      sentence={clustering && dendrogram ? clusterSentence(dendrogram, clustering.height, leafWord) : null}
      help={{
        text: "Average linkage by the distance sqrt(1 − |rho|) between accuracies over the study's masks: 0 for the same ranks, 1 for unrelated ones. What joins left of the dotted line is one cluster.",
        anchor: "clusters",
      }}
      source={{
        fileName: `${study.name}-clusters`,
        table: () => [
          ["input", "mask_factor", "cluster"],
          ...(clustering?.leafOrder ?? []).map((leaf) => [
            ...(clustering?.leaves[leaf] ?? "").split("--"),
            clustering?.clusterOfLeaf[leaf] ?? null,
          ]),
        ],
        svg: () => serialiseFigure(drawing.current),
        query: StudyClusteringDocument,
        variables,
      }}
      controls={
        <CutSlider
          height={height}
          onChange={(next) => change({ height: next === USUAL_HEIGHT ? null : String(next) }, "replace")}
        />
      }
    >
      {error && !clustering ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      {!clustering && !error ? <Skeleton className="h-64 w-full" /> : null}
      {clustering && dendrogram ? (
        <div ref={drawing} className={data ? "" : "opacity-60"}>
          <ClusterView dendrogram={dendrogram} height={clustering.height} leafName={leafName} />
          {clustering.undefinedPairs > 0 ? (
            <p className="mt-2 text-xs text-muted">
              {clustering.undefinedPairs} pairs have no rank correlation, because an accuracy does not change
              over the masks; they count as unrelated.
            </p>
          ) : null}
        </div>
      ) : null}
    </Figure>
  );
}
