"use client";

import { useQuery } from "@apollo/client/react";
import { FactorMark } from "@/charts/ChartTooltip";
import { formatEstimate } from "@/format/estimate";
import { factorName } from "@/format/names";
import { MISSING } from "@/format/number";
import type { RunPartsFragment } from "@/gql/graphql";
import { TopFactorDocument } from "./runs.query";

/** The augmentation with the largest total index at the run's last checkpoint. */
export function TopFactor({ run }: { readonly run: RunPartsFragment }) {
  const checkpoint = run.checkpoints.at(-1)?.name ?? "";
  const { data } = useQuery(TopFactorDocument, {
    variables: { id: run.id, checkpoint },
    skip: run.status !== "SUCCEEDED" || checkpoint === "",
  });
  const augmentations = new Set(
    run.factors.filter((factor) => factor.kind === "AUGMENTATION").map((factor) => factor.key),
  );
  const top = (data?.run?.indexMaps ?? [])
    .filter((map) => map.factor != null && augmentations.has(map.factor) && map.summary.aggregated != null)
    .sort((a, b) => b.summary.aggregated! - a.summary.aggregated!)[0];
  if (!top?.factor) {
    return (
      <span
        className="text-muted"
        title={
          run.status === "SUCCEEDED"
            ? "No augmentation has an index here"
            : "Known when the run has succeeded"
        }
      >
        {MISSING}
      </span>
    );
  }
  const estimate = {
    value: top.summary.aggregated ?? null,
    halfWidth: top.summary.aggregatedHalfWidth95 ?? null,
  };
  return (
    <span
      className="inline-flex items-center gap-1.5 whitespace-nowrap"
      title={`Total index at ${checkpoint}, the last checkpoint`}
    >
      <FactorMark factor={top.factor} />
      {factorName(top.factor)} <span className="text-muted">{formatEstimate(estimate)}</span>
    </span>
  );
}
