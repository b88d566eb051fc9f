"use client";

import { baseSamplesOf, isActive } from "@/features/runs/runState";
import { IMAGE_MODES, nestedLoops, segmentText } from "@/format/design";
import { METHOD_HELP, METHOD_NAMES } from "@/format/methods";
import { factorName } from "@/format/names";
import { formatCount } from "@/format/number";
import { formatAgo, formatDate, formatDuration } from "@/format/time";
import type { RunPartsFragment } from "@/gql/graphql";
import { Breadcrumb } from "@/ui/Breadcrumb";
import { Chip } from "@/ui/Chip";
import { StatusBadge } from "@/ui/StatusBadge";
import { RunActions } from "./RunActions";

/** Name, status, network and the design at a glance, with what can be done. */
export function RunHeader({ run }: { readonly run: RunPartsFragment }) {
  const baseSamples = baseSamplesOf(run);
  const { seed, image, secondOrder, minMax, useSwitches, oneAtATime } = run.design;
  const segment = segmentText(run.design["segment"]);
  const units = run.checkpoints.reduce((sum, checkpoint) => sum + checkpoint.unitCount, 0);
  return (
    <header className="space-y-3">
      <Breadcrumb places={[{ label: "Runs", href: "/runs" }]} />
      <div className="flex flex-wrap items-start justify-between gap-3 lg:flex-nowrap">
        <div className="min-w-0 space-y-1">
          <h1 className="break-words text-xl font-semibold leading-9">{run.name}</h1>
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
            <StatusBadge status={run.status} />
            <span className="font-mono text-xs text-text">{run.model.name}</span>
            <span>on {run.imageSet.name}</span>
            <span title={formatDate(run.createdAt)}>created {formatAgo(run.createdAt, Date.now())}</span>
            {!isActive(run) && run.durationSeconds != null ? (
              <span>took {formatDuration(run.durationSeconds)}</span>
            ) : null}
          </div>
        </div>
        <RunActions run={run} />
      </div>
      <div className="flex flex-wrap gap-2">
        <Chip label="method" title={METHOD_HELP[run.method]}>
          {METHOD_NAMES[run.method]}
        </Chip>
        {segment === null ? null : (
          <Chip
            label="segment"
            title="The piece of the network that is analysed, and what of the image goes in"
          >
            {segment}
          </Chip>
        )}
        {baseSamples === null ? null : (
          <Chip label="N" title="Size of the base sample">
            {formatCount(baseSamples)}
          </Chip>
        )}
        {run.method === "SHAPLEY_NESTED" ? (
          <Chip label="loops" title="Orders × outer × inner samples">
            {nestedLoops(run.design["nested"])}
          </Chip>
        ) : null}
        <Chip label="evaluations">{formatCount(run.progress.evaluationsPlanned)}</Chip>
        <Chip label="factors" title={run.factors.map((factor) => factorName(factor.key)).join(", ")}>
          {run.factors.length}
        </Chip>
        <Chip label="checkpoints" title={run.checkpoints.map((checkpoint) => checkpoint.name).join(", ")}>
          {run.checkpoints.length}
        </Chip>
        <Chip label="units">{formatCount(units)}</Chip>
        {typeof image === "string" && run.method !== "CONTRAST" ? (
          <Chip label="image">{IMAGE_MODES[image] ?? image}</Chip>
        ) : null}
        {secondOrder === true ? <Chip>with second order</Chip> : null}
        {useSwitches === true ? <Chip>with switches</Chip> : null}
        {minMax === true ? <Chip>min-max</Chip> : null}
        {typeof oneAtATime === "string" ? (
          <Chip title={`Images of a batch would act on each other: ${oneAtATime}`}>one image at a time</Chip>
        ) : null}
        {typeof seed === "number" ? <Chip label="seed">{seed}</Chip> : null}
      </div>
    </header>
  );
}
