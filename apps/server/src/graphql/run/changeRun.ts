import { notifyRunChanged } from "../../db/runChanges.js";
import { deleteRunRow, findRun, type RunRow, updateRun } from "../../db/runs.js";
import { RUN_JOB } from "../../jobs/jobKinds.js";
import { deleteTestBlobs } from "../../store/maskTestBlobs.js";
import { dropRunState } from "../../store/runStateStore.js";
import type { ApiServices } from "../context.js";
import { notFound } from "../errors.js";
import { retireJob } from "../job/changeJob.js";
import { retireTestsOfRun } from "../mask/deleteMask.js";
import { checkLabels } from "./labels.js";

/** Changes what people wrote on a run; what is undefined stays, null clears the notes. */
export async function relabelRun(
  { db }: ApiServices,
  id: string,
  labels: { name?: string | null; tags?: string[] | null; notes?: string | null },
): Promise<RunRow> {
  const data = checkLabels(labels);
  existing(await findRun(db, id));
  const run = await updateRun(db, id, data);
  await notifyRunChanged(db, id);
  return run;
}

/**
 * Deletes a run with its results, its saved state, its masks and studies.
 *
 * @throws {ApiError} NOT_FOUND; CONFLICT while it, an evaluation of its masks or a study is RUNNING.
 */
export async function deleteRun({ db, blobs }: ApiServices, id: string): Promise<void> {
  const tests = await db.$transaction(async (tx) => {
    await retireJob(tx, RUN_JOB, id);
    return retireTestsOfRun(tx, id);
  });
  await dropRunState(db, blobs, id);
  await deleteRunRow(db, id);
  await deleteTestBlobs(blobs, tests);
  await notifyRunChanged(db, id);
}

function existing(run: RunRow | null): RunRow {
  if (!run) throw notFound("run");
  return run;
}
