"use client";

import { useMutation, useQuery } from "@apollo/client/react";
import { Ban } from "lucide-react";
import { RunProgress } from "@/features/runs/RunProgress";
import { isActive } from "@/features/runs/runState";
import type { MaskLike } from "@/format/maskWords";
import { formatCount } from "@/format/number";
import { Card } from "@/ui/Card";
import { Confirm } from "@/ui/Confirm";
import { Empty, ErrorNotice, Skeleton } from "@/ui/Notice";
import { StatusBadge } from "@/ui/StatusBadge";
import { usePolling } from "@/ui/usePolling";
import { ClassesFigure } from "./ClassesFigure";
import { EvaluationFigure } from "./EvaluationFigure";
import { evaluationWords } from "./evaluationWords";
import { CancelEvaluationDocument, EvaluationDocument } from "./mask.query";

interface EvaluationViewProps {
  readonly id: string;
  readonly mask: MaskLike & { readonly name: string };
}

/** One evaluation: how far it is while it runs, its figures when it has ended. */
export function EvaluationView({ id, mask }: EvaluationViewProps) {
  const { data, error, refetch, startPolling, stopPolling } = useQuery(EvaluationDocument, {
    variables: { id },
    fetchPolicy: "cache-and-network",
  });
  const [cancel, cancelling] = useMutation(CancelEvaluationDocument, { variables: { id } });
  const evaluation = data?.maskEvaluation;
  usePolling(evaluation ? isActive(evaluation) : false, startPolling, stopPolling);
  if (error && !evaluation) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-56 w-full" />;
  if (!evaluation) {
    return <Empty title="This evaluation does not exist">It may have been deleted with its mask.</Empty>;
  }
  if (isActive(evaluation)) {
    const done = formatCount(evaluation.progress.evaluationsDone);
    return (
      <Card className="space-y-3">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <div className="flex flex-wrap items-center gap-3">
            <StatusBadge status={evaluation.status} />
            <span>{evaluationWords(evaluation)}</span>
          </div>
          <Confirm
            button={
              <>
                <Ban aria-hidden className="size-4" /> {cancelling.loading ? "Cancelling" : "Cancel"}
              </>
            }
            title="Cancel this evaluation?"
            text={`It stops after ${done} evaluations and gives no result. The mask stays.`}
            yes="Cancel the evaluation"
            no="Let it run"
            isBusy={cancelling.loading}
            onYes={() => void cancel().catch(() => undefined)}
          />
        </div>
        <RunProgress run={{ ...evaluation, name: "the evaluation" }} detailed reuse="their masks are equal" />
        {cancelling.error ? <ErrorNotice error={cancelling.error} /> : null}
      </Card>
    );
  }
  if (evaluation.status !== "SUCCEEDED") {
    return evaluation.status === "FAILED" ? (
      <Card tone="failed">
        <h2 className="font-semibold">The evaluation failed</h2>
        <p className="mt-1 break-words">
          {evaluation.failure ?? "No reason was stored; the worker's log has more."}
        </p>
        <p className="mt-1 text-muted">
          The mask is not touched. Put right what is named above and evaluate again.
        </p>
      </Card>
    ) : (
      <Empty title="The evaluation was cancelled">It gave no result. Start another one above.</Empty>
    );
  }
  return (
    <div className="space-y-4">
      <EvaluationFigure evaluation={evaluation} mask={mask} />
      {evaluation.perClass.length > 0 ? <ClassesFigure evaluation={evaluation} maskName={mask.name} /> : null}
    </div>
  );
}
