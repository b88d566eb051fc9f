import { type IntervalEstimate, independentDifference } from "@unitscope/core/reading";
import type { IndexMapRow } from "../../db/indexMaps.js";
import type { RunRow } from "../../db/runs.js";
import { finite, type Quantile } from "../../store/mapSummary.js";
import { toGlobalId } from "../globalId.js";
import type { ComparisonCellType, ComparisonRowType } from "./comparison.type.js";

/** The maps of one factor (or pair) at one checkpoint, one for each run where it has one. */
export interface AlignedMaps {
  readonly checkpoint: string;
  readonly factor: string;
  readonly withFactor: string;
  readonly maps: readonly (IndexMapRow | null)[];
}

/**
 * Lays the maps of several runs side by side: checkpoints in forward order, factors in the order of the runs' designs.
 *
 * @param mapsOfRuns for each run its maps of one measure.
 * @param checkpoints those that are wanted, in order.
 */
export function alignMaps(
  mapsOfRuns: readonly (readonly IndexMapRow[])[],
  checkpoints: readonly string[],
): AlignedMaps[] {
  return checkpoints.flatMap((checkpoint) => {
    const here = mapsOfRuns.map((maps) => maps.filter((map) => map.checkpointName === checkpoint));
    const keys = new Map<string, IndexMapRow>();
    for (const map of here.flat()) if (!keys.has(keyOf(map))) keys.set(keyOf(map), map);
    return [...keys].map(([key, { factor, withFactor }]) => ({
      checkpoint,
      factor,
      withFactor,
      maps: here.map((maps) => maps.find((map) => keyOf(map) === key) ?? null),
    }));
  });
}

/** The order of two factors may differ between designs. */
function keyOf(map: IndexMapRow): string {
  return [map.factor, map.withFactor].sort().join("\n");
}

/** Numbers of one row, with differences from the baseline. */
export function comparisonRow(
  aligned: AlignedMaps,
  runs: readonly RunRow[],
  baseline: number,
): ComparisonRowType {
  const base = aligned.maps[baseline] ?? null;
  return {
    checkpoint: aligned.checkpoint,
    factor: aligned.factor,
    withFactor: aligned.withFactor || null,
    cells: aligned.maps.map((map, i) => map && cell(map, runs[i]!, i === baseline ? null : base)),
  };
}

function cell(map: IndexMapRow, run: RunRow, base: IndexMapRow | null): ComparisonCellType {
  const mean = differenceOf(estimate(map.mean, map.meanHalfWidth), estimate(base?.mean, base?.meanHalfWidth));
  const aggregated = differenceOf(
    estimate(map.aggregated, map.aggregatedHalfWidth),
    estimate(base?.aggregated, base?.aggregatedHalfWidth),
  );
  return {
    runId: toGlobalId("Run", run.id),
    mean: map.mean,
    sd: map.sd,
    median: quantileOf(map, 0.5),
    p95: quantileOf(map, 0.95),
    halfWidth95: map.meanHalfWidth,
    difference: mean.value,
    differenceHalfWidth95: mean.halfWidth,
    aggregated: map.aggregated,
    aggregatedHalfWidth95: map.aggregatedHalfWidth,
    aggregatedDifference: aggregated.value,
    aggregatedDifferenceHalfWidth95: aggregated.halfWidth,
  };
}

function estimate(value: number | null | undefined, halfWidth: number | null | undefined): IntervalEstimate {
  return { value: value ?? Number.NaN, halfWidth: halfWidth ?? Number.NaN };
}

/** Of two runs; null where a number is missing. */
function differenceOf(own: IntervalEstimate, other: IntervalEstimate) {
  const { value, halfWidth } = independentDifference(own, other);
  return { value: finite(value), halfWidth: finite(halfWidth) };
}

function quantileOf(map: IndexMapRow, p: number): number | null {
  const quantiles = map.quantiles as unknown as Quantile[];
  return quantiles.find((quantile) => quantile.p === p)?.value ?? null;
}
