"use client";

import { useRef } from "react";
import { DepthChart } from "@/charts/DepthChart";
import { depthTable, prepareDepthSeries } from "@/charts/prepareDepth";
import { depthSentence } from "@/charts/sentences";
import { Figure } from "@/figure/Figure";
import { serialiseFigure } from "@/figure/svg";
import { type ChosenMeasure, MEASURE_WORDS } from "@/format/measures";
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

const HELP = {
  share:
    "One line a factor. Its height is the share of the variance of a whole checkpoint's units, added over the units before dividing; the band is the 95 % interval.",
  SHAPLEY:
    "One line a factor. Its height is the factor's fair share (Shapley effect) of the variance of a whole checkpoint; at every checkpoint the shares of all factors add up to 1. The band is the 95 % interval.",
  correlation:
    "One line an augmentation. Its height is the mean correlation over the units: above 0 the change raises activations on average, below 0 it lowers them. The band is an upper bound of the 95 % interval.",
};

function helpText(measure: ChosenMeasure): string {
  if (measure === "SHAPLEY") return HELP.SHAPLEY;
  return MEASURE_WORDS[measure].kind === "correlation" ? HELP.correlation : HELP.share;
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
  const isShare = MEASURE_WORDS[measure].kind === "share";
  const cells = maps.map((map) => ({
    checkpoint: map.checkpoint,
    factor: map.factor,
    // Only shares of variance can be added over units before dividing; a correlation is averaged.
    value: isShare ? map.aggregated : map.mean,
    halfWidth: isShare ? map.aggregatedHalfWidth95 : map.meanHalfWidth95,
  }));
  const series = prepareDepthSeries(cells, checkpoints, factors);
  return (
    <Figure
      title="Sensitivity by depth"
      sentence={depthSentence(series, checkpoints, measure)}
      help={{
        text: helpText(measure),
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
