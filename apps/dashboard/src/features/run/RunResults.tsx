"use client";

import { useQuery } from "@apollo/client/react";
import { MEASURE_HELP, MEASURE_NAMES, MEASURES } from "@/format/names";
import type { RunMapsQuery, RunPartsFragment } from "@/gql/graphql";
import { Empty, ErrorNotice, Skeleton } from "@/ui/Notice";
import { Segmented } from "@/ui/Segmented";
import { oneOf } from "@/url/choices";
import { useUrlState } from "@/url/useUrlState";
import { DepthFigure } from "./DepthFigure";
import { DistributionFigure } from "./DistributionFigure";
import { HeatFigure } from "./HeatFigure";
import { PairsFigure } from "./PairsFigure";
import { RunMapsDocument } from "./run.query";
import { type MapSummary, readRunChoices } from "./runChoices";
import { UnitMapFigure } from "./UnitMapFigure";
import { UnitsFigure } from "./UnitsFigure";

/** The maps of one factor each, with nulls instead of missing fields; maps without a factor are left out. */
export function mapSummaries(data: RunMapsQuery | undefined): MapSummary[] {
  return (data?.run?.indexMaps ?? []).flatMap((map) =>
    map.factor
      ? [
          {
            factor: map.factor,
            checkpoint: map.checkpoint.name,
            count: map.summary.count,
            undefinedCount: map.summary.undefinedCount,
            mean: map.summary.mean ?? null,
            max: map.summary.max ?? null,
            meanHalfWidth95: map.summary.meanHalfWidth95 ?? null,
            aggregated: map.summary.aggregated ?? null,
            aggregatedHalfWidth95: map.summary.aggregatedHalfWidth95 ?? null,
            quantiles: map.summary.quantiles,
          },
        ]
      : [],
  );
}

/** All figures of a run that has succeeded. */
export function RunResults({ run }: { readonly run: RunPartsFragment }) {
  const [params, change] = useUrlState();
  const measure = oneOf(params.get("measure"), MEASURES, "ST");
  const { data, previousData, error, refetch } = useQuery(RunMapsDocument, {
    variables: { id: run.id, measure },
  });
  const maps = mapSummaries(data ?? previousData);
  if (error && maps.length === 0) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data && maps.length === 0) return <Skeleton className="h-[440px] w-full" />;
  if (maps.length === 0) {
    return (
      <Empty title="This run holds no maps of this measure">
        Runs by the method {run.method} do not give {measure}. Choose another measure or start a run by SOBOL.
      </Empty>
    );
  }
  const factors = run.factors.map((factor) => factor.key);
  const checkpoints = run.checkpoints.map((checkpoint) => checkpoint.name);
  const isSpatial = (shape: readonly number[]) => shape.slice(1).some((size) => size > 1);
  const spatial = new Set(run.checkpoints.filter(({ shape }) => isSpatial(shape)).map(({ name }) => name));
  const augmentations = new Set(
    run.factors.filter((factor) => factor.kind === "AUGMENTATION").map((factor) => factor.key),
  );
  const choices = readRunChoices(params, maps, { augmentations, spatial });
  const names = { runId: run.id, runName: run.name };
  const sort = {
    checkpoint: oneOf(params.get("sort"), checkpoints, null),
    descending: params.get("direction") !== "ascending",
  };
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center gap-3">
        <Segmented
          label="Measure"
          value={measure}
          choices={MEASURES.map((value) => ({
            value,
            label: MEASURE_NAMES[value],
            title: MEASURE_HELP[value],
          }))}
          onChange={(value) => change({ measure: value === "ST" ? null : value, after: null })}
        />
        <p className="max-w-[70ch] text-xs text-muted">{MEASURE_HELP[measure]}</p>
      </div>
      <div className={`space-y-4 ${data ? "" : "opacity-60"}`}>
        <DepthFigure
          {...names}
          maps={maps}
          checkpoints={checkpoints}
          factors={factors}
          measure={measure}
          emphasised={choices.chosenFactor}
        />
        <HeatFigure
          {...names}
          maps={maps}
          checkpoints={checkpoints}
          factors={factors}
          choices={choices}
          sort={sort}
          change={change}
        />
        <DistributionFigure
          {...names}
          maps={maps}
          checkpoints={checkpoints}
          factors={factors}
          choices={choices}
          change={change}
        />
        <UnitMapFigure {...names} choices={choices} params={params} change={change} />
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]">
          <UnitsFigure
            {...names}
            hasPlaces={spatial.has(choices.checkpoint)}
            choices={choices}
            params={params}
            change={change}
          />
          <PairsFigure {...names} checkpoint={choices.checkpoint} factors={factors} />
        </div>
      </div>
    </div>
  );
}
