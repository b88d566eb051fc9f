"use client";

import { useRef } from "react";
import { DepthChart } from "@/charts/DepthChart";
import { depthTable, prepareDepthSeries } from "@/charts/prepareDepth";
import { depthSentence } from "@/charts/sentences";
import { Figure } from "@/figure/Figure";
import { serialiseFigure } from "@/figure/svg";
import type { ChosenMeasure } from "@/format/names";
import { useElementWidth } from "@/ui/useElementWidth";
import { RunMapsDocument } from "./run.query";
import type { MapSummary } from "./runChoices";

interface DepthFigureProps {
  readonly runId: string;
  readonly runName: string;
  readonly maps: readonly MapSummary[];
  readonly checkpoints: readonly string[];
  readonly factors: readonly string[];
  readonly measure: ChosenMeasure;
  readonly emphasised: string | null;
}

/** The hero: how the aggregated index of every factor runs over the depth of the network. */
export function DepthFigure({
  runId,
  runName,
  maps,
  checkpoints,
  factors,
  measure,
  emphasised,
}: DepthFigureProps) {
  const drawing = useRef<HTMLDivElement>(null);
  const [box, width] = useElementWidth<HTMLDivElement>();
  const cells = maps.map((map) => ({
    checkpoint: map.checkpoint,
    factor: map.factor,
    value: map.aggregated,
    halfWidth: map.aggregatedHalfWidth95,
  }));
  const series = prepareDepthSeries(cells, checkpoints, factors);
  return (
    <Figure
      title="Sensitivity by depth"
      sentence={depthSentence(series, checkpoints, measure)}
      help={{
        text: "One line a factor. Its height is the share of the variance of a whole checkpoint's units, added over the units before dividing; the band is the 95 % interval.",
        anchor: "depth",
      }}
      source={{
        fileName: `${runName}-${measure}-by-depth`,
        table: () => depthTable(series, checkpoints),
        svg: () => serialiseFigure(drawing.current),
        query: RunMapsDocument,
        variables: { id: runId, measure },
      }}
    >
      <div ref={box}>
        <div ref={drawing} data-testid="hero-chart">
          <DepthChart
            series={series}
            checkpoints={checkpoints}
            height={width > 0 && width < 500 ? 300 : 360}
            emphasised={emphasised}
            labelRoom={width > 0 && width < 500 ? 92 : 112}
          />
        </div>
      </div>
    </Figure>
  );
}
