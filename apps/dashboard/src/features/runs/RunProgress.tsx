"use client";

import { formatCount, formatShare } from "@/format/number";
import { formatDuration } from "@/format/time";
import type { RunPartsFragment } from "@/gql/graphql";
import { ProgressBar } from "@/ui/ProgressBar";
import { doneShare, isActive } from "./runState";

interface RunProgressProps {
  /** A run, or anything else that a worker evaluates. */
  readonly run: Pick<RunPartsFragment, "name" | "status" | "progress">;
  /** Adds counts and speed under the bar. */
  readonly detailed?: boolean;
  /** Why evaluations could be reused. */
  readonly reuse?: string;
}

/** How far an active run is, how fast it goes and how long it will take. */
export function RunProgress({ run, detailed = false, reuse = "the image was identical" }: RunProgressProps) {
  const { evaluationsPlanned, evaluationsDone, evaluationsReused, evaluationsPerSecond, secondsRemaining } =
    run.progress;
  const share = doneShare(run.progress);
  const left =
    run.status === "QUEUED"
      ? "waiting for a worker"
      : secondsRemaining != null
        ? `${formatDuration(secondsRemaining)} left`
        : "";
  return (
    <div className="min-w-36 space-y-1">
      <ProgressBar share={share} label={`Progress of ${run.name}`} isMoving={run.status === "RUNNING"} />
      <div className="flex justify-between gap-3 text-xs text-muted">
        <span className="font-medium text-text">{formatShare(share)}</span>
        <span className="whitespace-nowrap">{isActive(run) ? left : ""}</span>
      </div>
      {detailed ? (
        <p className="text-xs text-muted">
          {formatCount(evaluationsDone)} of {formatCount(evaluationsPlanned)} evaluations
          {evaluationsReused > 0 ? `, ${formatCount(evaluationsReused)} of them reused because ${reuse}` : ""}
          {evaluationsPerSecond != null ? `, ${formatCount(evaluationsPerSecond)} a second` : ""}
        </p>
      ) : null}
    </div>
  );
}
