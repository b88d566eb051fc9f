"use client";

import { useQuery } from "@apollo/client/react";
import { useState } from "react";
import { RunLive } from "@/features/runs/RunLive";
import { RunProgress } from "@/features/runs/RunProgress";
import { isActive } from "@/features/runs/runState";
import { Card } from "@/ui/Card";
import { Missing } from "@/ui/Missing";
import { Empty, ErrorNotice } from "@/ui/Notice";
import { PageSkeleton } from "@/ui/PageSkeleton";
import { Provenance } from "./Provenance";
import { RunHeader } from "./RunHeader";
import { RunResults } from "./RunResults";
import { RunTabs } from "./RunTabs";
import { RunDocument } from "./run.query";

/** One run: where it stands while it runs, what it found when it has. */
export function RunPage({ id }: { readonly id: string }) {
  const [isLost, setLost] = useState(false);
  const [hasEnded, setEnded] = useState(false);
  const { data, error, refetch } = useQuery(RunDocument, {
    variables: { id },
    pollInterval: hasEnded ? 0 : isLost ? 2000 : 15_000,
    fetchPolicy: "cache-and-network",
  });
  const run = data?.run;
  const ended = run ? !isActive(run) : false;
  if (ended !== hasEnded) setEnded(ended);
  if (error && !run) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  if (!run) {
    return <Missing what="run" why="It may have been deleted, or the link is incomplete." />;
  }
  return (
    <div className="space-y-4">
      <RunHeader run={run} />
      {isActive(run) ? (
        <>
          <RunLive id={run.id} onLost={() => setLost(true)} />
          <Card>
            <RunProgress run={run} detailed />
          </Card>
          <Empty title="The figures come when the run has ended">
            Nothing partial is shown: every number needs its whole sample for its interval. This page changes
            by itself.
          </Empty>
        </>
      ) : null}
      {run.status === "FAILED" ? (
        <Card tone="failed">
          <h2 className="font-semibold">The run failed</h2>
          <p className="mt-1 break-words">
            {run.failure ?? "No reason was stored; the worker's log has more."}
          </p>
          <p className="mt-1 text-muted">
            Nothing partial was published. Put right what is named above, then resume: the run goes on from
            its last stored state.
          </p>
        </Card>
      ) : null}
      {run.status === "CANCELLED" ? (
        <Empty title="The run was cancelled">
          It gave no result. Resume it to go on from its last stored state.
        </Empty>
      ) : null}
      {run.status === "SUCCEEDED" ? (
        <>
          <RunTabs runId={run.id} current="results" />
          <RunResults run={run} />
        </>
      ) : null}
      <Provenance
        design={run.design}
        provenance={run.provenance}
        networkInput={run.networkInput?.text ?? null}
        images={run.imageSet}
      />
    </div>
  );
}
