"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { FactorMark } from "@/charts/ChartTooltip";
import { ColourLegend } from "@/charts/ColourLegend";
import { type ColourScale, colourScale, scaleChoices, scaleColour, scaleInk } from "@/charts/colourScale";
import { effectValue, strengthOf } from "@/charts/effectWords";
import { type HeatCell, type HeatSort, prepareHeatRows, valueRange } from "@/charts/prepareHeat";
import { Figure } from "@/figure/Figure";
import { gridSvg } from "@/figure/svg";
import { formatEstimate, formatValue } from "@/format/estimate";
import { type ChosenMeasure, MEASURE_WORDS } from "@/format/measures";
import { factorName, factorWord } from "@/format/names";
import { formatCount, MISSING } from "@/format/number";
import { Segmented } from "@/ui/Segmented";
import type { ChangeUrl } from "@/url/useUrlState";
import { RunMapsDocument } from "./run.query";
import type { MapSummary, RunChoices } from "./runChoices";

interface HeatFigureProps {
  readonly runId: string;
  readonly runName: string;
  readonly maps: readonly MapSummary[];
  readonly checkpoints: readonly string[];
  readonly factors: readonly string[];
  readonly choices: RunChoices;
  readonly sort: HeatSort;
  readonly change: ChangeUrl;
}

function cellTitle(cell: HeatCell): string {
  const missing =
    cell.undefinedCount > 0 ? `; ${formatCount(cell.undefinedCount)} units without an index` : "";
  return `${factorName(cell.factor)} at ${cell.checkpoint}: mean ${formatEstimate(cell)}${missing}`;
}

/** Largest cell in words; the interval of a mean over units is the mean of their half widths, an upper bound. */
function heatSentence(cells: readonly HeatCell[], measure: ChosenMeasure): string | null {
  const size = (cell: HeatCell) => strengthOf(measure, cell).value!;
  const [best] = cells.filter((cell) => cell.value !== null).sort((a, b) => size(b) - size(a));
  const which = MEASURE_WORDS[measure].kind === "correlation" ? "strongest" : "largest";
  return best
    ? `Means over the units. The ${which} estimate is ${factorWord(best.factor)} at ${best.checkpoint}, ${effectValue(measure, best)}. Click a cell to see its units below.`
    : null;
}

/** Factors against checkpoints, the mean index over the units in every cell. */
export function HeatFigure({
  runId,
  runName,
  maps,
  checkpoints,
  factors,
  choices,
  sort,
  change,
}: HeatFigureProps) {
  const cells = maps.map((map) => ({
    checkpoint: map.checkpoint,
    factor: map.factor,
    value: map.mean,
    halfWidth: map.meanHalfWidth95,
    undefinedCount: map.undefinedCount,
  }));
  const rows = prepareHeatRows(cells, checkpoints, factors, sort);
  const { kind } = MEASURE_WORDS[choices.measure];
  const scale = colourScale(kind, choices.scale, ...valueRange(cells.map((cell) => cell.value)));
  const scales = scaleChoices(kind);
  const onSort = (checkpoint: string) => {
    const isSame = sort.checkpoint === checkpoint;
    if (isSame && !sort.descending) change({ sort: null, direction: null });
    else change({ sort: checkpoint, direction: isSame ? "ascending" : null });
  };
  const svg = () =>
    gridSvg({
      title: `Mean ${choices.measure} over the units, ${runName}`,
      columns: [...checkpoints],
      rows: rows.map((row) => ({
        label: factorName(row.factor),
        cells: row.cells.map((cell) => {
          const value = cell?.value ?? null;
          if (!cell || value === null) return { fill: null };
          return {
            fill: scaleColour(value, scale),
            text: formatValue(cell),
            ink: scaleInk(value, scale),
          };
        }),
      })),
      cellWidth: 76,
      cellHeight: 30,
      labelWidth: 112,
    });
  return (
    <Figure
      title="Factors by checkpoint"
      sentence={heatSentence(cells, choices.measure)}
      help={{
        text: "Every cell is the mean of the units' indices, its interval on hover. Click a column's name to sort by it, a cell to see how its units are spread.",
        anchor: "heat",
      }}
      source={{
        fileName: `${runName}-${choices.measure}-means`,
        table: () => [
          ["factor", "checkpoint", "mean", "half_width_95", "undefined_units"],
          ...rows.flatMap((row) =>
            row.cells.flatMap((cell) =>
              cell ? [[cell.factor, cell.checkpoint, cell.value, cell.halfWidth, cell.undefinedCount]] : [],
            ),
          ),
        ],
        svg,
        query: RunMapsDocument,
        variables: { id: runId, measure: choices.measure },
      }}
      controls={
        <>
          {scales ? (
            <Segmented
              label="Colour scale"
              value={choices.scale}
              choices={scales}
              onChange={(next) => change({ scale: next === "unit" ? null : next })}
            />
          ) : null}
          <ColourLegend scale={scale} />
        </>
      }
    >
      <div className="overflow-x-auto">
        <table
          data-testid="heat-table"
          className="w-full min-w-[520px] table-fixed border-separate border-spacing-0.5"
        >
          <thead>
            <tr>
              <th className="w-32 text-left text-xs font-medium text-muted">Factor</th>
              {checkpoints.map((checkpoint) => {
                const isSorted = sort.checkpoint === checkpoint;
                const Arrow = sort.descending ? ArrowDown : ArrowUp;
                return (
                  <th
                    key={checkpoint}
                    aria-sort={isSorted ? (sort.descending ? "descending" : "ascending") : "none"}
                  >
                    <button
                      type="button"
                      title={`Sort by ${checkpoint}`}
                      onClick={() => onSort(checkpoint)}
                      className={`inline-flex max-w-full items-center gap-1 rounded px-1 py-0.5 font-mono text-xs hover:text-accent ${
                        isSorted ? "text-accent" : "text-muted"
                      }`}
                    >
                      <span className="truncate">{checkpoint}</span>
                      {isSorted ? <Arrow aria-hidden className="size-3 shrink-0" /> : null}
                    </button>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.factor}>
                <th scope="row" className="whitespace-nowrap text-left font-normal">
                  <span className="inline-flex items-center gap-2">
                    <FactorMark factor={row.factor} />
                    {factorName(row.factor)}
                  </span>
                </th>
                {row.cells.map((cell, at) => (
                  <td key={checkpoints[at]} className="p-0">
                    <HeatButton
                      cell={cell}
                      scale={scale}
                      isChosen={row.factor === choices.factor && checkpoints[at] === choices.checkpoint}
                      onChoose={() =>
                        change({
                          factor: row.factor,
                          checkpoint: checkpoints[at] ?? null,
                          channel: null,
                          after: null,
                          only: null,
                        })
                      }
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Figure>
  );
}

interface HeatButtonProps {
  readonly cell: HeatCell | null;
  readonly scale: ColourScale;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function HeatButton({ cell, scale, isChosen, onChoose }: HeatButtonProps) {
  const value = cell?.value ?? null;
  if (!cell || value === null) {
    return (
      <span
        title={cell ? "None of these units varies, so no index exists" : "The run holds no such map"}
        className="flex h-8 items-center justify-center rounded-sm bg-sunken text-xs text-muted"
      >
        {MISSING}
      </span>
    );
  }
  return (
    <button
      type="button"
      title={cellTitle(cell)}
      aria-pressed={isChosen}
      onClick={onChoose}
      style={{ background: scaleColour(value, scale), color: scaleInk(value, scale) }}
      className={`h-8 w-full rounded-sm text-xs font-medium ${isChosen ? "ring-2 ring-accent ring-offset-2 ring-offset-surface" : ""}`}
    >
      {formatValue(cell)}
    </button>
  );
}
