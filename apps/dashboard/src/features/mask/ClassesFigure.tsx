"use client";

import { useState } from "react";
import { classSentence, prepareClasses } from "@/charts/prepareEvaluation";
import { Figure } from "@/figure/Figure";
import { formatAccuracy, formatPoints } from "@/format/accuracy";
import { isClearlyAbove } from "@/format/estimate";
import { formatCount, formatTenths } from "@/format/number";
import { Button } from "@/ui/Button";
import type { EvaluationResult } from "./EvaluationFigure";
import { EvaluationDocument } from "./mask.query";

const FEW = 12;

/** What the mask does to each class. */
export function ClassesFigure({
  evaluation,
  maskName,
}: {
  readonly evaluation: EvaluationResult;
  readonly maskName: string;
}) {
  const [showsAll, setShowsAll] = useState(false);
  const classes = prepareClasses(evaluation.perClass);
  const shown = showsAll ? classes : classes.slice(0, FEW);
  const cell = "whitespace-nowrap py-1.5 pr-4 text-right";
  return (
    <Figure
      title="By class"
      sentence={classSentence(classes)}
      help={{
        text: "Classes by what the mask changes, the largest loss first. Intervals are of each accuracy by itself; changes in bold are those whose two intervals do not touch.",
        anchor: "controls",
      }}
      source={{
        fileName: `${maskName}-classes`,
        table: () => [
          [
            "class",
            "images",
            "no_mask",
            "no_mask_half_width_95",
            "mask",
            "mask_half_width_95",
            "random_masks",
          ],
          ...classes.map((entry) => [
            entry.label,
            entry.sampleCount,
            entry.baselineTop1,
            entry.baselineHalfWidth95,
            entry.maskedTop1,
            entry.maskedHalfWidth95,
            entry.randomTop1,
          ]),
        ],
        query: EvaluationDocument,
        variables: { id: evaluation.id },
      }}
    >
      <div className="overflow-x-auto">
        <table data-testid="classes" className="w-full min-w-[560px]">
          <thead>
            <tr className="border-b border-border text-left text-xs text-muted">
              <th className="py-1.5 pr-4 font-medium">Class</th>
              <th className="py-1.5 pr-4 text-right font-medium">Images</th>
              <th className="py-1.5 pr-4 text-right font-medium">No mask</th>
              <th className="py-1.5 pr-4 text-right font-medium">Mask</th>
              <th className="py-1.5 pr-4 text-right font-medium">Random masks</th>
              <th className="py-1.5 text-right font-medium">Change</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((entry) => {
              const before = { value: entry.baselineTop1, halfWidth: entry.baselineHalfWidth95 };
              const after = { value: entry.maskedTop1, halfWidth: entry.maskedHalfWidth95 };
              const isClear = isClearlyAbove(before, after) || isClearlyAbove(after, before);
              return (
                <tr key={entry.label} className="border-b border-border last:border-0">
                  <th
                    scope="row"
                    className="max-w-64 truncate py-1.5 pr-4 text-left font-normal"
                    title={entry.label}
                  >
                    {entry.label}
                  </th>
                  <td className={`${cell} text-muted`}>{formatCount(entry.sampleCount)}</td>
                  <td className={cell}>{formatAccuracy(entry.baselineTop1, entry.baselineHalfWidth95)}</td>
                  <td className={cell}>{formatAccuracy(entry.maskedTop1, entry.maskedHalfWidth95)}</td>
                  <td className={`${cell} text-muted`}>{formatTenths(entry.randomTop1)}</td>
                  <td
                    className={`whitespace-nowrap py-1.5 text-right ${isClear ? "font-semibold" : "text-muted"}`}
                  >
                    {formatPoints({ value: entry.maskedTop1 - entry.baselineTop1, halfWidth: null })}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {classes.length > FEW ? (
        <Button className="mt-3" aria-expanded={showsAll} onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? `Show ${FEW} only` : `Show all ${formatCount(classes.length)} classes`}
        </Button>
      ) : null}
    </Figure>
  );
}
