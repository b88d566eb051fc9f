"use client";

import { useQuery } from "@apollo/client/react";
import { largestDifference, prepareComparison } from "@/charts/prepareComparison";
import { comparisonSentence } from "@/charts/sentences";
import { shortNames } from "@/features/runs/runState";
import { MEASURE_HELP, MEASURE_NAMES, MEASURES } from "@/format/names";
import { ButtonLink } from "@/ui/Button";
import { ErrorNotice, Skeleton } from "@/ui/Notice";
import { Segmented } from "@/ui/Segmented";
import { comparePath, listOf, oneOf } from "@/url/choices";
import { useUrlState } from "@/url/useUrlState";
import { AgreementFigure } from "./AgreementFigure";
import { CompareDepthFigure } from "./CompareDepthFigure";
import { CompareRowsFigure } from "./CompareRowsFigure";
import { CompareRunsDocument } from "./compare.query";
import { allCheckpoints, allFactors } from "./comparedRuns";
import { DesignDifferences } from "./DesignDifferences";
import { RunChips } from "./RunChips";
import { RunPicker } from "./RunPicker";

/** Two to six runs side by side; without enough runs in the URL, their choice. */
export function ComparePage() {
  const [params] = useUrlState();
  const ids = listOf(params.get("runs")).slice(0, 6);
  return (
    <div className="space-y-4">
      <h1 className="text-lg font-semibold">Compare runs</h1>
      {ids.length >= 2 ? <ComparisonView ids={ids} /> : <RunPicker preselected={ids} />}
    </div>
  );
}

function ComparisonView({ ids }: { readonly ids: readonly string[] }) {
  const [params, change] = useUrlState();
  const measure = oneOf(params.get("measure"), MEASURES, "ST");
  const baselineId = oneOf(params.get("baseline"), ids, ids[0]!);
  const variables = { runIds: [...ids], measure, baselineRunId: baselineId };
  const { data, previousData, error, refetch } = useQuery(CompareRunsDocument, { variables });
  const comparison = (data ?? previousData)?.compareRuns;
  if (error && !data) {
    return (
      <div className="space-y-3">
        <ErrorNotice error={error} onRetry={() => void refetch()} />
        <ButtonLink href="/compare">Choose other runs</ButtonLink>
      </div>
    );
  }
  if (!comparison) {
    return (
      <div className="space-y-4">
        <Skeleton className="h-10 w-2/3" />
        <Skeleton className="h-96 w-full" />
      </div>
    );
  }
  const baselineFirst = [...comparison.runs].sort(
    (a, b) => Number(b.id === baselineId) - Number(a.id === baselineId),
  );
  const names = shortNames(comparison.runs);
  const checkpoints = allCheckpoints(baselineFirst);
  const factors = allFactors(baselineFirst);
  const runIds = baselineFirst.map((run) => run.id);
  const lines = prepareComparison(comparison.rows, runIds, baselineId);
  const rowCheckpoints = checkpoints.filter((name) => lines.some((line) => line.checkpoint === name));
  const fallback = largestDifference(lines)?.line.checkpoint ?? rowCheckpoints[0] ?? "";
  const checkpoint = oneOf(params.get("checkpoint"), rowCheckpoints, fallback);
  const remove = (id: string) => {
    const rest = ids.filter((entry) => entry !== id);
    change({
      runs: rest.join(",") || null,
      baseline: params.get("baseline") === id ? null : params.get("baseline"),
    });
  };
  return (
    <div className={`space-y-4 ${data ? "" : "opacity-60"}`}>
      <div className="flex flex-wrap items-center gap-3">
        <RunChips
          runs={baselineFirst}
          names={names}
          baselineId={baselineId}
          onBaseline={(id) => change({ baseline: id === ids[0] ? null : id })}
          onRemove={remove}
        />
        <ButtonLink href={comparePath(ids.slice(0, 1))}>Choose runs</ButtonLink>
      </div>
      <DesignDifferences differences={comparison.differences} runs={comparison.runs} names={names} />
      <div className="flex flex-wrap items-center gap-3">
        <Segmented
          label="Measure"
          value={measure}
          choices={MEASURES.map((value) => ({
            value,
            label: MEASURE_NAMES[value],
            title: MEASURE_HELP[value],
          }))}
          onChange={(value) => change({ measure: value === "ST" ? null : value })}
        />
        <p className="max-w-[70ch] text-xs text-muted">{MEASURE_HELP[measure]}</p>
      </div>
      <CompareDepthFigure
        runs={baselineFirst}
        names={names}
        measure={measure}
        sentence={comparisonSentence(lines, names, measure)}
        layout={oneOf(params.get("layout"), ["panels", "overlay"] as const, "panels")}
        variables={variables}
        change={change}
      />
      <CompareRowsFigure
        lines={lines}
        checkpoints={rowCheckpoints}
        checkpoint={checkpoint}
        names={names}
        measure={measure}
        variables={variables}
        change={change}
      />
      <AgreementFigure
        agreement={comparison.agreement}
        checkpoints={checkpoints}
        factors={factors}
        names={names}
        pair={params.get("pair")}
        variables={variables}
        change={change}
      />
    </div>
  );
}
