"use client";

import { useQuery } from "@apollo/client/react";
import { newestFirst } from "@/features/runs/runState";
import { Empty, ErrorNotice, Skeleton } from "@/ui/Notice";
import { CombineMasks } from "./CombineMasks";
import { MaskList } from "./MaskList";
import { RunMasksDocument } from "./masking.query";

/** The masks that were stored from a run, and their combination. */
export function StoredMasks({ runId }: { readonly runId: string }) {
  const { data, error, refetch } = useQuery(RunMasksDocument, {
    variables: { id: runId },
    fetchPolicy: "cache-and-network",
    pollInterval: 10_000,
  });
  const masks = data?.run ? newestFirst(data.run.masks) : undefined;
  const combinable = (masks ?? []).filter((mask) => mask.soft == null);
  return (
    <>
      <section aria-label="Stored masks" className="rounded-lg border border-border bg-surface p-4">
        <h2 className="text-base font-semibold">Stored masks</h2>
        <div className="mt-3">
          {error && !masks ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
          {!masks && !error ? <Skeleton className="h-32 w-full" /> : null}
          {masks && masks.length === 0 ? (
            <Empty title="No mask is stored yet">
              Build a rule above and store it; then its effect on the accuracy can be measured against random
              masks of the same size.
            </Empty>
          ) : null}
          {masks && masks.length > 0 ? <MaskList masks={masks} /> : null}
        </div>
      </section>
      {combinable.length >= 2 ? <CombineMasks runId={runId} masks={combinable} /> : null}
    </>
  );
}
