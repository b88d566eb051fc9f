import type { Measure } from "../../db/generated/enums.js";
import type { RunRow } from "../../db/runs.js";
import type { ApiContext } from "../context.js";
import { CorrelationMatrixType } from "./correlationMatrix.type.js";
import { mapsAtCheckpoint, valuesOf } from "./factorMaps.js";

/**
 * Correlation of the maps of two measures at one checkpoint, or of one with itself; empty while there are none.
 *
 * @throws {ApiError} as `mapsAtCheckpoint`.
 */
export async function correlateMaps(
  run: RunRow,
  wanted: { readonly checkpoint: string; readonly measure: Measure; readonly otherMeasure: Measure },
  context: ApiContext,
): Promise<CorrelationMatrixType> {
  const { checkpoint, measure, otherMeasure } = wanted;
  const [rows, columns] = await Promise.all([
    mapsAtCheckpoint(run, { checkpoint, measure }, context),
    mapsAtCheckpoint(run, { checkpoint, measure: otherMeasure, field: "otherMeasure" }, context),
  ]);
  if (!rows || !columns) return new CorrelationMatrixType([], { rho: [], p: [] });
  const idsOf = (maps: typeof rows) => maps.rows.map(({ id }) => id).join();
  const result = await context.analyses.run(["correlation", idsOf(rows), idsOf(columns)], async () => ({
    kind: "correlation" as const,
    // Of values that are in both, a thread receives one copy.
    rows: await valuesOf(rows, context),
    columns: await valuesOf(columns, context),
    shape: rows.shape,
  }));
  return new CorrelationMatrixType(rows.labels, result, columns.labels);
}
