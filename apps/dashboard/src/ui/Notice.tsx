"use client";

import { CircleAlert, Inbox, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { useApiUrl } from "@/api/ApiProvider";
import { describeProblem } from "@/api/problem";
import { Button } from "./Button";

interface EmptyProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

/** Says why there is nothing to see and what to do. */
export function Empty({ title, children, action }: EmptyProps) {
  return (
    <div className="flex flex-col items-center gap-2 rounded-lg border border-dashed border-border-strong px-6 py-10 text-center">
      <Inbox aria-hidden className="size-6 text-muted" />
      <p className="font-medium">{title}</p>
      <div className="max-w-[60ch] text-muted">{children}</div>
      {action ? <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}

interface ErrorNoticeProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** Says what happened, whether anything is lost and what to do. */
export function ErrorNotice({ error, onRetry }: ErrorNoticeProps) {
  const problem = describeProblem(error, useApiUrl());
  return (
    <div role="alert" className="flex gap-3 rounded-lg border border-failed bg-failed-soft p-4">
      <CircleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-failed" />
      <div className="min-w-0 space-y-1">
        <p className="font-medium">{problem.title}</p>
        <p className="break-words">{problem.detail}</p>
        <p className="text-muted">{problem.advice}</p>
        {onRetry ? (
          <Button onClick={onRetry} className="mt-2">
            <RotateCw aria-hidden className="size-4" /> Try again
          </Button>
        ) : null}
      </div>
    </div>
  );
}

/** A grey block in the place of something that is on its way. */
export function Skeleton({ className }: { readonly className: string }) {
  return (
    <div role="status" className={`skeleton ${className}`}>
      <span className="sr-only">Loading</span>
    </div>
  );
}
