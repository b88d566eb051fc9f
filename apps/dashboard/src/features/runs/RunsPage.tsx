"use client";

import { useQuery } from "@apollo/client/react";
import { GitCompareArrows, Plus, Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { formatCount } from "@/format/number";
import type { RunStatus } from "@/gql/graphql";
import { Button, ButtonLink } from "@/ui/Button";
import { Empty, ErrorNotice, Skeleton } from "@/ui/Notice";
import { Segmented } from "@/ui/Segmented";
import { STATUS_WORDS } from "@/ui/StatusBadge";
import { useSettled } from "@/ui/useSettled";
import { comparePath, listOf, oneOf, wholeWithin } from "@/url/choices";
import { useUrlState } from "@/url/useUrlState";
import { RunLive } from "./RunLive";
import { RunsTable } from "./RunsTable";
import { isActive } from "./runState";
import { RunsDocument } from "./runs.query";

const STATUSES: readonly RunStatus[] = ["QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"];
const PAGE = 25;
/** As many as the API answers in one query with all that the table shows. */
const MOST = 300;

/** A search field that changes the URL a moment after the last key. */
function SearchField({
  value,
  onChange,
  isFocused,
}: {
  value: string;
  onChange: (text: string) => void;
  isFocused: boolean;
}) {
  const [text, setText] = useSettled(value, onChange);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isFocused) input.current?.focus();
  }, [isFocused]);
  return (
    <label className="relative block w-full sm:w-64">
      <span className="sr-only">Search runs</span>
      <Search aria-hidden className="absolute left-2.5 top-2 size-4 text-muted" />
      <input
        ref={input}
        type="search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder="Search runs  ( / )"
        className="h-8 w-full rounded-md border border-border-strong bg-surface pl-8 pr-2 placeholder:text-muted"
      />
    </label>
  );
}

/** All runs: searched, filtered, live, and selected for comparison; every choice is in the URL. */
export function RunsPage() {
  const [params, change] = useUrlState();
  const router = useRouter();
  const [isLost, setLost] = useState(false);
  const search = params.get("search") ?? "";
  const status = oneOf(params.get("status"), STATUSES, null);
  const show = wholeWithin(params.get("show"), PAGE, MOST, PAGE);
  const selected = listOf(params.get("select"));
  const filter = { ...(search ? { search } : {}), ...(status ? { status: [status] } : {}) };
  const { data, previousData, error, refetch } = useQuery(RunsDocument, {
    variables: { filter, first: show },
    pollInterval: isLost ? 2000 : 10_000,
    fetchPolicy: "cache-and-network",
  });
  const shown = data ?? previousData;
  const runs = shown?.runs.nodes ?? [];
  const isFiltered = search !== "" || status !== null;

  const onSelect = (id: string, isSelected: boolean) => {
    const next = isSelected ? [...selected, id] : selected.filter((entry) => entry !== id);
    change({ select: next.join(",") || null }, "replace");
  };
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-lg font-semibold">Runs</h1>
        <ButtonLink href="/runs/new" tone="primary">
          <Plus aria-hidden className="size-4" /> New run
        </ButtonLink>
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <SearchField
          value={search}
          isFocused={params.get("focus") === "search"}
          onChange={(text) => change({ search: text || null, focus: null, show: null }, "replace")}
        />
        <Segmented
          label="Status"
          value={status ?? "ALL"}
          choices={[
            { value: "ALL" as const, label: "All" },
            ...STATUSES.map((value) => ({ value, label: STATUS_WORDS[value] })),
          ]}
          onChange={(value) => change({ status: value === "ALL" ? null : value, show: null })}
        />
        <div className="ml-auto flex items-center gap-2">
          {selected.length > 0 ? (
            <Button onClick={() => change({ select: null }, "replace")}>
              Clear {selected.length} selected
            </Button>
          ) : null}
          <Button
            tone={selected.length >= 2 ? "primary" : "plain"}
            disabled={selected.length < 2}
            title={selected.length < 2 ? "Select two to six finished runs" : undefined}
            onClick={() => router.push(comparePath(selected))}
          >
            <GitCompareArrows aria-hidden className="size-4" /> Compare
          </Button>
        </div>
      </div>
      {error && !shown ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      {!shown && !error ? <Skeleton className="h-72 w-full" /> : null}
      {shown && runs.length === 0 ? (
        isFiltered ? (
          <Empty
            title="No run matches"
            action={
              <Button onClick={() => change({ search: null, status: null })}>Clear search and filter</Button>
            }
          >
            {search ? `No run's name, tag or network contains “${search}”` : "No run has this status"}
            {search && status ? ` with the status ${STATUS_WORDS[status].toLowerCase()}.` : "."}
          </Empty>
        ) : (
          <Empty
            title="No runs yet"
            action={
              <ButtonLink href="/runs/new" tone="primary">
                New run
              </ButtonLink>
            }
          >
            A run measures which units of a network react to which change of its images. Start one on the
            sample network.
          </Empty>
        )
      ) : null}
      {runs.length > 0 ? <RunsTable runs={runs} selected={selected} onSelect={onSelect} /> : null}
      {shown && runs.length > 0 ? (
        <div className="flex items-center justify-between text-xs text-muted">
          <span>
            {formatCount(runs.length)} of {formatCount(shown.runs.totalCount)} runs
          </span>
          {shown.runs.pageInfo.hasNextPage && show < MOST ? (
            <Button onClick={() => change({ show: String(Math.min(MOST, show + PAGE)) }, "replace")}>
              Show more
            </Button>
          ) : null}
        </div>
      ) : null}
      {runs.filter(isActive).map((run) => (
        <RunLive key={run.id} id={run.id} onLost={() => setLost(true)} />
      ))}
    </div>
  );
}
