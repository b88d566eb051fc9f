import { CancelledError, type ComputeOptions, CoreError } from "@unitscope/core/reading";
import type { Logger } from "pino";
import type { Database } from "../db/database.js";
import type { JobRow } from "../db/jobTable.js";
import type { BlobStore } from "../store/blobStore.js";
import type { JobKind } from "./jobKinds.js";
import { JobProgressReporter } from "./jobProgress.js";
import { enqueueJob } from "./queue.js";

/** What jobs are performed with. */
export interface JobContext {
  readonly db: Database;
  readonly databaseUrl: string;
  readonly blobs: BlobStore;
  readonly log: Logger;
  /** Threads and execution provider. */
  readonly compute: ComputeOptions;
  /** Aborted when the worker is told to stop: the state is saved and the job waits for the next worker. */
  readonly shutdown: AbortSignal;
}

/** How a kind of job is done. */
export interface JobWork<Row extends JobRow> {
  readonly kind: JobKind<Row>;
  /** What a person can do after an unexpected error, as a sentence. */
  readonly afterFailure: string;
  /**
   * Does the whole of it, the success in the database included, unless the row is no longer RUNNING.
   *
   * @throws {CancelledError} once the signal is aborted and the state is saved.
   */
  run(context: JobContext, row: Row, reporter: JobProgressReporter, signal: AbortSignal): Promise<void>;
  /** Called when it ended without success; not when it waits for another worker. */
  clear?(context: JobContext, row: Row): Promise<void>;
}

/**
 * Performs a job that is queued, or goes on with one whose worker vanished. The outcome is written to its row: a failure
 * of the run is no failure of the queue's job. When the worker is told to stop, it is queued anew.
 */
export async function performJob<Row extends JobRow>(
  context: JobContext,
  work: JobWork<Row>,
  id: string,
): Promise<void> {
  const { db, shutdown } = context;
  const { noun, task, table } = work.kind;
  const log = context.log.child({ task, id });
  const row = await claim(db, work.kind, id);
  if (!row) return;
  log.info(`${noun} starts`);

  const cancelled = new AbortController();
  const reporter = new JobProgressReporter(db, table, id, log, () => cancelled.abort());
  try {
    await work.run(context, row, reporter, AbortSignal.any([cancelled.signal, shutdown]));
    log.info(`${noun} succeeded`);
  } catch (error) {
    await reporter.stop();
    // Asked for by a person, that counts even when the worker is stopped at the same time.
    if (cancelled.signal.aborted && error instanceof CancelledError) {
      await end(db, work.kind, id, { status: "CANCELLED", cancelRequestedAt: null });
      await work.clear?.(context, row);
      log.info(`${noun} cancelled`);
    } else if (shutdown.aborted && error instanceof CancelledError) {
      await requeue(db, work.kind, id);
      log.info(`${noun} put back: the worker stops`);
    } else {
      log.error({ err: error }, `${noun} failed`);
      await end(db, work.kind, id, { status: "FAILED", failure: failureText(work, error) });
      await work.clear?.(context, row);
    }
  } finally {
    await reporter.stop();
  }
}

/** Marks the job as running; null when it is none of ours any more (cancelled, deleted). */
async function claim<Row extends JobRow>(
  db: Database,
  { table }: JobKind<Row>,
  id: string,
): Promise<Row | null> {
  if (!(await table.changeIf(db, id, ["QUEUED", "RUNNING"], { status: "RUNNING" }))) return null;
  const row = await table.find(db, id);
  if (row && !row.startedAt) await table.changeIf(db, id, ["RUNNING"], { startedAt: new Date() });
  await table.notifyChanged?.(db, id);
  return row;
}

async function requeue(db: Database, { table, task }: JobKind, id: string): Promise<void> {
  await db.$transaction(async (tx) => {
    if (!(await table.changeIf(tx, id, ["RUNNING"], { status: "QUEUED" }))) return;
    // A new job: the one that is being performed ends with this function.
    await enqueueJob(tx, task, id);
    await table.notifyChanged?.(tx, id);
  });
}

async function end(
  db: Database,
  { table }: JobKind,
  id: string,
  data: { status: "CANCELLED" | "FAILED"; failure?: string; cancelRequestedAt?: null },
): Promise<void> {
  const values = { ...data, finishedAt: new Date(), evaluationsPerSecond: null, secondsRemaining: null };
  await table.changeIf(db, id, ["RUNNING"], values);
  await table.notifyChanged?.(db, id);
}

/** What a person reads; the log has the rest. */
function failureText(
  { kind, afterFailure }: { kind: JobKind; afterFailure: string },
  error: unknown,
): string {
  if (error instanceof CoreError && error.code === "IMAGE_CHANGED") {
    return `${error.message} Import the same images again, under any name, which puts it back; then ${afterFailure}`;
  }
  if (error instanceof CoreError) return error.message;
  return `The ${kind.noun} ended because of an unexpected error on the server; its log has the details. Nothing of the ${kind.noun} was stored as a result; ${afterFailure}`;
}
