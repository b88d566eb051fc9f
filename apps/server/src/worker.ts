import { EventEmitter } from "node:events";
import { executionProviderOf } from "@unitscope/core/hosting";
import type { Gate } from "@unitscope/core/reading";
import { makeWorkerUtils, type Runner, run as runQueue, type WorkerEvents } from "graphile-worker";
import type { Logger } from "pino";
import { openDatabase } from "./db/database.js";
import type { JobRow } from "./db/jobTable.js";
import { migrateDatabase } from "./db/migrate.js";
import { isEntryPoint } from "./entryPoint.js";
import { type Env, MIGRATIONS_DIR, readEnv } from "./env.js";
import { WorkerLiveness } from "./jobs/liveness.js";
import { EVALUATION_WORK, STUDY_WORK } from "./jobs/maskTest.job.js";
import { parseJobPayload, type Task } from "./jobs/payloads.js";
import { type JobContext, type JobWork, performJob } from "./jobs/performJob.js";
import { prepareQueue, queueLogger } from "./jobs/queue.js";
import { RUN_WORK } from "./jobs/run.job.js";
import { openLog } from "./log.js";
import { stopOnSignals } from "./stopOnSignals.js";
import { BlobStore } from "./store/blobStore.js";

/** Between two looks for jobs of workers that vanished, and for jobs that a lost notification did not tell of. */
const SWEEP_MS = 5_000;
const POLL_MS = 2_000;

/** What a worker needs to know. */
export type WorkerSettings = Pick<Env, "databaseUrl" | "dataDir" | "threads" | "provider">;

export interface WorkerOptions {
  /** Holds the work of every job back, for tests. */
  readonly gate?: Gate;
}

export interface RunningWorker {
  /** Saves the state of the run under way, gives it back to the queue, and ends everything. */
  stop(): Promise<void>;
  /** Settles when the worker ends by itself, which it only does on a fault. */
  readonly ended: Promise<void>;
}

/**
 * Starts a worker in this process: it takes jobs (runs and tests of masks) from the queue, one at a time, and performs them.
 *
 * @throws when the database cannot be reached or migrated, or there is no such execution provider.
 */
export async function startWorker(
  settings: WorkerSettings,
  log: Logger,
  { gate }: WorkerOptions = {},
): Promise<RunningWorker> {
  const { databaseUrl, dataDir, threads } = settings;
  const compute = {
    threads,
    executionProvider: executionProviderOf(settings.provider),
    onFallback: (message: string) => log.warn(message),
    gate,
  };
  await migrateDatabase(databaseUrl, MIGRATIONS_DIR);
  await prepareQueue(databaseUrl, log);
  const db = openDatabase(databaseUrl, { connections: 4 });
  const blobs = BlobStore.inFolder(dataDir);
  const shutdown = new AbortController();
  const logger = queueLogger(log);
  let runner: Runner | undefined;
  let stopping: Promise<void> | undefined;
  const utils = await makeWorkerUtils({ connectionString: databaseUrl, logger, maxPoolSize: 2 });
  const liveness = await WorkerLiveness.open(databaseUrl, log, (error) => {
    log.error({ err: error }, "the connection that shows that this worker lives was lost; it stops");
    void stop();
  });

  const sweep = () =>
    liveness.releaseJobsOfDeadWorkers(utils).catch((error: unknown) => {
      log.warn({ err: error }, "jobs of vanished workers could not be looked for");
    });
  await sweep();
  const timer = setInterval(sweep, SWEEP_MS);

  const events: WorkerEvents = new EventEmitter();
  events.on("pool:create", ({ workerPool }) => {
    liveness.announce(workerPool.id).catch((error: unknown) => {
      log.error({ err: error }, "this worker could not show that it lives; it stops");
      void stop();
    });
  });
  runner = await runQueue({
    connectionString: databaseUrl,
    concurrency: 1,
    pollInterval: POLL_MS,
    noHandleSignals: true,
    logger,
    events,
    maxPoolSize: 3,
    taskList: taskList({ db, databaseUrl, blobs, log, compute, shutdown: shutdown.signal }),
  });

  // A fault while the queue was being started.
  if (stopping) await runner.stop();

  function stop(): Promise<void> {
    stopping ??= (async () => {
      shutdown.abort();
      clearInterval(timer);
      await runner
        ?.stop()
        .catch((error: unknown) => log.debug({ err: error }, "the queue had stopped before"));
      await liveness.close();
      await utils.release();
      await db.$disconnect();
    })();
    return stopping;
  }
  log.info({ threads, provider: compute.executionProvider }, "worker is ready");
  return { stop, ended: runner.promise };
}

/** Every kind of work under the name of its task. */
function taskList(context: JobContext): Record<Task, (payload: unknown) => Promise<void>> {
  const perform =
    <Row extends JobRow>(work: JobWork<Row>) =>
    (payload: unknown) =>
      performJob(context, work, parseJobPayload(work.kind.task, payload));
  return {
    run: perform(RUN_WORK),
    "mask-evaluation": perform(EVALUATION_WORK),
    "mask-study": perform(STUDY_WORK),
  };
}

/** Makes this process a worker, with the settings of its environment, until it is told to stop. */
export async function workerProcess(options: WorkerOptions = {}): Promise<void> {
  const env = readEnv();
  const log = openLog(env.logLevel, "worker");
  const worker = await startWorker(env, log, options);
  stopOnSignals(() => worker.stop(), log);
  await worker.ended.catch((error: unknown) => {
    log.fatal({ err: error }, "worker ended");
    process.exitCode = 1;
  });
  await worker.stop();
}

if (isEntryPoint(import.meta.url)) await workerProcess();
