"use client";

import { Button, ButtonLink } from "@/ui/Button";
import { Empty } from "@/ui/Notice";

interface ErrorPageProps {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}

/** A fault of the dashboard itself; the server and its runs are not touched by it. */
export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <Empty
      title="This page could not be drawn"
      action={
        <>
          <Button tone="primary" onClick={reset}>
            Try again
          </Button>
          <ButtonLink href="/">Overview</ButtonLink>
        </>
      }
    >
      <p>{error.message || "The dashboard met a fault."}</p>
      <p>
        Nothing is lost: runs go on and results are kept by the server. If it stays, report it with the
        address of this page.
      </p>
    </Empty>
  );
}
