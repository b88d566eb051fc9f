"use client";

import { useQuery } from "@apollo/client/react";
import { FactorMark } from "@/charts/ChartTooltip";
import { formatEstimate } from "@/format/estimate";
import { MEASURE_WORDS, measuresOf, strength } from "@/format/measures";
import { factorName } from "@/format/names";
import { MISSING } from "@/format/number";
import type { RunPartsFragment } from "@/gql/graphql";
import { TopFactorDocument } from "./runs.query";

/** The augmentation with the strongest effect at the run's last checkpoint, by its method's first measure. */
export function TopFactor({ run }: { readonly run: RunPartsFragment }) {
  const checkpoint = run.checkpoints.at(-1)?.name ?? "";
  const [measure] = measuresOf(run.method);
  const { hasFactor, short, name } = MEASURE_WORDS[measure];
  const { data } = useQuery(TopFactorDocument, {
    variables: { id: run.id, checkpoint, measure },
    skip: run.status !== "SUCCEEDED" || checkpoint === "" || !hasFactor,
  });
  const augmentations = new Set(
    run.factors.filter((factor) => factor.kind === "AUGMENTATION").map((factor) => factor.key),
  );
  const [top] = (data?.run?.indexMaps ?? [])
    .flatMap(({ factor, summary }) => {
      // Correlations have no aggregated index; their mean over the units stands for the checkpoint.
      const isMean = summary.aggregated == null;
      const value = (isMean ? summary.mean : summary.aggregated) ?? null;
      const halfWidth = (isMean ? summary.meanHalfWidth95 : summary.aggregatedHalfWidth95) ?? null;
      return factor && augmentations.has(factor) && value !== null ? [{ factor, value, halfWidth }] : [];
    })
    .sort((a, b) => strength(measure, b.value) - strength(measure, a.value));
  if (!top) {
    const reason = hasFactor ? "No augmentation has an index here" : "A variance run measures no factors";
    return (
      <span
        className="text-muted"
        title={run.status === "SUCCEEDED" ? reason : "Known when the run has succeeded"}
      >
        {MISSING}
      </span>
    );
  }
  return (
    <span
      className="inline-flex items-center gap-1.5 whitespace-nowrap"
      title={`${name} at ${checkpoint}, the last checkpoint`}
    >
      <FactorMark factor={top.factor} />
      {factorName(top.factor)} <span className="text-muted">{formatEstimate(top)}</span>{" "}
      <span className="text-xs text-muted">{short}</span>
    </span>
  );
}
