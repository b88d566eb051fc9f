import { Ban, CircleCheck, CircleDashed, CircleX, LoaderCircle } from "lucide-react";
import type { RunStatus } from "@/gql/graphql";

const STATUSES = {
  QUEUED: { word: "Queued", tone: "text-queued", Icon: CircleDashed },
  RUNNING: { word: "Running", tone: "text-running", Icon: LoaderCircle },
  SUCCEEDED: { word: "Succeeded", tone: "text-succeeded", Icon: CircleCheck },
  FAILED: { word: "Failed", tone: "text-failed", Icon: CircleX },
  CANCELLED: { word: "Cancelled", tone: "text-cancelled", Icon: Ban },
} as const satisfies Record<RunStatus, unknown>;

export const STATUS_WORDS: Readonly<Record<RunStatus, string>> = {
  QUEUED: STATUSES.QUEUED.word,
  RUNNING: STATUSES.RUNNING.word,
  SUCCEEDED: STATUSES.SUCCEEDED.word,
  FAILED: STATUSES.FAILED.word,
  CANCELLED: STATUSES.CANCELLED.word,
};

/** A run's status: always an icon and a word, colour only beside them. */
export function StatusBadge({ status }: { readonly status: RunStatus }) {
  const { word, tone, Icon } = STATUSES[status];
  return (
    <span
      data-testid="run-status"
      className={`inline-flex items-center gap-1.5 whitespace-nowrap text-sm font-medium ${tone}`}
    >
      <Icon
        aria-hidden
        className={`size-4 ${status === "RUNNING" ? "animate-spin motion-reduce:animate-none" : ""}`}
      />
      {word}
    </span>
  );
}
