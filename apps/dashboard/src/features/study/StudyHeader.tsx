"use client";

import { JobActions } from "@/features/runs/JobActions";
import { UNIT_MEASURE_NAMES } from "@/format/measures";
import { factorName } from "@/format/names";
import { formatCount } from "@/format/number";
import { formatAgo, formatDate } from "@/format/time";
import type { MaskStudyQuery } from "@/gql/graphql";
import { Breadcrumb } from "@/ui/Breadcrumb";
import { Chip } from "@/ui/Chip";
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
        <JobActions
          job={study}
          typename="MaskStudy"
          noun="study"
          cancel={CancelStudyDocument}
          resume={ResumeStudyDocument}
          remove={DeleteStudyDocument}
          lost={`Its predictions of ${formatCount(study.progress.evaluationsDone)} evaluations and every table made from them are lost. The run and its masks stay.`}
          afterwards={maskingPath(run.id)}
        />
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
