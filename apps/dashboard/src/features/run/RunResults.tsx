"use client";

import { useQuery } from "@apollo/client/react";
import { FactorsCompared } from "@/features/postAnalysis/FactorsCompared";
import { MEASURE_WORDS, measuresOf } from "@/format/measures";
import type { RunPartsFragment } from "@/gql/graphql";
import { Empty, ErrorNotice, Skeleton } from "@/ui/Notice";
import { oneOf } from "@/url/choices";
import { useUrlState } from "@/url/useUrlState";
import { DepthFigure } from "./DepthFigure";
import { DistributionFigure } from "./DistributionFigure";
import { HeatFigure } from "./HeatFigure";
import { MeasureSwitch } from "./MeasureSwitch";
import { mapSummaries } from "./mapSummaries";
import { NoFactors } from "./NoFactors";
import { PairsFigure } from "./PairsFigure";
import { RunMapsDocument } from "./run.query";
import { readRunChoices } from "./runChoices";
import { UnitMapFigure } from "./UnitMapFigure";
import { UnitsFigure } from "./UnitsFigure";

/** All figures of a run that has succeeded. */
export function RunResults({ run }: { readonly run: RunPartsFragment }) {
  const [params, change] = useUrlState();
  const measures = measuresOf(run.method);
  const measure = oneOf(params.get("measure"), measures, measures[0]);
  const { hasFactor, name } = MEASURE_WORDS[measure];
  const { data, previousData, error, refetch } = useQuery(RunMapsDocument, {
    variables: { id: run.id, measure },
  });
  const maps = mapSummaries(data ?? previousData);
  if (error && maps.length === 0) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data && maps.length === 0) return <Skeleton className="h-[440px] w-full" />;
  if (maps.length === 0) {
    return (
      <Empty title="This run holds no maps of this measure">
        {name} is what its method gives, but nothing of it is stored. Choose another measure or run it again.
      </Empty>
    );
  }
  const factors = hasFactor ? run.factors.map((factor) => factor.key) : [""];
  const checkpoints = run.checkpoints.map((checkpoint) => checkpoint.name);
  const isSpatial = (shape: readonly number[]) => shape.slice(1).some((size) => size > 1);
  const spatial = new Set(run.checkpoints.filter(({ shape }) => isSpatial(shape)).map((entry) => entry.name));
  // Values without a factor count as one augmentation, so that the page opens where units have places.
  const augmentations = new Set(
    hasFactor
      ? run.factors.filter((factor) => factor.kind === "AUGMENTATION").map((factor) => factor.key)
      : factors,
  );
  const choices = readRunChoices(params, maps, { augmentations, spatial }, measure);
  const names = { runId: run.id, runName: run.name };
  const sort = {
    checkpoint: oneOf(params.get("sort"), checkpoints, null),
    descending: params.get("direction") !== "ascending",
  };
  const chosen = maps.find((map) => map.checkpoint === choices.checkpoint && map.factor === choices.factor);
  const isLowered = MEASURE_WORDS[measure].kind === "correlation" && (chosen?.mean ?? 0) < 0;
  const units = (
    <UnitsFigure
      {...names}
      hasPlaces={spatial.has(choices.checkpoint)}
      isLowered={isLowered}
      choices={choices}
      params={params}
      change={change}
    />
  );
  return (
    <div className="space-y-4">
      <MeasureSwitch
        measures={measures}
        value={measure}
        onChange={(value) => change({ measure: value === measures[0] ? null : value, after: null })}
      />
      <div className={`space-y-4 ${data ? "" : "opacity-60"}`}>
        {hasFactor ? (
          <>
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
          </>
        ) : (
          <NoFactors modelId={run.model.id} />
        )}
        <DistributionFigure
          {...names}
          maps={maps}
          checkpoints={checkpoints}
          factors={factors}
          choices={choices}
          change={change}
        />
        <UnitMapFigure {...names} choices={choices} params={params} change={change} />
        {run.method === "SOBOL" ? (
          <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]">
            {units}
            <PairsFigure {...names} checkpoint={choices.checkpoint} factors={factors} />
          </div>
        ) : (
          units
        )}
        {hasFactor && factors.length > 1 ? (
          <FactorsCompared
            {...names}
            measure={measure}
            checkpoints={checkpoints}
            spatial={spatial}
            factors={factors}
            checkpoint={choices.checkpoint}
            params={params}
            change={change}
          />
        ) : null}
      </div>
    </div>
  );
}
