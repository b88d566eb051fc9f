import type { Measure } from "../../db/generated/enums.js";
import type { IndexMapRow } from "../../db/indexMaps.js";
import type { RunRow } from "../../db/runs.js";
import type { ApiContext } from "../context.js";
import { badInput, conflict } from "../errors.js";
import { checkCheckpoint } from "../indexMap/selectIndexMap.js";

/** The index maps of one measure at one checkpoint. */
export interface CheckpointMaps {
  readonly name: string;
  /** [C, H, W] or [C]. */
  readonly shape: readonly number[];
  /** Keys of the factors; the measure where maps have none. */
  readonly labels: readonly string[];
  readonly rows: readonly IndexMapRow[];
}

const SHARES: readonly Measure[] = ["S1", "ST", "SHAPLEY"];

/** @throws {ApiError} BAD_USER_INPUT for measures that are no shares of variance of single factors. */
export function checkShareMeasure(measure: Measure): void {
  if (SHARES.includes(measure)) return;
  throw badInput("measure", `${measure} is no share of variance of single factors; S1, ST and SHAPLEY are.`);
}

/** @throws {ApiError} BAD_USER_INPUT for measures that have no map for each factor. */
export function checkFactorMeasure(measure: Measure): void {
  if (measure === "MEAN" || measure === "VARIANCE") {
    throw badInput("measure", `${measure} has no factors; S1, ST, SHAPLEY and those of a contrast have.`);
  }
  checkSingleMeasure(measure, "measure");
}

/** @throws {ApiError} BAD_USER_INPUT for S2, whose maps are of two factors. */
export function checkSingleMeasure(measure: Measure, field: string): void {
  if (measure === "S2") throw badInput(field, "S2 is of two factors; name a measure of single ones.");
}

/**
 * The maps of a measure at one checkpoint, in the order of the factors; null while the run has no results.
 *
 * @param field argument that the measure came with, for errors.
 * @throws {ApiError} BAD_USER_INPUT when the run does not read the checkpoint, or has results but not this measure.
 */
export async function mapsAtCheckpoint(
  run: RunRow,
  wanted: { readonly checkpoint: string; readonly measure: Measure; readonly field?: string },
  { loaders }: ApiContext,
): Promise<CheckpointMaps | null> {
  const { checkpoint, measure, field = "measure" } = wanted;
  checkCheckpoint(run, checkpoint, "checkpoint");
  const rows = await loaders.indexMaps.load({ runId: run.id, criteria: { checkpoint, measure } });
  const [maps] = byCheckpoint(rows);
  if (maps) return maps;
  // A run that is extended has the results of before.
  if (run.status !== "SUCCEEDED") return null;
  throw badInput(field, `The run has no ${measure}.`);
}

/**
 * The maps of a measure at every checkpoint, in forward order, or at the one named; never empty.
 *
 * @throws {ApiError} CONFLICT while the run has no results, BAD_USER_INPUT when they lack the measure.
 */
export async function mapsOfMeasure(
  run: RunRow,
  criteria: { readonly measure: Measure; readonly checkpoint: string | null },
  { loaders }: ApiContext,
): Promise<CheckpointMaps[]> {
  const { measure } = criteria;
  const all = byCheckpoint(await loaders.indexMaps.load({ runId: run.id, criteria }));
  if (all.length > 0) return all;
  if (run.status !== "SUCCEEDED") throw conflict(`The run is ${run.status}; it has no index maps yet.`);
  throw badInput("measure", `The run has no ${measure}.`);
}

/** Rows of one measure, as the database orders them: checkpoint by checkpoint. */
function byCheckpoint(rows: readonly IndexMapRow[]): CheckpointMaps[] {
  const names = [...new Set(rows.map((row) => row.checkpointName))];
  return names.map((name) => {
    const own = rows.filter((row) => row.checkpointName === name);
    return {
      name,
      shape: own[0]!.shape,
      labels: own.map(({ factor, measure }) => factor || measure),
      rows: own,
    };
  });
}

/** [d](U) */
export function valuesOf({ rows }: CheckpointMaps, { values }: ApiContext): Promise<Float32Array[]> {
  return Promise.all(rows.map(async (row) => (await values.of(row)).values));
}
