"use client";

import { useQuery } from "@apollo/client/react";
import { GitCompareArrows } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { MOST_COMPARED } from "@/features/runs/RunsTable";
import { baseSamplesOf } from "@/features/runs/runState";
import { RunsDocument } from "@/features/runs/runs.query";
import { formatCount } from "@/format/number";
import { formatAgo } from "@/format/time";
import { Button, ButtonLink } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Empty, ErrorNotice, Skeleton } from "@/ui/Notice";
import { comparePath } from "@/url/choices";

/** Choose two to six finished runs to compare; what the URL already names is chosen from the start. */
export function RunPicker({ preselected }: { readonly preselected: readonly string[] }) {
  const router = useRouter();
  const [chosen, setChosen] = useState<readonly string[]>(preselected);
  const variables = { filter: { status: ["SUCCEEDED" as const] }, first: 100 };
  const { data, error, refetch } = useQuery(RunsDocument, { variables, fetchPolicy: "cache-and-network" });
  if (error && !data) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-64 w-full" />;
  const runs = data.runs.nodes;
  if (runs.length < 2) {
    return (
      <Empty
        title="Comparing needs two finished runs"
        action={
          <>
            <ButtonLink href="/runs/new" tone="primary">
              New run
            </ButtonLink>
            <ButtonLink href="/runs">All runs</ButtonLink>
          </>
        }
      >
        {runs.length === 0 ? "No run has succeeded yet." : "Only one run has succeeded yet."} Start one for
        each network you want to compare, with the same factors, images and seed.
      </Empty>
    );
  }
  const toggle = (id: string) =>
    setChosen(chosen.includes(id) ? chosen.filter((entry) => entry !== id) : [...chosen, id]);
  return (
    <Card>
      <p className="text-muted">Choose two to six finished runs. The first one chosen is the baseline.</p>
      <ul className="mt-3 divide-y divide-border">
        {runs.map((run) => {
          const position = chosen.indexOf(run.id);
          const baseSamples = baseSamplesOf(run);
          return (
            <li key={run.id}>
              <label className="flex cursor-pointer items-center gap-3 py-2 hover:bg-sunken">
                <input
                  type="checkbox"
                  className="size-4 accent-[var(--accent)]"
                  checked={position >= 0}
                  disabled={position < 0 && chosen.length >= MOST_COMPARED}
                  onChange={() => toggle(run.id)}
                />
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium">{run.name}</span>
                  <span className="block truncate text-xs text-muted">
                    <span className="font-mono">{run.model.name}</span> on {run.imageSet.name}
                    {baseSamples === null ? "" : `, N ${formatCount(baseSamples)}`},{" "}
                    {formatAgo(run.createdAt, Date.now())}
                  </span>
                </span>
                {position === 0 ? <span className="text-xs text-accent">baseline</span> : null}
              </label>
            </li>
          );
        })}
      </ul>
      <div className="mt-4 flex items-center gap-3">
        <Button tone="primary" disabled={chosen.length < 2} onClick={() => router.push(comparePath(chosen))}>
          <GitCompareArrows aria-hidden className="size-4" /> Compare{" "}
          {chosen.length >= 2 ? chosen.length : ""}
        </Button>
        {chosen.length < 2 ? <span className="text-xs text-muted">Choose at least two.</span> : null}
      </div>
    </Card>
  );
}
