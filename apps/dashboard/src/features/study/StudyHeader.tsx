"use client";

import { useMutation } from "@apollo/client/react";
import { Ban, Play, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { isActive } from "@/features/runs/runState";
import { UNIT_MEASURE_NAMES } from "@/format/measures";
import { factorName } from "@/format/names";
import { formatCount } from "@/format/number";
import { formatAgo, formatDate } from "@/format/time";
import type { MaskStudyQuery } from "@/gql/graphql";
import { Breadcrumb } from "@/ui/Breadcrumb";
import { Button } from "@/ui/Button";
import { Chip } from "@/ui/Chip";
import { Confirm } from "@/ui/Confirm";
import { ErrorNotice } from "@/ui/Notice";
import { StatusBadge } from "@/ui/StatusBadge";
import { maskingPath, runPath } from "@/url/choices";
import { CancelStudyDocument, DeleteStudyDocument, ResumeStudyDocument } from "./study.query";

export type Study = NonNullable<MaskStudyQuery["maskStudy"]>;

/** Name, status and design of a study at a glance, with what can be done. */
export function StudyHeader({ study }: { readonly study: Study }) {
  const { run } = study;
  return (
    <header className="space-y-3">
      <Breadcrumb
        places={[
          { label: "Runs", href: "/runs" },
          { label: run.name, href: runPath(run.id) },
          { label: "Masking", href: maskingPath(run.id) },
        ]}
      />
      <div className="flex flex-wrap items-start justify-between gap-3 lg:flex-nowrap">
        <div className="min-w-0 space-y-1">
          <h1 className="break-words text-xl font-semibold leading-9">{study.name}</h1>
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
            <StatusBadge status={study.status} />
            <span className="font-mono text-xs text-text">{run.model.name}</span>
            <span>on {study.imageSet.name}</span>
            <span title={formatDate(study.createdAt)}>created {formatAgo(study.createdAt, Date.now())}</span>
          </div>
        </div>
        <StudyActions study={study} />
      </div>
      <div className="flex flex-wrap gap-2">
        <Chip label="measure">{UNIT_MEASURE_NAMES[study.measure]}</Chip>
        <Chip label="factors" title={study.factors.map(factorName).join(", ")}>
          {study.factors.length}
        </Chip>
        <Chip label="masked">{study.checkpoints.join(", ")}</Chip>
        <Chip label="images">{formatCount(study.sampleCount)}</Chip>
        <Chip label="random masks">{formatCount(study.randomControls)}</Chip>
        <Chip label="draws">{formatCount(study.draws)}</Chip>
        <Chip label="evaluations">{formatCount(study.progress.evaluationsPlanned)}</Chip>
      </div>
    </header>
  );
}

function StudyActions({ study }: { readonly study: Study }) {
  const router = useRouter();
  const variables = { id: study.id };
  const [cancel, cancelling] = useMutation(CancelStudyDocument, { variables });
  const [resume, resuming] = useMutation(ResumeStudyDocument, { variables });
  const [remove, removing] = useMutation(DeleteStudyDocument, {
    variables,
    update: (cache) => {
      cache.evict({ id: cache.identify({ __typename: "MaskStudy", id: study.id }) });
      cache.gc();
    },
  });
  const error = cancelling.error ?? resuming.error ?? removing.error;
  const done = formatCount(study.progress.evaluationsDone);
  // Failures are shown below the buttons from the hooks' error, so the promise needs no handler of its own.
  const quietly = (promise: Promise<unknown>) => void promise.catch(() => undefined);
  const removeAndLeave = async () => {
    await remove();
    router.push(maskingPath(study.run.id));
  };
  return (
    <div className="flex shrink-0 flex-col gap-2 lg:items-end">
      <div className="flex flex-wrap gap-2">
        {study.status === "FAILED" || study.status === "CANCELLED" ? (
          <Button disabled={resuming.loading} onClick={() => quietly(resume())}>
            <Play aria-hidden className="size-4" /> Resume
          </Button>
        ) : null}
        {isActive(study) ? (
          <Confirm
            button={
              <>
                <Ban aria-hidden className="size-4" /> {cancelling.loading ? "Cancelling" : "Cancel study"}
              </>
            }
            title="Cancel this study?"
            text={`It stops after ${done} evaluations and gives no result. It can be resumed from its last stored state.`}
            yes="Cancel the study"
            no="Let it run"
            isBusy={cancelling.loading}
            onYes={() => quietly(cancel())}
          />
        ) : (
          <Confirm
            button={
              <>
                <Trash2 aria-hidden className="size-4" /> Delete
              </>
            }
            title={`Delete “${study.name}”?`}
            text={`Its predictions of ${done} evaluations and every table made from them are lost. The run and its masks stay.`}
            yes="Delete the study"
            no="Keep it"
            isBusy={removing.loading}
            onYes={() => quietly(removeAndLeave())}
          />
        )}
      </div>
      {error ? <ErrorNotice error={error} /> : null}
    </div>
  );
}
