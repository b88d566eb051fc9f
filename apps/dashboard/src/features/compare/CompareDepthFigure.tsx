"use client";

import { useRef } from "react";
import { FactorMark } from "@/charts/ChartTooltip";
import { DepthChart } from "@/charts/DepthChart";
import { type DepthSeries, depthTable, prepareDepthChart, prepareDepthSeries } from "@/charts/prepareDepth";
import { Figure } from "@/figure/Figure";
import { serialiseFigure } from "@/figure/svg";
import { type ChosenMeasure, MEASURE_WORDS } from "@/format/measures";
import { factorName } from "@/format/names";
import { Segmented } from "@/ui/Segmented";
import type { ChangeUrl } from "@/url/useUrlState";
import { CompareRunsDocument } from "./compare.query";
import { allCheckpoints, allFactors, type ComparedRun } from "./comparedRuns";
import { RunStroke } from "./RunChips";

interface CompareDepthFigureProps {
  /** The baseline first; it is drawn solid. */
  readonly runs: readonly ComparedRun[];
  readonly names: ReadonlyMap<string, string>;
  readonly measure: ChosenMeasure;
  readonly sentence: string;
  readonly layout: "panels" | "overlay";
  readonly variables: Readonly<Record<string, unknown>>;
  readonly change: ChangeUrl;
}

function seriesOf(
  run: ComparedRun,
  position: number,
  checkpoints: readonly string[],
  factors: readonly string[],
  measure: ChosenMeasure,
): DepthSeries[] {
  // Only shares of variance can be added over units before dividing; a correlation is averaged.
  const isShare = MEASURE_WORDS[measure].kind === "share";
  const cells = run.indexMaps.flatMap((map) =>
    map.factor
      ? [
          {
            checkpoint: map.checkpoint.name,
            factor: map.factor,
            value: (isShare ? map.summary.aggregated : map.summary.mean) ?? null,
            halfWidth: (isShare ? map.summary.aggregatedHalfWidth95 : map.summary.meanHalfWidth95) ?? null,
          },
        ]
      : [],
  );
  return prepareDepthSeries(cells, checkpoints, factors, position);
}

/** Sensitivity by depth of several runs: one panel a factor, or all lines on the same axes. */
export function CompareDepthFigure({
  runs,
  names,
  measure,
  sentence,
  layout,
  variables,
  change,
}: CompareDepthFigureProps) {
  const drawing = useRef<HTMLDivElement>(null);
  const checkpoints = allCheckpoints(runs);
  const factors = allFactors(runs);
  const series = runs.flatMap((run, position) => seriesOf(run, position, checkpoints, factors, measure));
  const runNames = runs.map((run) => names.get(run.id) ?? run.name);
  const { axis } = prepareDepthChart(series, checkpoints);
  return (
    <Figure
      title="Sensitivity by depth"
      sentence={sentence}
      help={{
        text: `Checkpoints in forward order, the ${MEASURE_WORDS[measure].kind === "share" ? "aggregated index" : "mean correlation"} of each. The baseline is solid, the others are dashed; bands are 95 % intervals. All panels share one axis.`,
        anchor: "depth",
      }}
      source={{
        fileName: `compare-${measure}-by-depth`,
        table: () => depthTable(series, checkpoints, runNames),
        svg: () => serialiseFigure(drawing.current),
        query: CompareRunsDocument,
        variables,
      }}
      controls={
        <>
          <Segmented
            label="Layout"
            value={layout}
            choices={[
              { value: "panels", label: "By factor" },
              { value: "overlay", label: "One chart" },
            ]}
            onChange={(value) => change({ layout: value === "panels" ? null : value })}
          />
          <span className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
            {runNames.map((name, position) => (
              <span key={runs[position]!.id} className="inline-flex items-center gap-1.5">
                <RunStroke position={position} />
                {name}
              </span>
            ))}
          </span>
        </>
      }
    >
      <div ref={drawing} data-testid="hero-chart">
        {layout === "overlay" ? (
          <DepthChart
            series={series}
            checkpoints={checkpoints}
            runNames={runNames}
            height={420}
            labelRoom={112}
            axis={axis}
          />
        ) : (
          <div className="grid gap-x-4 gap-y-4 sm:grid-cols-2 lg:grid-cols-3">
            {factors.map((factor) => (
              <div key={factor} className="min-w-0">
                <h3 className="flex items-center gap-1.5 pl-2 font-medium">
                  <FactorMark factor={factor} />
                  <span data-figure-text>{factorName(factor)}</span>
                </h3>
                <DepthChart
                  series={series.filter((line) => line.factor === factor)}
                  checkpoints={checkpoints}
                  runNames={runNames}
                  height={170}
                  labelRoom={0}
                  axis={axis}
                />
              </div>
            ))}
          </div>
        )}
      </div>
    </Figure>
  );
}
