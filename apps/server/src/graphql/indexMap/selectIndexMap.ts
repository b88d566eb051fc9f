import type { Queries } from "../../db/database.js";
import type { Measure } from "../../db/generated/enums.js";
import { findIndexMaps, type IndexMapRow } from "../../db/indexMaps.js";
import type { RunRow } from "../../db/runs.js";
import { badInput } from "../errors.js";

/** One map of a run, by what it says. */
export interface MapSelection {
  readonly checkpoint: string;
  readonly measure: Measure;
  /** Empty for MEAN and VARIANCE. */
  readonly factor: string;
  readonly withFactor?: string | null;
}

/** @throws {ApiError} BAD_USER_INPUT when the run does not read this checkpoint; lists those it reads. */
export function checkCheckpoint(run: RunRow, checkpoint: string, field: string): void {
  if (run.checkpoints.includes(checkpoint)) return;
  throw badInput(field, `The run has no checkpoint "${checkpoint}"; it reads ${run.checkpoints.join(", ")}.`);
}

/**
 * The one map that is meant; null while the run has no results. The two factors of an S2 may stand in either order.
 *
 * @param field argument that the selection came with, for errors.
 * @throws {ApiError} BAD_USER_INPUT when the run has results but not this one; says what there is.
 */
export async function selectIndexMap(
  db: Queries,
  run: RunRow,
  selection: MapSelection,
  field: string,
): Promise<IndexMapRow | null> {
  checkCheckpoint(run, selection.checkpoint, `${field}.checkpoint`);
  const { checkpoint, measure, factor } = selection;
  const withFactor = selection.withFactor ?? "";
  const maps = await findIndexMaps(db, [run.id], { checkpoint, measure });
  const found = maps.find(
    (map) =>
      (map.factor === factor && map.withFactor === withFactor) ||
      (map.factor === withFactor && map.withFactor === factor),
  );
  if (found) return found;
  // A run that is extended has the results of before.
  if (maps.length === 0 && run.status !== "SUCCEEDED") return null;
  if (maps.length === 0) throw badInput(`${field}.measure`, `The run has no ${measure}.`);
  const pairs = maps.map((map) => [map.factor, map.withFactor].filter(Boolean).join(" with ") || '""');
  const isPair = maps.some((map) => map.withFactor !== "");
  const wanted = isPair ? " S2 needs factor and withFactor." : "";
  throw badInput(
    `${field}.${isPair && maps.some((map) => map.factor === factor || map.withFactor === factor) ? "withFactor" : "factor"}`,
    `The run has no ${measure} of "${factor}"${withFactor ? ` with "${withFactor}"` : ""}; there are ${pairs.join(", ")}.${wanted}`,
  );
}
