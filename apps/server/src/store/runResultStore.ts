import type { RunResult } from "@unitscope/core/run/runResult";
import type { RunSpec } from "@unitscope/core/run/runSpec";
import { createChannels } from "../db/channelIndices.js";
import type { Database, Queries } from "../db/database.js";
import { createIndexMaps, deleteIndexMaps } from "../db/indexMaps.js";
import { notifyRunChanged } from "../db/runChanges.js";
import { changeRunIf } from "../db/runs.js";
import { type MapRows, mapRows } from "./resultRows.js";

/** Large results take their time; far above what any took. */
const TIMEOUT_MS = 30 * 60_000;
/** Rows and bytes that are inserted at once: large enough to be quick, small enough to be held in memory. */
const BATCH_CHANNELS = 2_000;
const BATCH_BYTES = 32 * 2 ** 20;

/**
 * Writes the whole result of a run and its success in one transaction: nobody ever sees a part of it. What a run that
 * was extended had before is replaced.
 *
 * @returns false, and nothing written, when the run is no longer RUNNING (it was deleted).
 */
export async function storeRunResult(
  db: Database,
  runId: string,
  spec: RunSpec,
  result: RunResult,
): Promise<boolean> {
  return db.$transaction(
    async (tx) => {
      // First, so that nobody changes the run in the meantime; with the time of the end once all is written.
      if (!(await changeRunIf(tx, runId, ["RUNNING"], { status: "SUCCEEDED" }))) return false;
      await deleteIndexMaps(tx, runId);
      await insertMaps(tx, runId, spec, result);
      const { evaluationsPlanned, evaluationsDone, evaluationsReused } = result.evaluations;
      await changeRunIf(tx, runId, ["SUCCEEDED"], {
        finishedAt: new Date(),
        cancelRequestedAt: null,
        failure: null,
        provenance: { ...result.provenance, baseSamples: evaluatedBaseSamples(spec, result) },
        evaluationsPlanned,
        evaluationsDone,
        evaluationsReused,
        secondsRemaining: 0,
      });
      await notifyRunChanged(tx, runId);
      return true;
    },
    { timeout: TIMEOUT_MS, maxWait: 30_000 },
  );
}

/** Fewer than the design's when a run reached its target half width. */
function evaluatedBaseSamples(spec: RunSpec, { evaluations }: RunResult): number | null {
  // A nested run is made of permutations.
  if (spec.nested) return null;
  return Math.min(evaluations.blocksDone * spec.blockSize, spec.baseSamples);
}

async function insertMaps(tx: Queries, runId: string, spec: RunSpec, result: RunResult): Promise<void> {
  let batch: MapRows[] = [];
  let channels = 0;
  let bytes = 0;
  const flush = async () => {
    await createIndexMaps(
      tx,
      batch.map((rows) => rows.map),
    );
    await createChannels(
      tx,
      batch.flatMap((rows) => rows.channels),
    );
    batch = [];
    channels = 0;
    bytes = 0;
  };
  for (const [position, map] of result.maps.entries()) {
    const checkpoint = spec.checkpoints.find((c) => c.name === map.checkpoint);
    if (!checkpoint)
      throw new Error(`The result names the checkpoint "${map.checkpoint}", the design does not.`);
    const rows = await mapRows(runId, position, map, checkpoint);
    batch.push(rows);
    channels += rows.channels.length;
    bytes += map.values.length * 8;
    if (channels >= BATCH_CHANNELS || bytes >= BATCH_BYTES) await flush();
  }
  if (batch.length > 0) await flush();
}
