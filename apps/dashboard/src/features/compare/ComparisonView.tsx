"use client";

import { useQuery } from "@apollo/client/react";
import { comparisonSentence } from "@/charts/comparisonSentence";
import { bestComparison, largestDifference, prepareComparison } from "@/charts/prepareComparison";
import { MeasureSwitch } from "@/features/run/MeasureSwitch";
import { shortNames } from "@/features/runs/runState";
import { type ChosenMeasure, MEASURE_WORDS } from "@/format/measures";
import { ButtonLink } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { ErrorNotice, Skeleton } from "@/ui/Notice";
import { comparePath, oneOf } from "@/url/choices";
import { useUrlState } from "@/url/useUrlState";
import { AgreementFigure } from "./AgreementFigure";
import { CompareDepthFigure } from "./CompareDepthFigure";
import { CompareRowsFigure } from "./CompareRowsFigure";
import { CompareRunsDocument } from "./compare.query";
import { allCheckpoints, allFactors } from "./comparedRuns";
import { DesignDifferences } from "./DesignDifferences";
import { RunChips } from "./RunChips";

interface ComparisonViewProps {
  readonly ids: readonly string[];
  /** The measures that all of the runs hold; at least one. */
  readonly measures: readonly ChosenMeasure[];
}

/** The figures of a comparison. */
export function ComparisonView({ ids, measures }: ComparisonViewProps) {
  const [params, change] = useUrlState();
  const first = measures[0]!;
  const measure = oneOf(params.get("measure"), measures, first);
  const { hasFactor } = MEASURE_WORDS[measure];
  const baselineId = oneOf(params.get("baseline"), ids, ids[0]!);
  const variables = { runIds: [...ids], measure, baselineRunId: baselineId };
  const { data, previousData, error, refetch } = useQuery(CompareRunsDocument, { variables });
  const comparison = (data ?? previousData)?.compareRuns;
  if (error && !data) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!comparison) return <Skeleton className="h-96 w-full" />;
  const baselineFirst = [...comparison.runs].sort(
    (a, b) => Number(b.id === baselineId) - Number(a.id === baselineId),
  );
  const names = shortNames(comparison.runs);
  const checkpoints = allCheckpoints(baselineFirst);
  const factors = hasFactor ? allFactors(baselineFirst) : [""];
  const runIds = baselineFirst.map((run) => run.id);
  const heroOf = bestComparison(comparison.rows);
  const heroLines = prepareComparison(comparison.rows, runIds, baselineId, heroOf);
  const lines = prepareComparison(comparison.rows, runIds, baselineId, "mean");
  const rowCheckpoints = checkpoints.filter((name) => lines.some((line) => line.checkpoint === name));
  const telling = largestDifference(lines) ?? largestDifference(heroLines);
  const checkpoint = oneOf(
    params.get("checkpoint"),
    rowCheckpoints,
    telling?.line.checkpoint ?? rowCheckpoints[0] ?? "",
  );
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
      <MeasureSwitch
        measures={measures}
        value={measure}
        onChange={(value) => change({ measure: value === first ? null : value })}
      />
      {hasFactor ? (
        <CompareDepthFigure
          runs={baselineFirst}
          names={names}
          measure={measure}
          sentence={comparisonSentence(heroLines, names, measure, heroOf)}
          layout={oneOf(params.get("layout"), ["panels", "overlay"] as const, "panels")}
          variables={variables}
          change={change}
        />
      ) : (
        <Card>
          <p className="max-w-[70ch] text-muted">
            Variance runs have no factors, so there is no sensitivity by depth to compare; below are the means
            of their units’ values.
          </p>
        </Card>
      )}
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
