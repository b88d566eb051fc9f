"use client";

import { useQuery } from "@apollo/client/react";
import { ColourLegend } from "@/charts/ColourLegend";
import { colourScale } from "@/charts/colourScale";
import { MatrixTable } from "@/charts/MatrixTable";
import { matrixSvg } from "@/charts/matrixSvg";
import { correlationSentence, inputName } from "@/charts/prepareStudy";
import { Figure } from "@/figure/Figure";
import { factorName } from "@/format/names";
import { formatFixed, formatPValue } from "@/format/number";
import { ErrorNotice, Skeleton } from "@/ui/Notice";
import type { Study } from "./StudyHeader";
import { StudyCorrelationDocument } from "./study.query";

interface StudyCorrelationFigureProps {
  readonly study: Study;
  readonly input: string;
  readonly factor: string;
  readonly onChoose: (input: string, factor: string) => void;
}

const SCALE = colourScale("correlation", "unit", -1, 1);

/** How alike masks act on changed and on plain images: Spearman's rho of accuracies over the configurations. */
export function StudyCorrelationFigure({ study, input, factor, onChoose }: StudyCorrelationFigureProps) {
  const variables = { id: study.id };
  const { data, error, refetch } = useQuery(StudyCorrelationDocument, { variables });
  const matrix = data?.maskStudy?.correlation;
  const rows = matrix?.labels ?? [];
  const columns = matrix?.columnLabels ?? [];
  const cell = (r: number, c: number) => {
    const value = matrix?.rho[r]?.[c] ?? null;
    const place = `${inputName(rows[r] ?? "")}, masked by ${factorName(columns[c] ?? "")}`;
    return {
      value,
      text: value === null ? "" : formatFixed(value, 2),
      title:
        value === null
          ? `${place}: undefined, because an accuracy does not change over the masks`
          : `${place}: rho ${formatFixed(value, 3)}, p ${formatPValue(matrix?.pValue[r]?.[c] ?? null)}`,
    };
  };
  return (
    <Figure
      title="How alike masks act on changed and plain images"
      sentence={matrix ? correlationSentence(rows, columns, matrix.rho) : null}
      help={{
        text: "Spearman's rho between the accuracies under the study's masks on images changed by the row's augmentation and on plain ones. A low value: masks by the column's factor act otherwise once the image is changed so. Click a cell to see the accuracies.",
        anchor: "study",
      }}
      source={{
        fileName: `${study.name}-correlation`,
        table: () => [
          ["input", "mask_factor", "rho", "p"],
          ...rows.flatMap((row, r) =>
            columns.map((column, c) => [
              row,
              column,
              matrix?.rho[r]?.[c] ?? null,
              matrix?.pValue[r]?.[c] ?? null,
            ]),
          ),
        ],
        svg: () =>
          matrixSvg({
            title: `Spearman's rho with plain images, ${study.name}`,
            rows: rows.map(inputName),
            columns: columns.map(factorName),
            cell,
            scale: SCALE,
          }),
        query: StudyCorrelationDocument,
        variables,
      }}
      controls={<ColourLegend scale={SCALE} />}
    >
      {error && !matrix ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      {!matrix && !error ? <Skeleton className="h-64 w-full" /> : null}
      {matrix ? (
        <MatrixTable
          testId="study-correlation"
          corner="Images \ mask"
          rows={rows.map((key) => ({ key, label: inputName(key) }))}
          columns={columns.map((key) => ({ key, label: factorName(key) }))}
          cell={cell}
          scale={SCALE}
          onChoose={(r, c) => onChoose(rows[r] ?? "", columns[c] ?? "")}
          isChosen={(r, c) => rows[r] === input && columns[c] === factor}
        />
      ) : null}
    </Figure>
  );
}
