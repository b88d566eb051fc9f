"use client";

import { useQuery } from "@apollo/client/react";
import Link from "next/link";
import { FactorMark } from "@/charts/ChartTooltip";
import { ComparisonAxis, ComparisonDots } from "@/charts/ComparisonDots";
import { unitSentence } from "@/charts/sentences";
import { zeroBasedAxis } from "@/charts/ticks";
import { mapSummaries } from "@/features/run/RunResults";
import { RunMapsDocument } from "@/features/run/run.query";
import { Figure } from "@/figure/Figure";
import { type Estimate, excludesZero, formatEstimate } from "@/format/estimate";
import { factorName, factorWord } from "@/format/names";
import { formatCount, formatFixed, MISSING } from "@/format/number";
import type { UnitQuery } from "@/gql/graphql";
import { factorColour } from "@/theme/factorColours";
import { ButtonLink } from "@/ui/Button";
import { Chip } from "@/ui/Chip";
import { Empty, ErrorNotice, Skeleton } from "@/ui/Notice";
import { runPath, unitPath, withChanges } from "@/url/choices";
import { neighbours, standing, type UnitPlace } from "./standing";
import { UnitDocument } from "./unit.query";

type RunOfUnit = NonNullable<UnitQuery["run"]>;
type FoundUnit = NonNullable<RunOfUnit["unit"]>;

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
  const { previous, next } = neighbours(unit, shape);
  const step = (place: UnitPlace | null, label: string) =>
    place ? (
      <ButtonLink href={unitPath(runId, unit.checkpoint, place.channel, place.y, place.x)}>
        {label}
      </ButtonLink>
    ) : null;
  return (
    <div className={`space-y-4 ${data ? "" : "opacity-60"}`}>
      <nav aria-label="Breadcrumb" className="flex flex-wrap gap-1.5 text-xs text-muted">
        <Link href={runPath(runId)} className="hover:text-accent hover:underline">
          {run.name}
        </Link>
        <span aria-hidden>/</span>
        <Link
          href={`${runPath(runId)}${withChanges("", { checkpoint: unit.checkpoint, channel: String(unit.channel) })}`}
          className="font-mono hover:text-accent hover:underline"
        >
          {unit.checkpoint}
        </Link>
      </nav>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="space-y-2">
          <h1 className="text-xl font-semibold leading-9">
            Channel {unit.channel}
            {shape.length > 1 ? ` at (${unit.y}, ${unit.x})` : ""}
          </h1>
          <div className="flex flex-wrap gap-2">
            <Chip label="network">{run.model.name}</Chip>
            <Chip label="mean activation">{unit.mean == null ? MISSING : formatFixed(unit.mean, 3)}</Chip>
            <Chip label="variance">{unit.variance == null ? MISSING : formatFixed(unit.variance, 4)}</Chip>
          </div>
        </div>
        <div className="flex gap-2">
          {step(previous, "Previous unit")}
          {step(next, "Next unit")}
        </div>
      </div>
      <UnitIndices run={run} unit={unit} variables={variables} />
      <UnitPairs unit={unit} />
    </div>
  );
}

function estimateOf(unit: FoundUnit, measure: "S1" | "ST", factor: string): Estimate {
  const index = unit.indices.find((entry) => entry.measure === measure && entry.factor === factor);
  return { value: index?.value ?? null, halfWidth: index?.halfWidth95 ?? null };
}

interface UnitIndicesProps {
  readonly run: RunOfUnit;
  readonly unit: FoundUnit;
  readonly variables: Readonly<Record<string, unknown>>;
}

function UnitIndices({ run, unit, variables }: UnitIndicesProps) {
  const maps = useQuery(RunMapsDocument, { variables: { id: run.id, measure: "ST" } });
  const summaries = mapSummaries(maps.data).filter((map) => map.checkpoint === unit.checkpoint);
  const rows = run.factors.map(({ key }) => ({
    factor: key,
    st: estimateOf(unit, "ST", key),
    s1: estimateOf(unit, "S1", key),
  }));
  const axis = zeroBasedAxis(
    rows.flatMap(({ st, s1 }) =>
      [st, s1].flatMap((e) => [(e.value ?? 0) - (e.halfWidth ?? 0), (e.value ?? 0) + (e.halfWidth ?? 0)]),
    ),
  );
  return (
    <Figure
      title="All indices of this unit"
      sentence={unitSentence(rows)}
      help={{
        text: "Full dot: total effect (ST). Hollow dot: first order (S1). Lines are 95 % intervals. The gap between the two is what the factor does only together with others.",
        anchor: "unit",
      }}
      source={{
        fileName: `${run.name}-${unit.checkpoint}-${unit.channel}-${unit.y}-${unit.x}`,
        table: () => [
          ["measure", "factor", "with_factor", "value", "half_width_95"],
          ...unit.indices.map((entry) => [
            entry.measure,
            entry.factor ?? null,
            entry.withFactor ?? null,
            entry.value ?? null,
            entry.halfWidth95 ?? null,
          ]),
        ],
        query: UnitDocument,
        variables,
      }}
    >
      <div className="overflow-x-auto">
        <table className="w-full min-w-[680px]">
          <thead>
            <tr className="border-b border-border text-left text-xs text-muted">
              <th className="py-1.5 pr-3 font-medium">Factor</th>
              <th className="w-[36%] py-1.5 pr-4 font-medium">
                <ComparisonAxis axis={axis} />
              </th>
              <th className="py-1.5 pr-3 text-right font-medium">ST</th>
              <th className="py-1.5 pr-3 text-right font-medium">S1</th>
              <th className="py-1.5 pl-3 font-medium">ST stands</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ factor, st, s1 }) => (
              <tr key={factor} className="border-b border-border last:border-0">
                <th scope="row" className="whitespace-nowrap py-1 pr-3 text-left font-normal">
                  <span className="inline-flex items-center gap-2">
                    <FactorMark factor={factor} />
                    {factorName(factor)}
                  </span>
                </th>
                <td className="py-1 pr-4">
                  <ComparisonDots
                    axis={axis}
                    dots={[
                      {
                        ...st,
                        key: "ST",
                        name: "ST",
                        colour: factorColour(factor),
                        isBaseline: true,
                        isSignificant: false,
                      },
                      {
                        ...s1,
                        key: "S1",
                        name: "S1",
                        colour: factorColour(factor),
                        isBaseline: false,
                        isSignificant: false,
                      },
                    ]}
                  />
                </td>
                <td className="whitespace-nowrap py-1 pr-3 text-right">{formatEstimate(st)}</td>
                <td className="whitespace-nowrap py-1 pr-3 text-right">{formatEstimate(s1)}</td>
                <td className="py-1 pl-3 text-xs text-muted">
                  {standing(st.value, summaries.find((map) => map.factor === factor)?.quantiles ?? []) ??
                    MISSING}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Figure>
  );
}

function UnitPairs({ unit }: { readonly unit: FoundUnit }) {
  const pairs = unit.indices
    .filter((entry) => entry.measure === "S2" && entry.factor && entry.withFactor)
    .map((entry) => ({ ...entry, value: entry.value ?? null, halfWidth: entry.halfWidth95 ?? null }))
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  if (pairs.length === 0) return null;
  const clear = pairs.filter(excludesZero);
  return (
    <section className="rounded-lg border border-border bg-surface p-4">
      <h2 className="text-base font-semibold">Pairs of factors</h2>
      <p className="text-muted">
        {clear.length === 0
          ? `None of ${formatCount(pairs.length)} pairs goes beyond its interval.`
          : `${formatCount(clear.length)} of ${formatCount(pairs.length)} pairs ${clear.length === 1 ? "goes beyond its interval" : "go beyond their intervals"}.`}
      </p>
      <ul className="mt-3 grid gap-x-8 gap-y-1 sm:grid-cols-2 xl:grid-cols-3">
        {pairs.slice(0, 9).map((pair) => (
          <li
            key={`${pair.factor}/${pair.withFactor}`}
            className="flex justify-between gap-3 border-b border-border py-1"
          >
            <span className={excludesZero(pair) ? "" : "text-muted"}>
              {factorName(pair.factor!)} with {factorWord(pair.withFactor!)}
            </span>
            <span className={`whitespace-nowrap ${excludesZero(pair) ? "font-medium" : "text-muted"}`}>
              {formatEstimate(pair)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
