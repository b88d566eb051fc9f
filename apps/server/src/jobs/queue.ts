import { type Logger as GraphileLogger, Logger, runMigrations } from "graphile-worker";
import pg from "pg";
import type { Logger as PinoLogger } from "pino";
import type { Queries } from "../db/database.js";
import { RUN_TASK, type RunPayload } from "./payloads.js";

/** A run is tried again this often when the worker vanishes under it. */
const MAX_ATTEMPTS = 25;
const LOCK_KEY = 7_201_303_284;

/** Makes or updates the queue's own tables; processes that start at once wait for each other. */
export async function prepareQueue(connectionString: string, log: PinoLogger): Promise<void> {
  const guard = new pg.Client({ connectionString });
  guard.on("error", () => undefined);
  await guard.connect();
  try {
    await guard.query("SELECT pg_advisory_lock($1)", [LOCK_KEY]);
    await runMigrations({ connectionString, logger: queueLogger(log) });
  } finally {
    await guard.end();
  }
}

/** Queues a run; in a transaction together with what is written about the run. */
export async function enqueueRun(db: Queries, runId: string): Promise<void> {
  const payload: RunPayload = { runId };
  await db.$queryRaw`SELECT (graphile_worker.add_job(
    ${RUN_TASK}, payload => ${JSON.stringify(payload)}::json, job_key => ${jobKey(runId)}, max_attempts => ${MAX_ATTEMPTS}::int
  )).id::text`;
}

/** Takes a run that no worker has begun out of the queue; one that has begun is left alone. */
export async function dequeueRun(db: Queries, runId: string): Promise<void> {
  await db.$queryRaw`SELECT (graphile_worker.remove_job(${jobKey(runId)})).id::text`;
}

/** The queue's log lines as ours. */
export function queueLogger(log: PinoLogger): GraphileLogger {
  const levels = { error: "error", warning: "warn", info: "debug", debug: "trace" } as const;
  return new Logger(
    () => (level, message) => log[levels[level as keyof typeof levels]]({ queue: true }, message),
  );
}

function jobKey(runId: string): string {
  return `run:${runId}`;
}
