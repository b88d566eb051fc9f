"use client";

import { useQuery } from "@apollo/client/react";
import { Plus } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { ModelList } from "@/features/models/ModelList";
import { DepthFigure } from "@/features/run/DepthFigure";
import { mapSummaries } from "@/features/run/mapSummaries";
import { NoFactors } from "@/features/run/NoFactors";
import { RunMapsDocument } from "@/features/run/run.query";
import { RunLive } from "@/features/runs/RunLive";
import { RunProgress } from "@/features/runs/RunProgress";
import { baseSamplesOf, isActive } from "@/features/runs/runState";
import { RunsDocument } from "@/features/runs/runs.query";
import { TopFactor } from "@/features/runs/TopFactor";
import { commonMeasures, MEASURE_WORDS, measuresOf } from "@/format/measures";
import { formatCount } from "@/format/number";
import { formatAgo } from "@/format/time";
import type { RunPartsFragment } from "@/gql/graphql";
import { ButtonLink } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { ErrorNotice, Skeleton } from "@/ui/Notice";
import { StatusBadge } from "@/ui/StatusBadge";
import { comparePath, runPath } from "@/url/choices";

function RunCard({ run }: { readonly run: RunPartsFragment }) {
  const baseSamples = baseSamplesOf(run);
  return (
    <Card className="flex h-full flex-col gap-2">
      <div className="flex items-start justify-between gap-3">
        <Link
          href={runPath(run.id)}
          className="min-w-0 truncate font-medium hover:text-accent hover:underline"
          title={run.name}
        >
          {run.name}
        </Link>
        <StatusBadge status={run.status} />
      </div>
      <p className="truncate text-xs text-muted">
        <span className="font-mono">{run.model.name}</span> on {run.imageSet.name}
        {baseSamples === null ? "" : `, N ${formatCount(baseSamples)}`},{" "}
        {formatAgo(run.createdAt, Date.now())}
      </p>
      {isActive(run) ? <RunProgress run={run} /> : null}
      {run.status === "SUCCEEDED" ? <TopFactor run={run} /> : null}
      {run.status === "FAILED" ? <p className="line-clamp-2 text-failed">{run.failure}</p> : null}
    </Card>
  );
}

/** The newest finished run's hero, so that the first page already answers a question. */
function LatestFinding({ run }: { readonly run: RunPartsFragment }) {
  const [measure] = measuresOf(run.method);
  const { hasFactor } = MEASURE_WORDS[measure];
  const { data, error, refetch } = useQuery(RunMapsDocument, {
    variables: { id: run.id, measure },
    skip: !hasFactor,
  });
  if (!hasFactor) return <NoFactors modelId={run.model.id} />;
  if (error && !data) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-[440px] w-full" />;
  return (
    <DepthFigure
      runId={run.id}
      runName={run.name}
      maps={mapSummaries(data)}
      checkpoints={run.checkpoints.map((checkpoint) => checkpoint.name)}
      factors={run.factors.map((factor) => factor.key)}
      measure={measure}
      emphasised={null}
    />
  );
}

function FirstSteps() {
  const steps = [
    [
      "Have a network and images",
      "The samples come with Unitscope; your own ONNX files and image folders are imported by npm run import.",
    ],
    [
      "Start a run",
      "Choose the changes of the image whose influence you want to know. A small sample gives a first look.",
    ],
    ["Read the result", "Every figure says in a sentence what is seen and how sure that is."],
  ] as const;
  return (
    <Card>
      <h2 className="text-base font-semibold">First steps</h2>
      <ol className="mt-3 grid gap-4 md:grid-cols-3">
        {steps.map(([title, text], at) => (
          <li key={title} className="flex gap-3">
            <span
              aria-hidden
              className="flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent"
            >
              {at + 1}
            </span>
            <span>
              <span className="block font-medium">{title}</span>
              <span className="text-muted">{text}</span>
            </span>
          </li>
        ))}
      </ol>
      <div className="mt-4">
        <ButtonLink href="/runs/new" tone="primary">
          <Plus aria-hidden className="size-4" /> New run
        </ButtonLink>
      </div>
    </Card>
  );
}

/** What goes on now, what was found last, and what there is to analyse. */
export function OverviewPage() {
  const [isLost, setLost] = useState(false);
  const { data, error, refetch } = useQuery(RunsDocument, {
    variables: { filter: {}, first: 25 },
    pollInterval: isLost ? 2000 : 10_000,
    fetchPolicy: "cache-and-network",
  });
  const runs = data?.runs.nodes ?? [];
  const finished = runs.filter((run) => run.status === "SUCCEEDED");
  const latest = finished[0];
  const partner = finished.find(
    (run) =>
      latest && run.model.id !== latest.model.id && commonMeasures([latest.method, run.method]).length > 0,
  );
  return (
    <div className="space-y-8">
      <h1 className="sr-only">Overview</h1>
      {error && !data ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton className="h-32 w-full" /> : null}
      {data && runs.length === 0 ? <FirstSteps /> : null}
      {runs.length > 0 ? (
        <section aria-label="Newest runs" className="space-y-3">
          <div className="flex items-center justify-between gap-3">
            <h2 className="text-lg font-semibold">Newest runs</h2>
            <ButtonLink href="/runs/new" tone="primary">
              <Plus aria-hidden className="size-4" /> New run
            </ButtonLink>
          </div>
          <ul className="grid gap-3 md:grid-cols-3">
            {runs.slice(0, 3).map((run) => (
              <li key={run.id} className="min-w-0">
                <RunCard run={run} />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {latest ? (
        <section aria-label="Latest result" className="space-y-3">
          <div className="flex flex-wrap items-center justify-between gap-3">
            <h2 className="min-w-0 text-lg font-semibold">
              Latest result:{" "}
              <Link href={runPath(latest.id)} className="hover:text-accent hover:underline">
                {latest.name}
              </Link>
            </h2>
            {partner ? (
              <ButtonLink href={comparePath([latest.id, partner.id])}>
                Compare with {partner.model.name}
              </ButtonLink>
            ) : null}
          </div>
          <LatestFinding run={latest} />
        </section>
      ) : null}
      <section aria-label="Networks" className="space-y-3">
        <h2 className="text-lg font-semibold">Networks</h2>
        <ModelList />
      </section>
      {runs.filter(isActive).map((run) => (
        <RunLive key={run.id} id={run.id} onLost={() => setLost(true)} />
      ))}
    </div>
  );
}
