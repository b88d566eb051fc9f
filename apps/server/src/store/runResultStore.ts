import type { RunResult } from "@unitscope/core/run/runResult";
import type { RunSpec } from "@unitscope/core/run/runSpec";
import { createChannels } from "../db/channelIndices.js";
import type { Database } from "../db/database.js";
import { createIndexMaps } from "../db/indexMaps.js";
import { notifyRunChanged } from "../db/runChanges.js";
import { changeRunIf } from "../db/runs.js";
import { mapRows } from "./resultRows.js";

/** Large results take their time; far above what any took. */
const TIMEOUT_MS = 30 * 60_000;

/**
 * Writes the whole result of a run and its success in one transaction: nobody ever sees a part of it.
 *
 * @returns false, and nothing written, when the run is no longer RUNNING (it was deleted).
 */
export async function storeRunResult(
  db: Database,
  runId: string,
  spec: RunSpec,
  result: RunResult,
): Promise<boolean> {
  const { evaluations } = result;
  return db.$transaction(
    async (tx) => {
      const isOurs = await changeRunIf(tx, runId, ["RUNNING"], {
        status: "SUCCEEDED",
        finishedAt: new Date(),
        cancelRequestedAt: null,
        failure: null,
        provenance: { ...result.provenance },
        evaluationsPlanned: evaluations.evaluationsPlanned,
        evaluationsDone: evaluations.evaluationsDone,
        evaluationsReused: evaluations.evaluationsReused,
        secondsRemaining: 0,
      });
      if (!isOurs) return false;
      for (const [position, map] of result.maps.entries()) {
        const checkpoint = spec.checkpoints.find((c) => c.name === map.checkpoint);
        if (!checkpoint) throw new Error(`The result names the checkpoint "${map.checkpoint}", the design does not.`);
        // One map at a time: the packed rows of all maps at once could be gigabytes.
        const rows = mapRows(runId, position, map, checkpoint);
        await createIndexMaps(tx, [rows.map]);
        await createChannels(tx, rows.channels);
      }
      await notifyRunChanged(tx, runId);
      return true;
    },
    { timeout: TIMEOUT_MS, maxWait: 30_000 },
  );
}
