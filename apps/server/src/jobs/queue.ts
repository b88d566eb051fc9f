import { type Logger as GraphileLogger, Logger, runMigrations } from "graphile-worker";
import pg from "pg";
import type { Logger as PinoLogger } from "pino";
import type { Queries } from "../db/database.js";
import { jobPayload, type Task } from "./payloads.js";

/** A job is tried again this often when the worker vanishes under it. */
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

/** Queues a job; in a transaction together with what is written about it. */
export async function enqueueJob(db: Queries, task: Task, id: string): Promise<void> {
  const payload = JSON.stringify(jobPayload(task, id));
  await db.$queryRaw`SELECT (graphile_worker.add_job(
    ${task}, payload => ${payload}::json, job_key => ${jobKey(task, id)}, max_attempts => ${MAX_ATTEMPTS}::int
  )).id::text`;
}

/** Takes a job that no worker has begun out of the queue; one that has begun is left alone. */
export async function dequeueJob(db: Queries, task: Task, id: string): Promise<void> {
  await db.$queryRaw`SELECT (graphile_worker.remove_job(${jobKey(task, id)})).id::text`;
}

/** The queue's log lines as ours. */
export function queueLogger(log: PinoLogger): GraphileLogger {
  const levels = { error: "error", warning: "warn", info: "debug", debug: "trace" } as const;
  return new Logger(
    () => (level, message) => log[levels[level as keyof typeof levels]]({ queue: true }, message),
  );
}

function jobKey(task: Task, id: string): string {
  return `${task}:${id}`;
}
