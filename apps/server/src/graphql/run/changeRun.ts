import { notifyRunChanged } from "../../db/runChanges.js";
import { changeRunIf, deleteRunRow, findRun, type RunRow, updateRun } from "../../db/runs.js";
import { dequeueRun, enqueueRun } from "../../jobs/queue.js";
import { dropRunState } from "../../store/runStateStore.js";
import type { ApiServices } from "../context.js";
import { conflict, notFound } from "../errors.js";
import { checkLabels } from "./labels.js";

/** A queued run is cancelled at once, a running one as soon as its worker has saved its state. */
export async function cancelRun({ db }: ApiServices, id: string): Promise<RunRow> {
  await db.$transaction(async (tx) => {
    const wasQueued = await changeRunIf(tx, id, ["QUEUED"], { status: "CANCELLED", finishedAt: new Date() });
    if (wasQueued) await dequeueRun(tx, id);
    else if (!(await changeRunIf(tx, id, ["RUNNING"], { cancelRequestedAt: new Date() }))) {
      const run = await findRun(tx, id);
      if (!run) throw notFound("run");
      throw conflict(`The run is ${run.status} already; only a QUEUED or RUNNING one can be cancelled.`);
    }
    await notifyRunChanged(tx, id);
  });
  return existing(await findRun(db, id));
}

/** Queues a failed or cancelled run again; the worker goes on from its last saved state. */
export async function resumeRun({ db }: ApiServices, id: string): Promise<RunRow> {
  await db.$transaction(async (tx) => {
    const again = { status: "QUEUED", failure: null, finishedAt: null, cancelRequestedAt: null } as const;
    if (!(await changeRunIf(tx, id, ["FAILED", "CANCELLED"], again))) {
      const run = await findRun(tx, id);
      if (!run) throw notFound("run");
      throw conflict(`The run is ${run.status}; only a FAILED or CANCELLED one can be resumed.`);
    }
    await enqueueRun(tx, id);
    await notifyRunChanged(tx, id);
  });
  return existing(await findRun(db, id));
}

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

/** Deletes a run with its results and its saved state. */
export async function deleteRun({ db, blobs }: ApiServices, id: string): Promise<void> {
  await db.$transaction(async (tx) => {
    const run = existing(await findRun(tx, id));
    // Taken out of everybody's hands first: a worker that begins it now would find it cancelled.
    const isIdle = await changeRunIf(tx, id, ["QUEUED", "SUCCEEDED", "FAILED", "CANCELLED"], {
      status: "CANCELLED",
    });
    if (!isIdle) throw conflict(`The run is ${run.status}; cancel it before deleting it.`);
    if (run.status === "QUEUED") await dequeueRun(tx, id);
  });
  await dropRunState(db, blobs, id);
  await deleteRunRow(db, id);
  await notifyRunChanged(db, id);
}

function existing(run: RunRow | null): RunRow {
  if (!run) throw notFound("run");
  return run;
}
