"use client";

import Link from "next/link";
import { METHOD_NAMES } from "@/format/methods";
import { formatCount, MISSING } from "@/format/number";
import { formatAgo, formatDate, formatDuration } from "@/format/time";
import type { RunPartsFragment } from "@/gql/graphql";
import { StatusBadge } from "@/ui/StatusBadge";
import { runPath } from "@/url/choices";
import { RunProgress } from "./RunProgress";
import { baseSamplesOf, isActive } from "./runState";
import { TopFactor } from "./TopFactor";

interface RunsTableProps {
  readonly runs: readonly RunPartsFragment[];
  readonly selected: readonly string[];
  readonly onSelect: (id: string, isSelected: boolean) => void;
}

export const MOST_COMPARED = 6;

function selectHint(run: RunPartsFragment, isFull: boolean): string {
  if (run.status !== "SUCCEEDED") return "Only a run that has succeeded can be compared";
  return isFull ? `At most ${MOST_COMPARED} runs can be compared` : `Select ${run.name} for comparison`;
}

/** The runs as a table; on a narrow screen as cards. */
export function RunsTable({ runs, selected, onSelect }: RunsTableProps) {
  const now = Date.now();
  const head = "whitespace-nowrap px-3 py-2 text-left text-xs font-medium text-muted";
  const cell = "px-3 py-2 align-middle max-md:block max-md:border-0 max-md:py-0.5";
  return (
    <div className="overflow-x-auto rounded-lg border border-border bg-surface">
      <table data-testid="runs-table" className="w-full border-collapse">
        <thead className="border-b border-border max-md:sr-only">
          <tr>
            <th className={head}>
              <span className="sr-only">Select</span>
            </th>
            <th className={head}>Name</th>
            <th className={head}>Network</th>
            <th className={head}>Status</th>
            <th className={head}>Method</th>
            <th className={`${head} text-right`} title="Size of the base sample">
              N
            </th>
            <th className={head} title="Augmentation with the strongest effect at the last checkpoint">
              Top factor
            </th>
            <th className={head}>Started</th>
            <th className={`${head} text-right`}>Duration</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => {
            const isSelected = selected.includes(run.id);
            const isFull = selected.length >= MOST_COMPARED && !isSelected;
            const baseSamples = baseSamplesOf(run);
            const hint = selectHint(run, isFull);
            return (
              <tr
                key={run.id}
                className={`border-b border-border last:border-0 hover:bg-sunken max-md:relative max-md:block max-md:py-3 max-md:pl-8 ${isSelected ? "bg-accent-soft" : ""}`}
              >
                <td className={`${cell} max-md:absolute max-md:left-0 max-md:top-3`}>
                  <input
                    type="checkbox"
                    className="size-4 accent-[var(--accent)]"
                    aria-label={hint}
                    title={hint}
                    checked={isSelected}
                    disabled={run.status !== "SUCCEEDED" || isFull}
                    onChange={(event) => onSelect(run.id, event.target.checked)}
                  />
                </td>
                <td className={cell}>
                  <Link href={runPath(run.id)} className="font-medium hover:text-accent hover:underline">
                    {run.name}
                  </Link>
                  {run.tags.length > 0 ? (
                    <span className="ml-2 text-xs text-muted">{run.tags.join(", ")}</span>
                  ) : null}
                </td>
                <td className={`${cell} font-mono text-xs`}>{run.model.name}</td>
                <td className={cell}>
                  <StatusBadge status={run.status} />
                  {isActive(run) ? <RunProgress run={run} /> : null}
                </td>
                <td className={`${cell} text-xs max-md:hidden`}>{METHOD_NAMES[run.method]}</td>
                <td className={`${cell} text-right max-md:hidden`}>
                  {baseSamples === null ? MISSING : formatCount(baseSamples)}
                </td>
                <td className={`${cell} ${run.status === "SUCCEEDED" ? "" : "max-md:hidden"}`}>
                  <TopFactor run={run} />
                </td>
                <td
                  className={`${cell} whitespace-nowrap text-muted`}
                  title={formatDate(run.startedAt ?? run.createdAt)}
                >
                  {run.startedAt ? formatAgo(run.startedAt, now) : "not yet"}
                </td>
                <td className={`${cell} whitespace-nowrap text-right max-md:hidden`}>
                  {run.durationSeconds == null ? MISSING : formatDuration(run.durationSeconds)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
