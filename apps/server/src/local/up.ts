import { createRequire } from "node:module";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Database, openDatabase } from "../db/database.js";
import { migrateDatabase } from "../db/migrate.js";
import { BlobStore } from "../store/blobStore.js";
import { type ManagedProcess, startProcess, tailOf } from "./childProcess.js";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embeddedPostgres.js";
import { runFirstAnalysis } from "./firstAnalysis.js";
import { type FolderLock, lockFolder } from "./folderLock.js";
import { createGraphqlClient, untilAnswering } from "./graphqlClient.js";
import { onInterruption } from "./interruption.mjs";
import { Lifeline } from "./lifeline.mjs";
import { createProgressReport, type ProgressReport } from "./progressReport.js";
import { importSamples, once, SAMPLE_MODELS } from "./samples.js";
import { SetupError } from "./setupError.js";

const HOST = "127.0.0.1";
const SERVE_LIMIT_MS = 60_000;
/** The worker saves the state of its run before it ends. */
const WORKER_STOP_MS = 60_000;
const STOP_MS = 10_000;
/** For the step of the start that is being done when the stop is asked for. */
const SETTLE_MS = 20_000;

/** As read by scripts/setup/settings.mjs. */
export interface UpSettings {
  projectDir: string;
  /** Database, files and logs. */
  dataDir: string;
  apiPort: number;
  dashboardPort: number;
  /** A database to use; one is started when left out. */
  databaseUrl?: string;
  /** Whether the sample networks are analysed on the first start. */
  firstRun: boolean;
  environment: NodeJS.ProcessEnv;
}

/** What runs, to be stopped. */
interface Running {
  lock?: FolderLock;
  postgres?: EmbeddedPostgres;
  db?: Database;
  worker?: ManagedProcess;
  servers: ManagedProcess[];
  /** Takes everything down in the same order should this process be killed. */
  lifeline: Lifeline;
}

/**
 * Brings everything up, serves until a signal or a failure, and takes everything down.
 *
 * @returns exit code: 0 after a signal, 1 after a failure, 130 when a second signal cut the stop short
 */
export async function up(settings: UpSettings): Promise<number> {
  // A terminal that is closed takes no more text; that must not keep the rest from being stopped.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  const report = createProgressReport(process.stdout);
  const running: Running = { servers: [], lifeline: new Lifeline() };
  const ending = new AbortController();
  const failed = settler<never>();
  let code = 0;

  const interrupted = new Promise<void>((resolve) => {
    onInterruption(
      () => {
        ending.abort(new Error("Asked to stop."));
        resolve();
      },
      () => killAll(running),
    );
  });
  const work = bringUp(settings, running, report, ending.signal, failed.reject);
  work.catch(() => undefined); // Handled where it is awaited; a failure during the stop is of no interest.
  try {
    await Promise.race([work, failed.promise, interrupted]);
    await Promise.race([failed.promise, interrupted]);
  } catch (error) {
    if (!ending.signal.aborted) {
      report.stop();
      console.error(error instanceof SetupError ? error.message : error);
      code = 1;
    }
  }
  ending.abort();
  report.stop();
  console.log(code === 0 ? "\nStopping ..." : "Stopping ...");
  // Nothing may be started behind the back of the stop.
  await Promise.race([work.catch(() => undefined), sleep(SETTLE_MS, undefined, { ref: false })]);
  await takeDown(running);
  console.log("Stopped.");
  return code;
}

async function bringUp(
  settings: UpSettings,
  running: Running,
  report: ProgressReport,
  signal: AbortSignal,
  fail: (error: Error) => void,
): Promise<void> {
  const { projectDir, dataDir, apiPort, dashboardPort } = settings;
  const logsDir = path.join(dataDir, "logs");
  const apiUrl = `http://${HOST}:${apiPort}/graphql`;
  const dashboardUrl = `http://${HOST}:${dashboardPort}`;
  running.lock = await lockFolder(
    dataDir,
    "Unitscope already runs on these data. Stop it first, or keep other data elsewhere: npm run up -- --data FOLDER",
  );

  const databaseUrl = settings.databaseUrl ?? (await startDatabase(dataDir, running, report, fail));
  signal.throwIfAborted();
  const migrating = report.step("Preparing the database");
  const applied = await migrate(databaseUrl, path.join(projectDir, "prisma", "migrations"));
  migrating.finish(applied === 0 ? "up to date" : undefined);
  signal.throwIfAborted();

  const db = openDatabase(databaseUrl, { connections: 4 });
  running.db = db;
  await importSamples(db, BlobStore.inFolder(dataDir), path.join(projectDir, "samples"), report, signal);
  signal.throwIfAborted();

  const environment = {
    ...settings.environment,
    NODE_ENV: "production",
    DATABASE_URL: databaseUrl,
    UNITSCOPE_DATA: dataDir,
    UNITSCOPE_API_URL: apiUrl,
    // Some environments have a HOST of their own meaning, conda's for one.
    HOST,
    PORT: String(apiPort),
    DASHBOARD_PORT: String(dashboardPort),
    NEXT_TELEMETRY_DISABLED: "1",
  };
  const start = async (name: string, command: string[], cwd: string): Promise<ManagedProcess> => {
    signal.throwIfAborted();
    const child = await startProcess({
      name,
      command,
      cwd,
      environment,
      logFile: path.join(logsDir, `${name}.log`),
      onTrouble: (text) => report.line(`[${name}] ${text}`),
      lifeline: running.lifeline,
    });
    void child.exited.then(async (how) => {
      if (signal.aborted) return;
      const log = await tailOf(child.logFile);
      fail(
        new SetupError(
          `\nThe ${name} ended unexpectedly (${how}). The end of its log, ${child.logFile}:\n\n${log}`,
        ),
      );
    });
    return child;
  };

  const serving = report.step("Starting worker, API and dashboard");
  const server = path.join(projectDir, "apps", "server");
  const dashboard = path.join(projectDir, "apps", "dashboard");
  running.worker = await start("worker", [path.join(server, "dist", "worker.js")], server);
  running.servers.push(await start("api", [path.join(server, "dist", "api.js")], server));
  const next = createRequire(path.join(dashboard, "package.json")).resolve("next/dist/bin/next");
  running.servers.push(
    await start("dashboard", [next, "start", dashboard, "-p", String(dashboardPort), "-H", HOST], dashboard),
  );
  await untilAnswering(`http://${HOST}:${apiPort}/health`, SERVE_LIMIT_MS, signal);
  serving.update(2, 3, "API ready");
  await untilAnswering(dashboardUrl, SERVE_LIMIT_MS, signal);
  serving.finish();

  if (settings.firstRun) await analyseSamples(db, apiUrl, dashboardUrl, report, signal);
  report.stop();
  report.line(`Unitscope is ready: dashboard ${dashboardUrl} api ${apiUrl}`);
}

async function startDatabase(
  dataDir: string,
  running: Running,
  report: ProgressReport,
  fail: (error: Error) => void,
): Promise<string> {
  const step = report.step("Starting the database");
  const postgres = await startEmbeddedPostgres({
    dataDir: path.join(dataDir, "postgres"),
    log: report.line,
    lifeline: running.lifeline,
  });
  running.postgres = postgres;
  void postgres.exited.then(async () => {
    const log = await tailOf(postgres.logFile);
    fail(
      new SetupError(`\nThe database ended unexpectedly. The end of its log, ${postgres.logFile}:\n\n${log}`),
    );
  });
  step.finish();
  return postgres.connectionString;
}

async function migrate(databaseUrl: string, migrationsDir: string): Promise<number> {
  try {
    return (await migrateDatabase(databaseUrl, migrationsDir)).length;
  } catch (error) {
    throw new SetupError(
      `${(error as Error).message}\nIs the database address (DATABASE_URL, --database-url) right?`,
      error,
    );
  }
}

/** A failed analysis keeps nobody from the product: it is told, and the next start tries again. */
async function analyseSamples(
  db: Database,
  apiUrl: string,
  dashboardUrl: string,
  report: ProgressReport,
  signal: AbortSignal,
): Promise<void> {
  const api = createGraphqlClient(apiUrl);
  for (const model of SAMPLE_MODELS) {
    await once(db, `first-analysis-${model.name}`, async () => {
      const step = report.step(`Analysing ${model.name}`);
      await runFirstAnalysis(api, model, step, signal);
    }).catch((error: Error) => {
      signal.throwIfAborted();
      report.line(`The first analysis of ${model.name} failed: ${error.message} See ${dashboardUrl}.`);
    });
  }
}

/** Worker first, as it saves its run through the database; the database last. */
async function takeDown(running: Running): Promise<void> {
  await running.worker?.stop(WORKER_STOP_MS);
  await Promise.all(running.servers.map((server) => server.stop(STOP_MS)));
  await running.db?.$disconnect();
  await running.postgres?.stop();
  running.lock?.release();
}

function killAll(running: Running): never {
  running.worker?.kill();
  for (const server of running.servers) server.kill();
  running.postgres?.kill();
  running.lock?.release();
  process.exit(130);
}

function settler<T>(): { promise: Promise<T>; reject: (error: Error) => void } {
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((_resolve, refuse) => {
    reject = refuse;
  });
  promise.catch(() => undefined);
  return { promise, reject };
}
