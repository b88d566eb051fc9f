"use client";

import { useQuery } from "@apollo/client/react";
import { RunProgress } from "@/features/runs/RunProgress";
import { isActive } from "@/features/runs/runState";
import { ButtonLink } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Empty, ErrorNotice, Skeleton } from "@/ui/Notice";
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
  if (!data) {
    return (
      <div className="space-y-4">
        <Skeleton className="h-24 w-full" />
        <Skeleton className="h-96 w-full" />
      </div>
    );
  }
  if (!study) {
    return (
      <Empty title="This study does not exist" action={<ButtonLink href="/runs">All runs</ButtonLink>}>
        It may have been deleted, alone or with its run, or the link is incomplete.
      </Empty>
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
