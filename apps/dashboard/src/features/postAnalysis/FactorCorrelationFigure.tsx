"use client";

import { useQuery } from "@apollo/client/react";
import { FactorMark } from "@/charts/ChartTooltip";
import { ColourLegend } from "@/charts/ColourLegend";
import { colourScale } from "@/charts/colourScale";
import { MatrixTable } from "@/charts/MatrixTable";
import { matrixSvg } from "@/charts/matrixSvg";
import { factorCorrelationSentence } from "@/charts/prepareFactors";
import { Figure } from "@/figure/Figure";
import type { ChosenMeasure } from "@/format/measures";
import { factorName } from "@/format/names";
import { formatCount, formatFixed } from "@/format/number";
import { ErrorNotice, Skeleton } from "@/ui/Notice";
import { Select } from "@/ui/Select";
import type { ChangeUrl } from "@/url/useUrlState";
import { FactorCorrelationDocument } from "./postAnalysis.query";

interface FactorCorrelationFigureProps {
  readonly runId: string;
  readonly runName: string;
  readonly measure: ChosenMeasure;
  readonly checkpoints: readonly string[];
  readonly checkpoint: string;
  readonly change: ChangeUrl;
}

const SCALE = colourScale("correlation", "unit", -1, 1);

/** How alike the factors' maps rank the channels of one checkpoint. */
export function FactorCorrelationFigure(props: FactorCorrelationFigureProps) {
  const { runId, runName, measure, checkpoints, checkpoint, change } = props;
  const variables = { id: runId, checkpoint, measure };
  const { data, previousData, error, refetch } = useQuery(FactorCorrelationDocument, { variables });
  const matrix = error ? undefined : (data ?? previousData)?.run?.factorCorrelation;
  const labels = matrix?.labels ?? [];
  const cell = (r: number, c: number) => {
    const value = matrix?.rho[r]?.[c] ?? null;
    const sd = matrix?.sd?.[r]?.[c] ?? null;
    const slices = matrix?.slices?.[r]?.[c] ?? null;
    const place = `${factorName(labels[r] ?? "")} and ${factorName(labels[c] ?? "")}`;
    const spread =
      sd === null
        ? ""
        : `, standard deviation ${formatFixed(sd, 2)} between ${formatCount(slices ?? 0)} pixels`;
    return {
      value,
      text: value === null ? "" : formatFixed(value, 2),
      title:
        value === null
          ? `${place}: undefined, because a map is constant`
          : `${place}: rho ${formatFixed(value, 3)}${spread}`,
    };
  };
  return (
    <Figure
      title="Correlation of the factors"
      sentence={matrix ? factorCorrelationSentence(labels, matrix.rho, checkpoint) : null}
      help={{
        text: "Spearman's rho between two factors' indices, taken at every pixel across the channels and averaged over the pixels. Near 1: the same channels react to both. Its spread between the pixels is on hover.",
        anchor: "factor-correlation",
      }}
      source={{
        fileName: `${runName}-${measure}-${checkpoint}-factor-correlation`,
        table: () => [
          ["factor", "other_factor", "rho_mean", "rho_sd", "pixels"],
          ...labels.flatMap((row, r) =>
            labels.map((column, c) => [
              row,
              column,
              matrix?.rho[r]?.[c] ?? null,
              matrix?.sd?.[r]?.[c] ?? null,
              matrix?.slices?.[r]?.[c] ?? null,
            ]),
          ),
        ],
        svg: () =>
          matrixSvg({
            title: `Spearman's rho of factors at ${checkpoint}, ${runName}`,
            rows: labels.map(factorName),
            columns: labels.map(factorName),
            cell,
            scale: SCALE,
          }),
        query: FactorCorrelationDocument,
        variables,
      }}
      controls={
        <>
          <Select
            label="Checkpoint"
            value={checkpoint}
            choices={checkpoints.map((name) => ({ value: name, label: name }))}
            onChange={(value) => change({ checkpoint: value })}
          />
          <ColourLegend scale={SCALE} />
        </>
      }
    >
      {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      {!matrix && !error ? <Skeleton className="h-64 w-full" /> : null}
      {matrix ? (
        <div className={data ? "" : "opacity-60"}>
          <MatrixTable
            testId="factor-correlation"
            corner="Factor"
            rows={labels.map((key) => ({
              key,
              label: (
                <span className="inline-flex items-center gap-2">
                  <FactorMark factor={key} /> {factorName(key)}
                </span>
              ),
            }))}
            columns={labels.map((key) => ({ key, label: factorName(key) }))}
            cell={cell}
            scale={SCALE}
          />
        </div>
      ) : null}
    </Figure>
  );
}
