import type { Database, Queries } from "../../db/database.js";
import type { JobRow } from "../../db/jobTable.js";
import type { JobKind } from "../../jobs/jobKinds.js";
import { dequeueJob, enqueueJob } from "../../jobs/queue.js";
import { conflict, notFound } from "../errors.js";

/** A queued job is cancelled at once, a running one as soon as its worker has saved its state. */
export async function cancelJob<Row extends JobRow>(
  db: Database,
  { task, noun, table }: JobKind<Row>,
  id: string,
): Promise<Row> {
  await db.$transaction(async (tx) => {
    const cancelled = { status: "CANCELLED", finishedAt: new Date() } as const;
    if (await table.changeIf(tx, id, ["QUEUED"], cancelled)) await dequeueJob(tx, task, id);
    else if (!(await table.changeIf(tx, id, ["RUNNING"], { cancelRequestedAt: new Date() }))) {
      const { status } = await existing({ noun, table }, tx, id);
      throw conflict(`The ${noun} is ${status} already; only a QUEUED or RUNNING one can be cancelled.`);
    }
    await table.notifyChanged?.(tx, id);
  });
  return existing({ noun, table }, db, id);
}

/** Queues a failed or cancelled job again; the worker goes on from its last saved state. */
export async function resumeJob<Row extends JobRow>(
  db: Database,
  { task, noun, table }: JobKind<Row>,
  id: string,
): Promise<Row> {
  await db.$transaction(async (tx) => {
    const again = { status: "QUEUED", failure: null, finishedAt: null, cancelRequestedAt: null } as const;
    if (!(await table.changeIf(tx, id, ["FAILED", "CANCELLED"], again))) {
      const { status } = await existing({ noun, table }, tx, id);
      throw conflict(`The ${noun} is ${status}; only a FAILED or CANCELLED one can be resumed.`);
    }
    await enqueueJob(tx, task, id);
    await table.notifyChanged?.(tx, id);
  });
  return existing({ noun, table }, db, id);
}

/**
 * Takes a job out of everybody's hands before it is deleted: a worker that begins it now would find it cancelled.
 *
 * @throws {ApiError} CONFLICT when it is RUNNING, NOT_FOUND when there is none.
 */
export async function retireJob<Row extends JobRow>(
  tx: Queries,
  { task, noun, table }: JobKind<Row>,
  id: string,
): Promise<Row> {
  const idle = ["QUEUED", "SUCCEEDED", "FAILED", "CANCELLED"] as const;
  const isIdle = await table.changeIf(tx, id, idle, { status: "CANCELLED" });
  const row = await existing({ noun, table }, tx, id);
  if (!isIdle) throw conflict(`The ${noun} is ${row.status}; cancel it before deleting it.`);
  await dequeueJob(tx, task, id);
  return row;
}

/** @throws {ApiError} NOT_FOUND when there is none. */
async function existing<Row extends JobRow>(
  { noun, table }: Pick<JobKind<Row>, "noun" | "table">,
  db: Queries,
  id: string,
): Promise<Row> {
  const row = await table.find(db, id);
  if (!row) throw notFound(noun);
  return row;
}
