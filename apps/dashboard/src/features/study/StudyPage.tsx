"use client";

import { useQuery } from "@apollo/client/react";
import { RunProgress } from "@/features/runs/RunProgress";
import { isActive } from "@/features/runs/runState";
import { Card } from "@/ui/Card";
import { Missing } from "@/ui/Missing";
import { Empty, ErrorNotice } from "@/ui/Notice";
import { PageSkeleton } from "@/ui/PageSkeleton";
import { usePolling } from "@/ui/usePolling";
import { StudyHeader } from "./StudyHeader";
import { StudyResults } from "./StudyResults";
import { StudyDocument } from "./study.query";

/** One masking study: where it stands while it runs, what it found when it has. */
export function StudyPage({ id }: { readonly id: string }) {
  const { data, error, refetch, startPolling, stopPolling } = useQuery(StudyDocument, {
    variables: { id },
    fetchPolicy: "cache-and-network",
  });
  const study = data?.maskStudy;
  usePolling(study ? isActive(study) : false, startPolling, stopPolling);
  if (error && !study) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  if (!study) {
    return (
      <Missing
        what="study"
        why="It may have been deleted, alone or with its run, or the link is incomplete."
      />
    );
  }
  return (
    <div className="space-y-4">
      <StudyHeader study={study} />
      {isActive(study) ? (
        <>
          <Card>
            <RunProgress run={study} detailed reuse="their masks are equal" />
          </Card>
          <Empty title="The figures come when the study has ended">
            Nothing partial is shown: every accuracy needs all its images. This page changes by itself.
          </Empty>
        </>
      ) : null}
      {study.status === "FAILED" ? (
        <Card tone="failed">
          <h2 className="font-semibold">The study failed</h2>
          <p className="mt-1 break-words">
            {study.failure ?? "No reason was stored; the worker's log has more."}
          </p>
          <p className="mt-1 text-muted">
            Put right what is named above, then resume: the study goes on from its last stored state.
          </p>
        </Card>
      ) : null}
      {study.status === "CANCELLED" ? (
        <Empty title="The study was cancelled">
          It gave no result. Resume it to go on from its last stored state.
        </Empty>
      ) : null}
      {study.status === "SUCCEEDED" ? <StudyResults study={study} /> : null}
    </div>
  );
}
