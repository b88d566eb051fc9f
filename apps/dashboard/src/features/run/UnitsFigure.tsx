"use client";

import { useQuery } from "@apollo/client/react";
import Link from "next/link";
import { useRef } from "react";
import { effectClause } from "@/charts/effectWords";
import { Figure } from "@/figure/Figure";
import { formatEstimate } from "@/format/estimate";
import { MEASURE_WORDS, UNTRUSTED, type ValueKind } from "@/format/measures";
import { formatCount } from "@/format/number";
import type { RunUnitsQueryVariables, UnitOrder } from "@/gql/graphql";
import { factorColour } from "@/theme/factorColours";
import { Button } from "@/ui/Button";
import { ErrorNotice, Skeleton } from "@/ui/Notice";
import { Segmented } from "@/ui/Segmented";
import { UntrustedMark } from "@/ui/UntrustedMark";
import { oneOf, unitPath } from "@/url/choices";
import type { ChangeUrl } from "@/url/useUrlState";
import { RunUnitsDocument } from "./run.query";
import type { RunChoices } from "./runChoices";

interface UnitsFigureProps {
  readonly runId: string;
  readonly runName: string;
  readonly choices: RunChoices;
  /** False for a vector, whose units have a channel only. */
  readonly hasPlaces: boolean;
  /** Opens with the lowest values: where a change lowers most units, those say most. */
  readonly isLowered: boolean;
  readonly params: URLSearchParams;
  readonly change: ChangeUrl;
}

const TITLES: Readonly<Record<ValueKind, Readonly<Record<"VALUE_DESC" | "VALUE_ASC", string>>>> = {
  share: { VALUE_DESC: "Most sensitive units", VALUE_ASC: "Least sensitive units" },
  correlation: { VALUE_DESC: "Highest correlations", VALUE_ASC: "Lowest correlations" },
  activation: { VALUE_DESC: "Units with the largest values", VALUE_ASC: "Units with the smallest values" },
};
const PAGE = 12;
const ORDERS: readonly { value: UnitOrder; label: string }[] = [
  { value: "VALUE_DESC", label: "Highest" },
  { value: "VALUE_ASC", label: "Lowest" },
];

/** A negative share is sampling error and gets no bar; a negative correlation is as long as a positive one. */
function barLength(value: number, kind: ValueKind): number {
  return kind === "share" ? Math.max(0, value) : Math.abs(value);
}

/** The units of a checkpoint by their index, a page at a time. */
export function UnitsFigure({
  runId,
  runName,
  choices,
  hasPlaces,
  isLowered,
  params,
  change,
}: UnitsFigureProps) {
  const { measure, checkpoint, factor } = choices;
  const { kind, short, hasFactor } = MEASURE_WORDS[measure];
  const usual = isLowered ? "VALUE_ASC" : "VALUE_DESC";
  const orderBy = oneOf(params.get("units"), ["VALUE_DESC", "VALUE_ASC"] as const, usual);
  const channel = params.get("only") === "channel" ? Number(params.get("channel") ?? Number.NaN) : Number.NaN;
  const isOneChannel = Number.isInteger(channel) && channel >= 0;
  const after = params.get("after");
  // Cursors of the pages that led here, so that "Previous" can step back; a shared link starts without them.
  const earlier = useRef<(string | null)[]>([]);
  const variables: RunUnitsQueryVariables = {
    id: runId,
    where: { checkpoint, measure, factor, ...(isOneChannel ? { channel } : {}) },
    orderBy,
    first: PAGE,
    after,
  };
  const { data, previousData, error, refetch } = useQuery(RunUnitsDocument, { variables });
  const units = (data ?? previousData)?.run?.units;
  const best = after === null ? units?.nodes[0] : undefined;
  const largest = Math.max(0.001, ...(units?.nodes.map((unit) => Math.abs(unit.value ?? 0)) ?? []));
  const restart = (changes: Record<string, string | null>) => {
    earlier.current = [];
    change({ ...changes, after: null });
  };
  const untrusted = units?.nodes.filter((unit) => unit.trusted === false).length ?? 0;
  return (
    <Figure
      title={TITLES[kind][orderBy]}
      sentence={
        best
          ? `${formatCount(units?.totalCount ?? 0)} units of ${checkpoint}${isOneChannel ? `, channel ${channel}` : ""}. First comes channel ${best.channel}${hasPlaces ? ` at y ${best.y}, x ${best.x}` : ""}: ${effectClause(measure, factor, { value: best.value ?? null, halfWidth: best.halfWidth95 ?? null })}. The first of many is partly there by luck; compare the intervals.`
          : null
      }
      help={{
        text: "Every row is one unit. Among very many units the highest value is too high on average, because errors help to reach the top.",
        anchor: "units",
      }}
      source={{
        fileName: `${runName}-${measure}-${checkpoint}-${factor}-top`,
        table: () => [
          ["channel", "y", "x", "value", "half_width_95", "trusted"],
          ...(units?.nodes ?? []).map((unit) => [
            unit.channel,
            unit.y,
            unit.x,
            unit.value ?? null,
            unit.halfWidth95 ?? null,
            unit.trusted == null ? null : Number(unit.trusted),
          ]),
        ],
        query: RunUnitsDocument,
        variables,
      }}
      controls={
        <>
          <Segmented
            label="Order of the units"
            value={orderBy}
            choices={ORDERS}
            onChange={(value) => restart({ units: value === usual ? null : value })}
          />
          {params.get("channel") !== null ? (
            <Segmented
              label="Channels"
              value={isOneChannel ? "channel" : "all"}
              choices={[
                { value: "all", label: "All channels" },
                { value: "channel", label: `Channel ${params.get("channel")}` },
              ]}
              onChange={(value) => restart({ only: value === "channel" ? "channel" : null })}
            />
          ) : null}
        </>
      }
    >
      {error && !units ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      {!units && !error ? <Skeleton className="h-72 w-full" /> : null}
      {units && units.nodes.length === 0 ? (
        <p className="text-muted">No unit here has an index: none of them varies.</p>
      ) : null}
      {units && units.nodes.length > 0 ? (
        <div className={data ? "" : "opacity-60"}>
          <table className="w-full">
            <thead>
              <tr className="border-b border-border text-left text-xs text-muted">
                <th className="py-1.5 pr-3 font-medium">Unit</th>
                <th className="hidden w-1/2 py-1.5 pr-3 font-medium sm:table-cell">
                  <span className="sr-only">Bar</span>
                </th>
                <th className="py-1.5 text-right font-medium">{short} ± half width</th>
              </tr>
            </thead>
            <tbody>
              {units.nodes.map((unit) => (
                <tr
                  key={`${unit.channel}/${unit.y}/${unit.x}`}
                  className="border-b border-border last:border-0"
                >
                  <td className="py-1.5 pr-3">
                    <Link
                      href={unitPath(runId, checkpoint, unit.channel, unit.y, unit.x)}
                      className="whitespace-nowrap hover:text-accent hover:underline"
                    >
                      channel {unit.channel}
                      {hasPlaces ? <span className="text-muted">{` (${unit.y}, ${unit.x})`}</span> : null}
                    </Link>
                  </td>
                  <td className="hidden py-1.5 pr-3 sm:table-cell">
                    <span
                      aria-hidden
                      className="block h-2 rounded-sm"
                      style={{
                        width: `${(100 * barLength(unit.value ?? 0, kind)) / largest}%`,
                        background: hasFactor ? factorColour(factor) : "var(--accent)",
                        opacity: 0.75,
                      }}
                    />
                  </td>
                  <td className="whitespace-nowrap py-1.5 text-right">
                    {unit.trusted === false ? <UntrustedMark /> : null}
                    {formatEstimate({ value: unit.value ?? null, halfWidth: unit.halfWidth95 ?? null })}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {untrusted > 0 ? (
            <p className="mt-2 text-xs text-muted">
              <UntrustedMark /> {UNTRUSTED}
            </p>
          ) : null}
          <div className="mt-3 flex items-center justify-end gap-2">
            <Button
              disabled={after === null}
              onClick={() => change({ after: earlier.current.pop() ?? null }, "replace")}
            >
              {after !== null && earlier.current.length === 0 ? "First page" : "Previous"}
            </Button>
            <Button
              disabled={!units.pageInfo.hasNextPage}
              onClick={() => {
                earlier.current.push(after);
                change({ after: units.pageInfo.endCursor ?? null }, "replace");
              }}
            >
              Next
            </Button>
          </div>
        </div>
      ) : null}
    </Figure>
  );
}
