"use client";

import type { TypedDocumentNode } from "@apollo/client";
import { useMutation } from "@apollo/client/react";
import { Ban, Play, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { formatCount } from "@/format/number";
import type { RunStatus } from "@/gql/graphql";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Confirm";
import { ErrorNotice } from "@/ui/Notice";
import { isActive } from "./runState";

type OfOne = TypedDocumentNode<unknown, { id: string }>;

interface JobActionsProps {
  readonly job: {
    readonly id: string;
    readonly name: string;
    readonly status: RunStatus;
    readonly progress: { readonly evaluationsDone: number };
  };
  readonly typename: "Run" | "MaskStudy";
  /** What people call it: run, study. */
  readonly noun: string;
  readonly cancel: OfOne;
  readonly resume: OfOne;
  readonly remove: OfOne;
  /** What deleting it loses, and what stays. */
  readonly lost: string;
  /** Where to go once it is deleted. */
  readonly afterwards: string;
  /** Further buttons, before the others. */
  readonly children?: ReactNode;
}

/** Resume, cancel and delete, whichever the state of a run or a study allows. */
export function JobActions(props: JobActionsProps) {
  const { job, typename, noun, lost, afterwards, children } = props;
  const router = useRouter();
  const variables = { id: job.id };
  const [cancel, cancelling] = useMutation(props.cancel, { variables });
  const [resume, resuming] = useMutation(props.resume, { variables });
  const [remove, removing] = useMutation(props.remove, {
    variables,
    update: (cache) => {
      cache.evict({ id: cache.identify({ __typename: typename, id: job.id }) });
      cache.gc();
    },
  });
  const error = cancelling.error ?? resuming.error ?? removing.error;
  // Failures are shown below the buttons from the hooks' error, so the promise needs no handler of its own.
  const quietly = (promise: Promise<unknown>) => void promise.catch(() => undefined);
  const removeAndLeave = async () => {
    await remove();
    router.push(afterwards);
  };
  return (
    <div className="flex shrink-0 flex-col gap-2 lg:items-end">
      <div className="flex flex-wrap gap-2">
        {children}
        {job.status === "FAILED" || job.status === "CANCELLED" ? (
          <Button disabled={resuming.loading} onClick={() => quietly(resume())}>
            <Play aria-hidden className="size-4" /> Resume
          </Button>
        ) : null}
        {isActive(job) ? (
          <Confirm
            button={
              <>
                <Ban aria-hidden className="size-4" /> {cancelling.loading ? "Cancelling" : `Cancel ${noun}`}
              </>
            }
            title={`Cancel this ${noun}?`}
            text={`It stops after ${formatCount(job.progress.evaluationsDone)} evaluations and gives no result. It can be resumed from its last stored state.`}
            yes={`Cancel the ${noun}`}
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
            title={`Delete “${job.name}”?`}
            text={lost}
            yes={`Delete the ${noun}`}
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
