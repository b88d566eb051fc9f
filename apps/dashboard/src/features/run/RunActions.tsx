"use client";

import { GitCompareArrows } from "lucide-react";
import { JobActions } from "@/features/runs/JobActions";
import { formatCount } from "@/format/number";
import type { RunPartsFragment } from "@/gql/graphql";
import { ButtonLink } from "@/ui/Button";
import { comparePath } from "@/url/choices";
import { CancelRunDocument, DeleteRunDocument, ResumeRunDocument } from "./run.query";

/** What can be done with a run in its present state. */
export function RunActions({ run }: { readonly run: RunPartsFragment }) {
  const done = formatCount(run.progress.evaluationsDone);
  return (
    <JobActions
      job={run}
      typename="Run"
      noun="run"
      cancel={CancelRunDocument}
      resume={ResumeRunDocument}
      remove={DeleteRunDocument}
      lost={`Its index maps over ${run.checkpoints.length} checkpoints and its ${done} evaluations are lost, and with them every mask and study made from it. The network and the images stay.`}
      afterwards="/runs"
    >
      {run.status === "SUCCEEDED" ? (
        <ButtonLink href={comparePath([run.id])}>
          <GitCompareArrows aria-hidden className="size-4" /> Compare with…
        </ButtonLink>
      ) : null}
    </JobActions>
  );
}
