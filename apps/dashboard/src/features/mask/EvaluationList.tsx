"use client";

import { formatAccuracy, formatPoints } from "@/format/accuracy";
import { formatAgo, formatDate } from "@/format/time";
import type { EvaluationPartsFragment } from "@/gql/graphql";
import { StatusBadge } from "@/ui/StatusBadge";
import { evaluationWords } from "./evaluationWords";

interface EvaluationListProps {
  readonly evaluations: readonly EvaluationPartsFragment[];
  readonly chosenId: string;
  readonly onChoose: (id: string) => void;
}

/** The evaluations of a mask; one of them is shown in full below. */
export function EvaluationList({ evaluations, chosenId, onChoose }: EvaluationListProps) {
  const now = Date.now();
  return (
    <ul data-testid="evaluations" className="divide-y divide-border">
      {evaluations.map((evaluation) => {
        const { masked, maskedMinusRandom } = evaluation;
        const isChosen = evaluation.id === chosenId;
        return (
          <li key={evaluation.id}>
            <button
              type="button"
              aria-pressed={isChosen}
              onClick={() => onChoose(evaluation.id)}
              className={`flex w-full flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 rounded px-2 py-2 text-left hover:bg-sunken ${isChosen ? "bg-accent-soft" : ""}`}
            >
              <span className="min-w-0">
                <span className="block font-medium">{evaluationWords(evaluation)}</span>
                <span className="block text-xs text-muted" title={formatDate(evaluation.createdAt)}>
                  {evaluation.imageSet.name}, {formatAgo(evaluation.createdAt, now)}
                </span>
              </span>
              {masked ? (
                <span className="text-right">
                  {formatAccuracy(masked.top1, masked.halfWidth95)}
                  {maskedMinusRandom ? (
                    <span className="block text-xs text-muted">
                      {formatPoints({
                        value: maskedMinusRandom.difference,
                        halfWidth: maskedMinusRandom.halfWidth95,
                      })}{" "}
                      against random
                    </span>
                  ) : null}
                </span>
              ) : (
                <StatusBadge status={evaluation.status} />
              )}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
