"use client";

import { useQuery } from "@apollo/client/react";
import { useRef } from "react";
import { BoxChart } from "@/charts/BoxChart";
import { HistogramChart } from "@/charts/HistogramChart";
import { prepareBox, prepareHistogram } from "@/charts/prepareDistribution";
import { distributionSentence } from "@/charts/sentences";
import { Figure } from "@/figure/Figure";
import { serialiseFigure } from "@/figure/svg";
import { MEASURE_WORDS } from "@/format/measures";
import { factorName, factorWord } from "@/format/names";
import { factorColour } from "@/theme/factorColours";
import { ErrorNotice, Skeleton } from "@/ui/Notice";
import { Select } from "@/ui/Select";
import type { ChangeUrl } from "@/url/useUrlState";
import { RunHistogramDocument } from "./run.query";
import type { MapSummary, RunChoices } from "./runChoices";

interface DistributionFigureProps {
  readonly runId: string;
  readonly runName: string;
  readonly maps: readonly MapSummary[];
  readonly checkpoints: readonly string[];
  readonly factors: readonly string[];
  readonly choices: RunChoices;
  readonly change: ChangeUrl;
}

const BOXES =
  "Right: the middle half of the units as a box, the 5th to the 95th percentile as a line, the largest unit as a ring.";
const HELP = {
  share: `Left: how many units have which index. ${BOXES} Values below 0 are sampling error.`,
  correlation: `Left: how many units have which correlation. ${BOXES}`,
  activation: "How many units have which value. Units far to the right are the lively ones.",
};

/** How the units of one checkpoint are spread: a histogram for the chosen factor, boxes for all. */
export function DistributionFigure({
  runId,
  runName,
  maps,
  checkpoints,
  factors,
  choices,
  change,
}: DistributionFigureProps) {
  const { measure, checkpoint, factor } = choices;
  const drawing = useRef<HTMLDivElement>(null);
  const { hasFactor, short } = MEASURE_WORDS[measure];
  const variables = { id: runId, measure, checkpoint, factor: hasFactor ? factor : null };
  const { data, previousData, error, refetch } = useQuery(RunHistogramDocument, { variables });
  const histogram = (data ?? previousData)?.run?.indexMaps[0]?.summary.histogram;
  const bars = histogram ? prepareHistogram(histogram.edges, histogram.counts) : [];
  const chosen = maps.find((map) => map.checkpoint === checkpoint && map.factor === factor);
  const boxes = factors.flatMap((key) => {
    const map = maps.find((entry) => entry.checkpoint === checkpoint && entry.factor === key);
    return map ? [prepareBox(key, map)] : [];
  });
  const box = boxes.find((entry) => entry.factor === factor);
  const choose = (next: { checkpoint?: string; factor?: string }) =>
    change({ checkpoint, factor: factor || null, ...next, channel: null, after: null, only: null });
  return (
    <Figure
      title="How the units are spread"
      sentence={
        chosen
          ? distributionSentence({
              checkpoint,
              factor,
              measure,
              mean: { value: chosen.mean, halfWidth: chosen.meanHalfWidth95 },
              median: box?.median ?? null,
              high: box?.high ?? null,
              count: chosen.count,
              undefinedCount: chosen.undefinedCount,
              untrustedCount: chosen.untrustedCount,
              distinguishableCount: chosen.distinguishableCount,
              simultaneousHalfWidth: chosen.simultaneousHalfWidth95,
            })
          : null
      }
      help={{
        text: HELP[MEASURE_WORDS[measure].kind],
        anchor: "distribution",
      }}
      source={{
        fileName: `${runName}-${measure}-${checkpoint}-${factor}-histogram`,
        table: () => [["from", "to", "units"], ...bars.map((bar) => [bar.low, bar.high, bar.count])],
        svg: () => serialiseFigure(drawing.current),
        query: RunHistogramDocument,
        variables,
      }}
      controls={
        <>
          <Select
            label="Checkpoint"
            value={checkpoint}
            choices={checkpoints.map((name) => ({ value: name, label: name }))}
            onChange={(next) => choose({ checkpoint: next })}
          />
          {hasFactor ? (
            <Select
              label="Factor"
              value={factor}
              choices={factors.map((key) => ({ value: key, label: factorName(key) }))}
              onChange={(next) => choose({ factor: next })}
            />
          ) : null}
        </>
      }
    >
      {error && !histogram ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      <div ref={drawing} className={`grid gap-6 ${hasFactor ? "lg:grid-cols-2" : ""}`}>
        <div data-testid="distribution-chart" className={data ? "min-w-0" : "min-w-0 opacity-60"}>
          {!histogram && !error ? <Skeleton className="h-72 w-full" /> : null}
          {bars.length > 0 ? (
            <HistogramChart
              bars={bars}
              colour={hasFactor ? factorColour(factor) : "var(--accent)"}
              mean={chosen?.mean ?? null}
              valueName={
                hasFactor ? `${short} of ${factorWord(factor)} at ${checkpoint}` : `${short} at ${checkpoint}`
              }
              height={290}
            />
          ) : null}
          {histogram && bars.length === 0 ? (
            <p className="py-10 text-center text-muted">
              None of these units varies, so there is no index to show.
            </p>
          ) : null}
        </div>
        {hasFactor ? (
          <div className="min-w-0">
            <BoxChart boxes={boxes} chosen={factor} onChoose={(next) => choose({ factor: next })} />
          </div>
        ) : null}
      </div>
    </Figure>
  );
}
