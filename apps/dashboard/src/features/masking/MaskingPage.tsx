"use client";

import { useQuery } from "@apollo/client/react";
import { NoFactors } from "@/features/run/NoFactors";
import { RunTabs } from "@/features/run/RunTabs";
import { RunDocument } from "@/features/run/run.query";
import { StudyList } from "@/features/study/StudyList";
import { METHOD_NAMES } from "@/format/methods";
import type { RunPartsFragment } from "@/gql/graphql";
import { Breadcrumb } from "@/ui/Breadcrumb";
import { ButtonLink } from "@/ui/Button";
import { Chip } from "@/ui/Chip";
import { Missing } from "@/ui/Missing";
import { Empty, ErrorNotice } from "@/ui/Notice";
import { PageSkeleton } from "@/ui/PageSkeleton";
import { runPath } from "@/url/choices";
import { useUrlState } from "@/url/useUrlState";
import { MaskPreview } from "./MaskPreview";
import { readMaskRule } from "./maskRule";
import { RuleForm } from "./RuleForm";
import { StoredMasks } from "./StoredMasks";
import { StoreMask } from "./StoreMask";

/** Masks of one run: a rule with its live preview, the stored masks, the studies. */
export function MaskingPage({ id }: { readonly id: string }) {
  const { data, error, refetch } = useQuery(RunDocument, { variables: { id } });
  const run = data?.run;
  if (error && !run) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  if (!run) {
    return <Missing what="run" why="It may have been deleted, or the link is incomplete." />;
  }
  return (
    <div className="space-y-4">
      <header className="space-y-3">
        <Breadcrumb
          places={[
            { label: "Runs", href: "/runs" },
            { label: run.name, href: runPath(run.id) },
          ]}
        />
        <h1 className="break-words text-xl font-semibold leading-9">Masking by {run.name}</h1>
        <div className="flex flex-wrap gap-2">
          <Chip label="network">{run.model.name}</Chip>
          <Chip label="images">{run.imageSet.name}</Chip>
          <Chip label="method">{METHOD_NAMES[run.method]}</Chip>
        </div>
      </header>
      <RunTabs runId={run.id} current="masking" />
      {run.status === "SUCCEEDED" ? (
        <Masking run={run} />
      ) : (
        <Empty
          title="Masks need a run that has succeeded"
          action={<ButtonLink href={runPath(run.id)}>To the run</ButtonLink>}
        >
          A mask ranks units by the run’s indices, and this run has none yet.
        </Empty>
      )}
    </div>
  );
}

function Masking({ run }: { readonly run: RunPartsFragment }) {
  const [params, change] = useUrlState();
  if (run.design["segment"]) {
    return (
      <Empty
        title="Masks need a run of the whole network"
        action={<ButtonLink href={`/runs/new?model=${encodeURIComponent(run.model.id)}`}>New run</ButtonLink>}
      >
        This run has analysed a segment of the network. Its units belong to the segment, while a mask is
        tested by the accuracy of the whole network.
      </Empty>
    );
  }
  const rule = readMaskRule(params, run);
  if (rule === null) return <NoFactors modelId={run.model.id} title="Masks by factor" />;
  return (
    <>
      <p className="max-w-[70ch] text-muted">
        A mask multiplies the activations of chosen units while the network runs. If silencing the units that
        are sensitive to a factor costs more accuracy than silencing as many random ones, these units matter
        for more than their number.
      </p>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,4fr)_minmax(0,7fr)]">
        <div className="min-w-0 space-y-4">
          <RuleForm run={run} rule={rule} change={change} />
          <StoreMask runId={run.id} rule={rule} />
        </div>
        <MaskPreview runId={run.id} runName={run.name} rule={rule} />
      </div>
      <StoredMasks runId={run.id} />
      <StudyList runId={run.id} />
    </>
  );
}
