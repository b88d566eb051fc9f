"use client";

import { useQuery } from "@apollo/client/react";
import { Empty, ErrorNotice, Skeleton } from "@/ui/Notice";
import { NewRunForm } from "./NewRunForm";
import { NewRunOptionsDocument } from "./newRun.query";

/** Loads what can be chosen, then shows the form. */
export function NewRunPage() {
  const { data, error, refetch } = useQuery(NewRunOptionsDocument, { fetchPolicy: "cache-and-network" });
  return (
    <div className="space-y-4">
      <h1 className="text-lg font-semibold">New run</h1>
      {error && !data ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton className="h-96 w-full" /> : null}
      {data && (data.models.nodes.length === 0 || data.imageSets.nodes.length === 0) ? (
        <Empty title="A run needs a network and images">
          Import them first:{" "}
          <code className="font-mono text-xs">npm run import -- model FILE --name NAME</code> and{" "}
          <code className="font-mono text-xs">npm run import -- images FOLDER --name NAME</code>.
        </Empty>
      ) : null}
      {data && data.models.nodes.length > 0 && data.imageSets.nodes.length > 0 ? (
        <NewRunForm options={data} />
      ) : null}
    </div>
  );
}
