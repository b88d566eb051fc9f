"use client";

import { useRef } from "react";
import { FactorMark } from "@/charts/ChartTooltip";
import { specializationSentence } from "@/charts/prepareFactors";
import { StackedBarsChart } from "@/charts/StackedBarsChart";
import { Figure } from "@/figure/Figure";
import { serialiseFigure } from "@/figure/svg";
import type { ChosenMeasure } from "@/format/measures";
import { factorName } from "@/format/names";
import { ErrorNotice, Skeleton } from "@/ui/Notice";
import { SpecializationDocument } from "./postAnalysis.query";
import { useSpecialization } from "./useSpecialization";

interface SpecializationFigureProps {
  readonly runId: string;
  readonly runName: string;
  readonly measure: ChosenMeasure;
  readonly checkpoints: readonly string[];
  readonly factors: readonly string[];
}

/** How the units divide by their leading factor, checkpoint by checkpoint. */
export function SpecializationFigure({
  runId,
  runName,
  measure,
  checkpoints,
  factors,
}: SpecializationFigureProps) {
  const drawing = useRef<HTMLDivElement>(null);
  const { bars, error, retry } = useSpecialization(runId, measure, checkpoints);
  return (
    <Figure
      title="Leading factors"
      sentence={bars ? specializationSentence(bars) : null}
      help={{
        text: "Every unit goes to the factor with its largest index, but only where that index's 95 % interval lies above all others; else it is undecided (hatched). A larger base sample decides more units.",
        anchor: "specialization",
      }}
      source={{
        fileName: `${runName}-${measure}-leading-factors`,
        table: () => [
          ["checkpoint", "factor", "units", "share"],
          ...(bars ?? []).flatMap(({ checkpoint, parts }) =>
            parts.map(({ factor, units, share }) => [checkpoint, factor, units, share]),
          ),
        ],
        svg: () => serialiseFigure(drawing.current),
        query: SpecializationDocument,
        variables: { id: runId, measure, checkpoint: checkpoints[0] ?? "" },
      }}
      controls={
        <span className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
          {factors.map((factor) => (
            <span key={factor} className="inline-flex items-center gap-1.5">
              <FactorMark factor={factor} /> {factorName(factor)}
            </span>
          ))}
        </span>
      }
    >
      {error ? <ErrorNotice error={error} onRetry={retry} /> : null}
      {!bars && !error ? <Skeleton className="h-64 w-full" /> : null}
      {bars ? (
        <div ref={drawing} data-testid="specialization">
          <StackedBarsChart bars={bars} />
        </div>
      ) : null}
    </Figure>
  );
}
