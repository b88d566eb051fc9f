import { spearman } from "@unitscope/core/reading";
import type { Measure } from "../../db/generated/enums.js";
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
        topOverlap: topOverlap(valuesA, valuesB, isPValue(mapA.measure) ? "ascending" : "descending"),
      });
    }
  }
  return cells;
}

/** The smallest of these are the most sensitive. */
function isPValue(measure: Measure): boolean {
  return measure === "CONTRAST_P" || measure === "CONTRAST_P_CORRECTED";
}

/** Share of the first units of `a` that are first units of `b`; null when either has no defined unit. */
export function topOverlap(
  a: MapValues,
  b: MapValues,
  order: "ascending" | "descending" = "descending",
): number | null {
  const defined = Math.min(a.definedUnits.length, b.definedUnits.length);
  if (defined === 0) return null;
  const count = Math.max(1, Math.round(defined * TOP_SHARE));
  const top = new Set(b[order].subarray(0, count));
  return a[order].subarray(0, count).filter((unit) => top.has(unit)).length / count;
}
