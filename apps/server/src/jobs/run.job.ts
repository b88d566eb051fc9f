import { CancelledError, CoreError } from "@unitscope/core/errors";
import { runAnalysis } from "@unitscope/core/run/runAnalysis";
import type { RunSpec } from "@unitscope/core/run/runSpec";
import type { Logger } from "pino";
import type { Database } from "../db/database.js";
import { findImageFiles } from "../db/imageSets.js";
import { findModel } from "../db/models.js";
import { notifyRunChanged } from "../db/runChanges.js";
import { changeRunIf, findRun, type RunRow } from "../db/runs.js";
import type { BlobStore } from "../store/blobStore.js";
import { blobImageSource } from "../store/imageSource.js";
import { storeRunResult } from "../store/runResultStore.js";
import { dropRunState, runStateStore } from "../store/runStateStore.js";
import { enqueueRun } from "./queue.js";
import { RunProgressReporter } from "./runProgress.js";

/** What a run is performed with. */
export interface RunJobContext {
  readonly db: Database;
  readonly blobs: BlobStore;
  readonly log: Logger;
  /** Worker threads. */
  readonly threads: number;
  /** Aborted when the worker is told to stop: the state is saved and the run waits for the next worker. */
  readonly shutdown: AbortSignal;
}

/**
 * Performs a run that is queued, or goes on with one whose worker vanished. The outcome is written to the run: a
 * failure of the run is no failure of the job. When the worker is told to stop, the run is queued anew.
 */
export async function performRun(context: RunJobContext, runId: string): Promise<void> {
  const { db, shutdown } = context;
  const log = context.log.child({ runId });
  const run = await claimRun(db, runId);
  if (!run) return;
  await notifyRunChanged(db, runId);
  log.info({ name: run.name }, "run starts");

  const cancelled = new AbortController();
  const reporter = new RunProgressReporter(db, runId, log, () => cancelled.abort());
  try {
    await evaluate(context, run, reporter, AbortSignal.any([cancelled.signal, shutdown]));
    log.info("run succeeded");
  } catch (error) {
    await reporter.stop();
    // Asked for by a person, that counts even when the worker is stopped at the same time.
    if (cancelled.signal.aborted && error instanceof CancelledError) {
      await end(db, runId, { status: "CANCELLED", cancelRequestedAt: null });
      log.info("run cancelled");
    } else if (shutdown.aborted && error instanceof CancelledError) {
      await requeue(db, runId);
      log.info("run put back: the worker stops");
    } else {
      log.error({ err: error }, "run failed");
      await end(db, runId, { status: "FAILED", failure: failureText(error) });
    }
  } finally {
    await reporter.stop();
  }
}

/** Marks the run as running; null when it is none of ours any more (cancelled, deleted). */
async function claimRun(db: Database, runId: string): Promise<RunRow | null> {
  const isOurs = await changeRunIf(db, runId, ["QUEUED", "RUNNING"], { status: "RUNNING" });
  if (!isOurs) return null;
  await db.run.updateMany({ where: { id: runId, startedAt: null }, data: { startedAt: new Date() } });
  return findRun(db, runId);
}

async function evaluate(
  { db, blobs, threads }: RunJobContext,
  run: RunRow,
  reporter: RunProgressReporter,
  signal: AbortSignal,
): Promise<void> {
  const spec = run.spec as unknown as RunSpec;
  const model = await findModel(db, run.modelId);
  if (!model) throw new Error(`The model ${run.modelId} of the run is gone.`);
  const files = await findImageFiles(db, run.imageSetId);
  const result = await runAnalysis({
    spec,
    model: await blobs.get(model.sha256),
    images: blobImageSource(blobs, files),
    stateStore: runStateStore(db, blobs, run.id),
    threads,
    keepState: true,
    signal,
    onProgress: (progress) => reporter.update(progress),
  });
  await reporter.stop();
  const isStored = await storeRunResult(db, run.id, spec, result);
  if (!isStored) await dropRunState(db, blobs, run.id);
}

async function requeue(db: Database, runId: string): Promise<void> {
  await db.$transaction(async (tx) => {
    if (!(await changeRunIf(tx, runId, ["RUNNING"], { status: "QUEUED" }))) return;
    // A new job: the one that is being performed ends with this function.
    await enqueueRun(tx, runId);
    await notifyRunChanged(tx, runId);
  });
}

async function end(
  db: Database,
  runId: string,
  data: { status: "CANCELLED" | "FAILED"; failure?: string; cancelRequestedAt?: null },
): Promise<void> {
  const values = { ...data, finishedAt: new Date(), evaluationsPerSecond: null, secondsRemaining: null };
  await changeRunIf(db, runId, ["RUNNING"], values);
  await notifyRunChanged(db, runId);
}

/** What a person reads; the log has the rest. */
function failureText(error: unknown): string {
  if (error instanceof CoreError) return error.message;
  return "The run ended because of an unexpected error on the server; its log has the details. Nothing of the run was stored as a result; resuming it continues from its last saved state.";
}
