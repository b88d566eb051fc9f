"use client";

import { Pin, X } from "lucide-react";
import Link from "next/link";
import { runDash } from "@/charts/runStyle";
import { runPath } from "@/url/choices";
import type { ComparedRun } from "./comparedRuns";

/** The stroke of a run's lines, as in the charts. */
export function RunStroke({ position }: { readonly position: number }) {
  return (
    <svg aria-hidden="true" width="28" height="8" className="shrink-0">
      <line
        x1="1"
        x2="27"
        y1="4"
        y2="4"
        stroke="currentColor"
        strokeWidth="2"
        strokeDasharray={runDash(position)}
      />
    </svg>
  );
}

interface RunChipsProps {
  /** The baseline first: positions decide the strokes. */
  readonly runs: readonly ComparedRun[];
  readonly names: ReadonlyMap<string, string>;
  readonly baselineId: string;
  readonly onBaseline: (id: string) => void;
  readonly onRemove: (id: string) => void;
}

/** The compared runs; the baseline is pinned, any other can take its place or leave. */
export function RunChips({ runs, names, baselineId, onBaseline, onRemove }: RunChipsProps) {
  return (
    <ul className="flex flex-wrap gap-2">
      {runs.map((run, position) => {
        const isBaseline = run.id === baselineId;
        const name = names.get(run.id) ?? run.name;
        return (
          <li
            key={run.id}
            className={`flex max-w-full items-center gap-2 rounded-md border py-1 pl-3 pr-1 ${isBaseline ? "border-accent bg-accent-soft" : "border-border-strong bg-surface"}`}
          >
            <RunStroke position={position} />
            <Link
              href={runPath(run.id)}
              title={run.name}
              className="min-w-0 truncate font-medium hover:underline"
            >
              {name}
            </Link>
            {isBaseline ? <span className="text-xs text-accent">baseline</span> : null}
            {isBaseline ? null : (
              <button
                type="button"
                title={`Make ${name} the baseline`}
                aria-label={`Make ${name} the baseline`}
                onClick={() => onBaseline(run.id)}
                className="inline-flex size-6 items-center justify-center rounded text-muted hover:bg-sunken hover:text-text"
              >
                <Pin aria-hidden className="size-3.5" />
              </button>
            )}
            <button
              type="button"
              title={`Take ${name} out`}
              aria-label={`Take ${name} out`}
              onClick={() => onRemove(run.id)}
              className="inline-flex size-6 items-center justify-center rounded text-muted hover:bg-sunken hover:text-text"
            >
              <X aria-hidden className="size-3.5" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
