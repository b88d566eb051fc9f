"use client";

import { useQuery } from "@apollo/client/react";
import { Plus } from "lucide-react";
import Link from "next/link";
import { RunProgress } from "@/features/runs/RunProgress";
import { isActive, newestFirst } from "@/features/runs/runState";
import { UNIT_MEASURE_NAMES } from "@/format/measures";
import { formatCount } from "@/format/number";
import { formatAgo, formatDate } from "@/format/time";
import { ButtonLink } from "@/ui/Button";
import { Empty, ErrorNotice, Skeleton } from "@/ui/Notice";
import { StatusBadge } from "@/ui/StatusBadge";
import { usePolling } from "@/ui/usePolling";
import { newStudyPath, studyPath } from "@/url/choices";
import { RunStudiesDocument } from "./study.query";

/** The masking studies of a run, and the way to a new one. */
export function StudyList({ runId }: { readonly runId: string }) {
  const { data, error, refetch, startPolling, stopPolling } = useQuery(RunStudiesDocument, {
    variables: { id: runId },
    fetchPolicy: "cache-and-network",
  });
  const studies = data?.run ? newestFirst(data.run.maskStudies) : undefined;
  usePolling(studies?.some(isActive) ?? false, startPolling, stopPolling);
  const now = Date.now();
  return (
    <section aria-label="Masking studies" className="rounded-lg border border-border bg-surface p-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div>
          <h2 className="text-base font-semibold">Masking studies</h2>
          <p className="max-w-[70ch] text-muted">
            Every factor’s masks at five sizes and three strengths, on plain images and on images changed by
            each augmentation, all beside random masks.
          </p>
        </div>
        <ButtonLink href={newStudyPath(runId)} tone={studies?.length === 0 ? "primary" : "plain"}>
          <Plus aria-hidden className="size-4" /> New study
        </ButtonLink>
      </div>
      <div className="mt-3">
        {error && !studies ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
        {!studies && !error ? <Skeleton className="h-24 w-full" /> : null}
        {studies && studies.length === 0 ? (
          <Empty title="No study yet">
            A study answers for all factors at once what a single mask answers for one.
          </Empty>
        ) : null}
        {studies && studies.length > 0 ? (
          <ul data-testid="study-list" className="divide-y divide-border">
            {studies.map((study) => (
              <li key={study.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2">
                <span className="min-w-0">
                  <Link href={studyPath(study.id)} className="font-medium hover:text-accent hover:underline">
                    {study.name}
                  </Link>
                  <span className="block text-xs text-muted" title={formatDate(study.createdAt)}>
                    {UNIT_MEASURE_NAMES[study.measure]}, {formatCount(study.factors.length)}{" "}
                    {study.factors.length === 1 ? "factor" : "factors"}, {formatCount(study.sampleCount)}{" "}
                    images, {formatAgo(study.createdAt, now)}
                  </span>
                </span>
                <span>
                  <StatusBadge status={study.status} />
                  {isActive(study) ? <RunProgress run={study} /> : null}
                </span>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </section>
  );
}
