"use client";

import { FactorMark } from "@/charts/ChartTooltip";
import { ComparisonAxis, ComparisonDots } from "@/charts/ComparisonDots";
import { comparisonSentence } from "@/charts/comparisonSentence";
import type { ComparisonDot, ComparisonLine } from "@/charts/prepareComparison";

import { type Axis, zeroBasedAxis } from "@/charts/ticks";
import { Figure } from "@/figure/Figure";
import { formatDifference, formatEstimate } from "@/format/estimate";
import { type ChosenMeasure, MEASURE_WORDS } from "@/format/measures";
import { factorName } from "@/format/names";
import { MISSING } from "@/format/number";
import { factorColour } from "@/theme/factorColours";
import { Segmented } from "@/ui/Segmented";
import type { ChangeUrl } from "@/url/useUrlState";
import { CompareRunsDocument } from "./compare.query";

interface CompareRowsFigureProps {
  readonly lines: readonly ComparisonLine[];
  readonly checkpoints: readonly string[];
  readonly checkpoint: string;
  readonly names: ReadonlyMap<string, string>;
  readonly measure: ChosenMeasure;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly change: ChangeUrl;
}

/** Every factor of one checkpoint: the runs' means on one axis, and each difference from the baseline with its interval. */
export function CompareRowsFigure({
  lines,
  checkpoints,
  checkpoint,
  names,
  measure,
  variables,
  change,
}: CompareRowsFigureProps) {
  const shown = lines.filter((line) => line.checkpoint === checkpoint);
  const name = (runId: string) => names.get(runId) ?? "run";
  const dots = shown.flatMap((line) => line.dots.filter((dot) => dot !== null));
  const axis = zeroBasedAxis(
    dots.flatMap((dot) => [(dot.value ?? 0) - (dot.halfWidth ?? 0), (dot.value ?? 0) + (dot.halfWidth ?? 0)]),
  );
  const runIds = [...new Set(lines.flatMap((line) => line.dots.flatMap((dot) => (dot ? [dot.runId] : []))))];
  const baselineId =
    lines.flatMap((line) => line.dots).find((dot) => dot?.isBaseline)?.runId ?? runIds[0] ?? "";
  const others = runIds.filter((runId) => runId !== baselineId);
  return (
    <Figure
      title="Differences at one checkpoint"
      sentence={shown.length > 0 ? comparisonSentence(shown, names, measure, "mean") : null}
      help={{
        text: "Means over the units, with intervals that are upper bounds; the figure above compares aggregated indices, whose intervals are narrower. Full dot: the baseline; hollow dots: the others. A tick above a dot and the word “differs” say that the 95 % interval of the difference leaves 0 out.",
        anchor: "compare",
      }}
      source={{
        fileName: `compare-${measure}-${checkpoint}`,
        table: () => [
          ["checkpoint", "factor", "run", "mean", "half_width_95", "difference", "difference_half_width_95"],
          ...lines.flatMap((line) =>
            line.dots.flatMap((dot) =>
              dot
                ? [
                    [
                      line.checkpoint,
                      line.factor,
                      name(dot.runId),
                      dot.value,
                      dot.halfWidth,
                      dot.difference?.value ?? null,
                      dot.difference?.halfWidth ?? null,
                    ],
                  ]
                : [],
            ),
          ),
        ],
        query: CompareRunsDocument,
        variables,
      }}
      controls={
        <Segmented
          label="Checkpoint"
          value={checkpoint}
          choices={checkpoints.map((value) => ({ value, label: value }))}
          onChange={(value) => change({ checkpoint: value })}
        />
      }
    >
      <div className="overflow-x-auto">
        <table data-testid="compare-rows" className="w-full min-w-[680px]">
          <thead>
            <tr className="border-b border-border text-left text-xs text-muted">
              <th className="py-1.5 pr-3 font-medium">
                {MEASURE_WORDS[measure].hasFactor ? "Factor" : "Value"}
              </th>
              <th className="w-[38%] py-1.5 pr-4 font-medium">
                <ComparisonAxis axis={axis} />
              </th>
              <th className="py-1.5 pr-3 text-right font-medium">{name(baselineId)}</th>
              {others.map((runId) => (
                <th key={runId} className="py-1.5 pr-3 text-right font-medium">
                  {name(runId)}
                </th>
              ))}
              {others.map((runId) => (
                <th key={`${runId}/difference`} className="py-1.5 text-right font-medium">
                  {others.length > 1 ? `${name(runId)} − ${name(baselineId)}` : "Difference"}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((line) => (
              <CompareRow
                key={line.factor}
                line={line}
                axis={axis}
                runIds={[baselineId, ...others]}
                name={name}
                measureName={MEASURE_WORDS[measure].name}
              />
            ))}
          </tbody>
        </table>
      </div>
    </Figure>
  );
}

interface CompareRowProps {
  readonly line: ComparisonLine;
  readonly axis: Axis;
  /** The baseline first. */
  readonly runIds: readonly string[];
  readonly name: (runId: string) => string;
  /** Stands for the factor where the measure has none. */
  readonly measureName: string;
}

function CompareRow({ line, axis, runIds, name, measureName }: CompareRowProps) {
  const dots = runIds.map((runId) => line.dots.find((dot) => dot?.runId === runId) ?? null);
  return (
    <tr className="border-b border-border last:border-0">
      <th scope="row" className="whitespace-nowrap py-1 pr-3 text-left font-normal">
        <span className="inline-flex items-center gap-2">
          {line.factor ? <FactorMark factor={line.factor} /> : null}
          {line.factor ? factorName(line.factor) : measureName}
        </span>
      </th>
      <td className="py-1 pr-4">
        <ComparisonDots
          axis={axis}
          dots={dots.flatMap((dot) =>
            dot ? [{ ...dot, key: dot.runId, name: name(dot.runId), colour: factorColour(line.factor) }] : [],
          )}
        />
      </td>
      {dots.map((dot, at) => (
        <td key={runIds[at]} className="whitespace-nowrap py-1 pr-3 text-right">
          {dot ? formatEstimate(dot) : <span title="This run holds no such map">{MISSING}</span>}
        </td>
      ))}
      {dots.slice(1).map((dot, at) => (
        <td key={`${runIds[at + 1]}/difference`} className="whitespace-nowrap py-1 text-right">
          <Difference dot={dot} />
        </td>
      ))}
    </tr>
  );
}

function Difference({ dot }: { readonly dot: ComparisonDot | null }) {
  if (!dot?.difference || dot.difference.value === null)
    return <span title="One of the runs has no such map">{MISSING}</span>;
  return (
    <span className="inline-flex flex-col items-end leading-4">
      <span className={dot.isSignificant ? "font-semibold" : "text-muted"}>
        {formatDifference(dot.difference)}
      </span>
      <span className={`text-xs ${dot.isSignificant ? "text-accent" : "text-muted"}`}>
        {dot.isSignificant ? "✓ differs" : "within interval"}
      </span>
    </span>
  );
}
