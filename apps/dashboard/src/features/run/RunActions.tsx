"use client";

import { useMutation } from "@apollo/client/react";
import { Ban, GitCompareArrows, Play, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { isActive } from "@/features/runs/runState";
import { formatCount } from "@/format/number";
import type { RunPartsFragment } from "@/gql/graphql";
import { Button, ButtonLink } from "@/ui/Button";
import { Confirm } from "@/ui/Confirm";
import { ErrorNotice } from "@/ui/Notice";
import { comparePath } from "@/url/choices";
import { CancelRunDocument, DeleteRunDocument, ResumeRunDocument } from "./run.query";

/** What can be done with a run in its present state. */
export function RunActions({ run }: { readonly run: RunPartsFragment }) {
  const router = useRouter();
  const [cancel, cancelling] = useMutation(CancelRunDocument, { variables: { id: run.id } });
  const [resume, resuming] = useMutation(ResumeRunDocument, { variables: { id: run.id } });
  const [remove, removing] = useMutation(DeleteRunDocument, {
    variables: { id: run.id },
    update: (cache) => {
      cache.evict({ id: cache.identify({ __typename: "Run", id: run.id }) });
      cache.gc();
    },
  });
  const error = cancelling.error ?? resuming.error ?? removing.error;
  const done = formatCount(run.progress.evaluationsDone);
  // Failures are shown below the buttons from the hooks' error, so the promise needs no handler of its own.
  const quietly = (promise: Promise<unknown>) => void promise.catch(() => undefined);
  const removeAndLeave = async () => {
    await remove();
    router.push("/runs");
  };
  return (
    <div className="flex shrink-0 flex-col gap-2 lg:items-end">
      <div className="flex flex-wrap gap-2">
        {run.status === "SUCCEEDED" ? (
          <ButtonLink href={comparePath([run.id])}>
            <GitCompareArrows aria-hidden className="size-4" /> Compare with…
          </ButtonLink>
        ) : null}
        {run.status === "FAILED" || run.status === "CANCELLED" ? (
          <Button disabled={resuming.loading} onClick={() => quietly(resume())}>
            <Play aria-hidden className="size-4" /> Resume
          </Button>
        ) : null}
        {isActive(run) ? (
          <Confirm
            button={
              <>
                <Ban aria-hidden className="size-4" /> {cancelling.loading ? "Cancelling" : "Cancel run"}
              </>
            }
            title="Cancel this run?"
            text={`It stops after ${done} evaluations and gives no result. It can be resumed from its last stored state.`}
            yes="Cancel the run"
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
            title={`Delete “${run.name}”?`}
            text={`Its index maps over ${run.checkpoints.length} checkpoints and its ${done} evaluations are lost, and with them every mask and study made from it. The network and the images stay.`}
            yes="Delete the run"
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
