"use client";

import { TriangleAlert } from "lucide-react";
import { useRef } from "react";
import { ComparisonAxis, ComparisonDots } from "@/charts/ComparisonDots";
import {
  collapseWarning,
  type EvaluationRow,
  evaluationSentence,
  prepareEvaluation,
} from "@/charts/prepareEvaluation";
import { zeroBasedAxis } from "@/charts/ticks";
import { maskColour } from "@/features/masking/maskColour";
import { Figure } from "@/figure/Figure";
import { serialiseFigure } from "@/figure/svg";
import { formatAccuracy, formatPoints } from "@/format/accuracy";
import { excludesZero } from "@/format/estimate";
import type { MaskLike } from "@/format/maskWords";
import { MISSING } from "@/format/number";
import type { MaskEvaluationResultQuery } from "@/gql/graphql";
import { EvaluationDocument } from "./mask.query";

export type EvaluationResult = NonNullable<MaskEvaluationResultQuery["maskEvaluation"]>;

interface EvaluationFigureProps {
  readonly evaluation: EvaluationResult;
  readonly mask: MaskLike & { readonly name: string };
}

/** Accuracy without a mask, with it, and with its controls, on one axis with 95 % intervals. */
export function EvaluationFigure({ evaluation, mask }: EvaluationFigureProps) {
  const drawing = useRef<HTMLDivElement>(null);
  const rows = prepareEvaluation(evaluation, mask.soft != null);
  const axis = zeroBasedAxis(
    rows.flatMap(({ top1, controls }) => [(top1.value ?? 0) + (top1.halfWidth ?? 0), ...controls]),
  );
  const warning = collapseWarning(evaluation);
  return (
    <Figure
      title="Accuracy with and without the mask"
      sentence={evaluationSentence(evaluation, mask)}
      help={{
        text: "Top-1 accuracy with 95 % intervals over images. Small dots are single random masks. Differences are paired: every image is compared with itself, so they are surer than two accuracies are.",
        anchor: "controls",
      }}
      source={{
        fileName: `${mask.name}-accuracy`,
        table: () => [
          [
            "condition",
            "top1",
            "half_width_95",
            "top5",
            "top5_half_width_95",
            "mask_minus_this",
            "difference_half_width_95",
          ],
          ...rows.flatMap(({ name, top1, top5, difference, controls }) => [
            [
              name,
              top1.value,
              top1.halfWidth,
              top5.value,
              top5.halfWidth,
              difference?.value ?? null,
              difference?.halfWidth ?? null,
            ],
            ...controls.map((value, at) => [`random mask ${at + 1}`, value, null, null, null, null, null]),
          ]),
        ],
        svg: () => serialiseFigure(drawing.current),
        query: EvaluationDocument,
        variables: { id: evaluation.id },
      }}
    >
      {warning ? (
        <p
          role="note"
          className="mb-3 flex max-w-[80ch] gap-2 rounded-md border border-border bg-warning-soft px-3 py-2"
        >
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-cancelled" />
          {warning}
        </p>
      ) : null}
      <div ref={drawing} className="overflow-x-auto">
        <table data-testid="evaluation-result" className="w-full min-w-[640px]">
          <thead>
            <tr className="border-b border-border text-left text-xs text-muted">
              <th className="py-1.5 pr-3 font-medium">Condition</th>
              <th className="w-[34%] py-1.5 pr-4 font-medium">
                <ComparisonAxis axis={axis} />
              </th>
              <th className="py-1.5 pr-4 text-right font-medium">Top-1</th>
              <th className="py-1.5 pr-4 text-right font-medium">Top-5</th>
              <th className="py-1.5 text-right font-medium">Mask minus this</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <ResultRow key={row.key} row={row} axis={axis} colour={maskColour(mask)} />
            ))}
          </tbody>
        </table>
      </div>
    </Figure>
  );
}

interface ResultRowProps {
  readonly row: EvaluationRow;
  readonly axis: ReturnType<typeof zeroBasedAxis>;
  /** Of the mask. */
  readonly colour: string;
}

function ResultRow({ row, axis, colour }: ResultRowProps) {
  const { key, name, top1, top5, difference, controls } = row;
  const isClear = difference !== null && excludesZero(difference);
  return (
    <tr className="border-b border-border last:border-0">
      <th
        scope="row"
        className={`py-1.5 pr-3 text-left ${key === "masked" ? "font-semibold" : "font-normal"}`}
      >
        <span data-figure-text>{name}</span>
      </th>
      <td className="py-1.5 pr-4">
        <ComparisonDots
          axis={axis}
          dots={[
            {
              key,
              name,
              ...top1,
              colour: key === "masked" ? colour : "var(--muted)",
              isBaseline: key === "masked",
              isSignificant: false,
              parts: controls,
            },
          ]}
        />
      </td>
      <td className="whitespace-nowrap py-1.5 pr-4 text-right">
        {formatAccuracy(top1.value ?? 0, top1.halfWidth)}
      </td>
      <td className="whitespace-nowrap py-1.5 pr-4 text-right text-muted">
        {formatAccuracy(top5.value ?? 0, top5.halfWidth)}
      </td>
      <td className="whitespace-nowrap py-1.5 text-right">
        {difference ? (
          <>
            <span className={isClear ? "font-semibold" : "text-muted"}>{formatPoints(difference)}</span>
            <span className={`block text-xs ${isClear ? "text-accent" : "text-muted"}`}>
              {isClear ? "✓ differs" : "within interval"}
            </span>
          </>
        ) : (
          <span className="text-muted">{MISSING}</span>
        )}
      </td>
    </tr>
  );
}
