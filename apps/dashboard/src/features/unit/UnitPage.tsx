"use client";

import { useQuery } from "@apollo/client/react";
import { NoFactors } from "@/features/run/NoFactors";
import { formatEstimate } from "@/format/estimate";
import { MEASURE_WORDS, measuresOf } from "@/format/measures";
import { formatFixed } from "@/format/number";
import { Breadcrumb } from "@/ui/Breadcrumb";
import { ButtonLink } from "@/ui/Button";
import { Chip } from "@/ui/Chip";
import { Empty, ErrorNotice, Skeleton } from "@/ui/Notice";
import { runPath, unitPath, withChanges } from "@/url/choices";
import { neighbours, type UnitPlace } from "./standing";
import { UnitIndices } from "./UnitIndices";
import { UnitPairs } from "./UnitPairs";
import { UnitDocument } from "./unit.query";
import { unitEstimate } from "./unitEstimates";

interface UnitPageProps extends UnitPlace {
  readonly runId: string;
  readonly checkpoint: string;
}

/** One unit: all its indices with intervals, where it stands in its checkpoint, and its neighbours. */
export function UnitPage({ runId, checkpoint, channel, y, x }: UnitPageProps) {
  const variables = { id: runId, checkpoint, channel, y, x };
  const { data, previousData, error, refetch } = useQuery(UnitDocument, { variables });
  const run = (data ?? previousData)?.run;
  if (error && !data) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!run && !data) return <Skeleton className="h-96 w-full" />;
  if (!run?.unit) {
    return (
      <Empty
        title="This unit does not exist"
        action={<ButtonLink href={runPath(runId)}>Back to the run</ButtonLink>}
      >
        The run holds no unit at channel {channel}, y {y}, x {x} of {checkpoint}. The link may be incomplete.
      </Empty>
    );
  }
  const unit = run.unit;
  const shape = run.checkpoints.find((entry) => entry.name === unit.checkpoint)?.shape ?? [];
  const hasFactors = MEASURE_WORDS[measuresOf(run.method)[0]].hasFactor;
  const moments = [
    { label: "mean activation", estimate: unitEstimate(unit.indices, "MEAN", null), plain: unit.mean },
    { label: "variance", estimate: unitEstimate(unit.indices, "VARIANCE", null), plain: unit.variance },
  ];
  const { previous, next } = neighbours(unit, shape);
  const step = (place: UnitPlace | null, label: string) =>
    place ? (
      <ButtonLink href={unitPath(runId, unit.checkpoint, place.channel, place.y, place.x)}>
        {label}
      </ButtonLink>
    ) : null;
  return (
    <div className={`space-y-4 ${data ? "" : "opacity-60"}`}>
      <Breadcrumb
        places={[
          { label: run.name, href: runPath(runId) },
          {
            label: unit.checkpoint,
            href: `${runPath(runId)}${withChanges("", { checkpoint: unit.checkpoint, channel: String(unit.channel) })}`,
            isCode: true,
          },
        ]}
      />
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="space-y-2">
          <h1 className="text-xl font-semibold leading-9">
            Channel {unit.channel}
            {shape.length > 1 ? ` at (${unit.y}, ${unit.x})` : ""}
          </h1>
          <div className="flex flex-wrap gap-2">
            <Chip label="network">{run.model.name}</Chip>
            {moments.map(({ label, estimate, plain }) =>
              estimate.value === null && plain == null ? null : (
                <Chip key={label} label={label}>
                  {estimate.value === null ? formatFixed(plain ?? 0, 4) : formatEstimate(estimate)}
                </Chip>
              ),
            )}
          </div>
        </div>
        <div className="flex gap-2">
          {step(previous, "Previous unit")}
          {step(next, "Next unit")}
        </div>
      </div>
      {hasFactors ? (
        <UnitIndices run={run} unit={unit} variables={variables} />
      ) : (
        <NoFactors modelId={run.model.id} title="Indices of this unit" />
      )}
      <UnitPairs unit={unit} />
    </div>
  );
}
