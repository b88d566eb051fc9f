"use client";

import { useQuery } from "@apollo/client/react";
import { NoFactors } from "@/features/run/NoFactors";
import { Breadcrumb } from "@/ui/Breadcrumb";
import { ButtonLink } from "@/ui/Button";
import { Empty, ErrorNotice, Skeleton } from "@/ui/Notice";
import { maskingPath, runPath } from "@/url/choices";
import { NewStudyForm } from "./NewStudyForm";
import { NewStudyDocument } from "./study.query";
import { studyMeasures } from "./studyDraft";

/** Loads the run and what its study can be made with, then shows the form. */
export function NewStudyPage({ runId }: { readonly runId: string }) {
  const { data, error, refetch } = useQuery(NewStudyDocument, { variables: { runId } });
  const run = data?.run;
  if (error && !data) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-96 w-full" />;
  if (!run) {
    return (
      <Empty title="This run does not exist" action={<ButtonLink href="/runs">All runs</ButtonLink>}>
        It may have been deleted, or the link is incomplete.
      </Empty>
    );
  }
  const hasMeasure = studyMeasures(run).length > 0;
  return (
    <div className="space-y-4">
      <Breadcrumb
        places={[
          { label: "Runs", href: "/runs" },
          { label: run.name, href: runPath(run.id) },
          { label: "Masking", href: maskingPath(run.id) },
        ]}
      />
      <h1 className="text-xl font-semibold leading-9">New masking study</h1>
      {run.status !== "SUCCEEDED" ? (
        <Empty
          title="A study needs a run that has succeeded"
          action={<ButtonLink href={runPath(run.id)}>To the run</ButtonLink>}
        >
          Masks rank units by the run’s indices, and this run has none yet.
        </Empty>
      ) : hasMeasure ? (
        <NewStudyForm run={run} imageSets={data.imageSets.nodes} />
      ) : (
        <NoFactors modelId={run.model.id} title="Masks by factor" />
      )}
    </div>
  );
}
