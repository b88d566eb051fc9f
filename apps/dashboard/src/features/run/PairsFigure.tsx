"use client";

import { useQuery } from "@apollo/client/react";
import { ColourLegend } from "@/charts/ColourLegend";
import { type ColourScale, colourScale, scaleColour, scaleInk } from "@/charts/colourScale";
import { valueRange } from "@/charts/prepareHeat";
import { type Pair, preparePairMatrix } from "@/charts/preparePairs";
import { pairSentence } from "@/charts/sentences";
import { Figure } from "@/figure/Figure";
import { gridSvg } from "@/figure/svg";
import { excludesZero, formatEstimate, formatValue } from "@/format/estimate";
import { factorName } from "@/format/names";
import { ErrorNotice, Skeleton } from "@/ui/Notice";
import { RunPairsDocument } from "./run.query";

interface PairsFigureProps {
  readonly runId: string;
  readonly runName: string;
  readonly checkpoint: string;
  readonly factors: readonly string[];
}

/** Which pairs of factors act together beyond what each does alone (S2), upper triangle. */
export function PairsFigure({ runId, runName, checkpoint, factors }: PairsFigureProps) {
  const variables = { id: runId, checkpoint };
  const { data, previousData, error, refetch } = useQuery(RunPairsDocument, { variables });
  const maps = (data ?? previousData)?.run?.indexMaps;
  const pairs: Pair[] = (maps ?? []).flatMap((map) =>
    map.factor && map.withFactor
      ? [
          {
            factor: map.factor,
            withFactor: map.withFactor,
            value: map.summary.aggregated ?? null,
            halfWidth: map.summary.aggregatedHalfWidth95 ?? null,
          },
        ]
      : [],
  );
  const matrix = preparePairMatrix(pairs, factors);
  // S2 is small beside S1 and ST, so its colours are always fitted, from 0 on.
  const largest = Math.max(0.01, valueRange(pairs.map((pair) => pair.value))[1]);
  const scale = colourScale("share", "fit", 0, largest);
  const columns = factors.slice(1);
  const svg = () =>
    gridSvg({
      title: `S2 at ${checkpoint}, ${runName}`,
      columns: columns.map(factorName),
      rows: matrix.slice(0, -1).map((row, at) => ({
        label: factorName(factors[at]!),
        cells: row.slice(1).map((pair) => {
          if (!pair || pair.value === null) return { fill: "#ffffff" };
          return {
            fill: scaleColour(pair.value, scale),
            text: formatValue(pair),
            ink: scaleInk(pair.value, scale),
          };
        }),
      })),
      cellWidth: 84,
      cellHeight: 28,
      labelWidth: 112,
    });
  return (
    <Figure
      title="Pairs of factors"
      sentence={maps && pairs.length > 0 ? pairSentence(pairs, checkpoint) : null}
      help={{
        text: "S2 is the share of variance that two factors explain only together. Bold values leave 0 out of their 95 % interval; the others may be nothing but sampling error.",
        anchor: "pairs",
      }}
      source={{
        fileName: `${runName}-S2-${checkpoint}`,
        table: () => [
          ["factor", "with_factor", "value", "half_width_95"],
          ...pairs.map((pair) => [pair.factor, pair.withFactor, pair.value, pair.halfWidth]),
        ],
        svg,
        query: RunPairsDocument,
        variables,
      }}
      controls={pairs.length > 0 ? <ColourLegend scale={scale} /> : null}
    >
      {error && !maps ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      {!maps && !error ? <Skeleton className="h-64 w-full" /> : null}
      {maps && pairs.length === 0 ? (
        <p className="text-muted">
          This run was made without second order, so it knows nothing about pairs. Start a run with “second
          order” switched on.
        </p>
      ) : null}
      {pairs.length > 0 ? (
        <div className="overflow-x-auto">
          <table className="w-full min-w-[700px] table-fixed border-separate border-spacing-0.5 text-xs">
            <thead>
              <tr>
                <th className="w-28">
                  <span className="sr-only">Factor</span>
                </th>
                {columns.map((key) => (
                  <th key={key} className="pb-1 align-bottom font-normal text-muted">
                    <span className="block break-words leading-4">{factorName(key)}</span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {matrix.slice(0, -1).map((row, at) => (
                <tr key={factors[at]}>
                  <th scope="row" className="whitespace-nowrap pr-2 text-left text-sm font-normal">
                    {factorName(factors[at]!)}
                  </th>
                  {row.slice(1).map((pair, column) => (
                    <td key={columns[column]} className="p-0">
                      <PairCell pair={pair} scale={scale} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </Figure>
  );
}

function PairCell({ pair, scale }: { readonly pair: Pair | null; readonly scale: ColourScale }) {
  if (!pair || pair.value === null) return <span className="block h-7" />;
  const isClear = excludesZero(pair);
  return (
    <span
      title={`${factorName(pair.factor)} with ${factorName(pair.withFactor)}: ${formatEstimate(pair)}${isClear ? "" : ", its interval holds 0"}`}
      style={{ background: scaleColour(pair.value, scale), color: scaleInk(pair.value, scale) }}
      className={`flex h-7 items-center justify-center rounded-sm ${isClear ? "font-bold" : "font-normal"}`}
    >
      {formatValue(pair)}
    </span>
  );
}
