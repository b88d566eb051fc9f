import { spearman } from "@unitscope/core/stats/spearman";
import type { RunRow } from "../../db/runs.js";
import type { IndexMapValues, MapValues } from "../../store/indexMapValues.js";
import { finite } from "../../store/mapSummary.js";
import { toGlobalId } from "../globalId.js";
import type { AgreementCellType } from "./comparison.type.js";
import type { AlignedMaps } from "./comparisonRows.js";

/** The most sensitive units, as a share of all that are defined. */
const TOP_SHARE = 0.05;

/** Agreement of every pair of runs in one row; pairs whose shapes differ are left out. */
export async function rowAgreement(
  aligned: AlignedMaps,
  runs: readonly RunRow[],
  values: IndexMapValues,
): Promise<AgreementCellType[]> {
  const cells: AgreementCellType[] = [];
  for (const [a, mapA] of aligned.maps.entries()) {
    for (const [b, mapB] of aligned.maps.entries()) {
      if (b <= a || !mapA || !mapB || mapA.shape.join() !== mapB.shape.join()) continue;
      const [valuesA, valuesB] = await Promise.all([values.of(mapA), values.of(mapB)]);
      cells.push({
        checkpoint: aligned.checkpoint,
        factor: aligned.factor,
        withFactor: aligned.withFactor || null,
        runA: toGlobalId("Run", runs[a]!.id),
        runB: toGlobalId("Run", runs[b]!.id),
        rho: finite(spearman(valuesA.values, valuesB.values).rho),
        topOverlap: topOverlap(valuesA, valuesB),
      });
    }
  }
  return cells;
}

/** Share of the top units of `a` that are top units of `b`; null when either has no defined unit. */
export function topOverlap(a: MapValues, b: MapValues): number | null {
  const defined = Math.min(a.definedUnits.length, b.definedUnits.length);
  if (defined === 0) return null;
  const count = Math.max(1, Math.round(defined * TOP_SHARE));
  const top = new Set(b.descending.subarray(0, count));
  return a.descending.subarray(0, count).filter((unit) => top.has(unit)).length / count;
}
