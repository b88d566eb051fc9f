"use client";

import { type ChosenMeasure, MEASURE_WORDS } from "@/format/measures";
import { Segmented } from "@/ui/Segmented";
import { oneOf } from "@/url/choices";
import type { ChangeUrl } from "@/url/useUrlState";
import { DiscriminantFigure } from "./DiscriminantFigure";
import { FactorClusteringFigure } from "./FactorClusteringFigure";
import { FactorCorrelationFigure } from "./FactorCorrelationFigure";
import { SpecializationFigure } from "./SpecializationFigure";

interface FactorsComparedProps {
  readonly runId: string;
  readonly runName: string;
  readonly measure: ChosenMeasure;
  readonly checkpoints: readonly string[];
  /** Those of them with more than one unit a channel. */
  readonly spatial: ReadonlySet<string>;
  readonly factors: readonly string[];
  readonly checkpoint: string;
  readonly params: URLSearchParams;
  readonly change: ChangeUrl;
}

/** How the factors' maps relate to each other; one view at a time, since some take their time. */
export function FactorsCompared(props: FactorsComparedProps) {
  const { runId, runName, measure, checkpoints, spatial, factors, checkpoint, params, change } = props;
  // Only shares of one variance can say which factor leads in a unit.
  const isShare = MEASURE_WORDS[measure].kind === "share";
  const views = [
    ...(isShare ? [{ value: "leading" as const, label: "Leading factors" }] : []),
    { value: "correlation" as const, label: "Correlation" },
    { value: "clusters" as const, label: "Clusters" },
    { value: "discriminant" as const, label: "Telling apart" },
  ];
  const first = views[0]!.value;
  const view = oneOf(
    params.get("factors"),
    views.map(({ value }) => value),
    first,
  );
  const names = { runId, runName, measure };
  return (
    <section aria-label="Factors compared" className="space-y-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-lg font-semibold">Factors compared</h2>
        <Segmented
          label="View"
          value={view}
          choices={views}
          onChange={(value) => change({ factors: value === first ? null : value })}
        />
      </div>
      {view === "leading" ? (
        <SpecializationFigure {...names} checkpoints={checkpoints} factors={factors} />
      ) : null}
      {view === "correlation" ? (
        <FactorCorrelationFigure
          {...names}
          checkpoints={checkpoints}
          checkpoint={checkpoint}
          change={change}
        />
      ) : null}
      {view === "clusters" ? (
        <FactorClusteringFigure
          {...names}
          checkpoints={checkpoints}
          checkpoint={checkpoint}
          params={params}
          change={change}
        />
      ) : null}
      {view === "discriminant" ? (
        <DiscriminantFigure
          {...names}
          checkpoints={checkpoints.filter((name) => spatial.has(name))}
          params={params}
          change={change}
        />
      ) : null}
    </section>
  );
}
