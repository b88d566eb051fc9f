import type { RunMapsQuery } from "@/gql/graphql";
import type { MapSummary } from "./runChoices";

/** The maps of one measure, with nulls instead of missing fields and an empty factor where the measure has none. */
export function mapSummaries(data: RunMapsQuery | undefined): MapSummary[] {
  return (data?.run?.indexMaps ?? []).map(({ factor, checkpoint, summary }) => ({
    factor: factor ?? "",
    checkpoint: checkpoint.name,
    count: summary.count,
    undefinedCount: summary.undefinedCount,
    mean: summary.mean ?? null,
    max: summary.max ?? null,
    meanHalfWidth95: summary.meanHalfWidth95 ?? null,
    aggregated: summary.aggregated ?? null,
    aggregatedHalfWidth95: summary.aggregatedHalfWidth95 ?? null,
    untrustedCount: summary.untrustedCount ?? null,
    distinguishableCount: summary.distinguishableCount ?? null,
    simultaneousHalfWidth95: summary.simultaneousHalfWidth95 ?? null,
    quantiles: summary.quantiles,
  }));
}
