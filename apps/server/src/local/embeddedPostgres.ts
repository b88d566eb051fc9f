import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, open, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import getPort from "get-port";
import pg from "pg";
import { type DatabaseUser, databaseUser } from "./databaseUser.js";
import { lockFolder } from "./folderLock.js";
import { Lifeline } from "./lifeline.mjs";
import { type PostgresBinaries, postgresBinaries } from "./postgresBinaries.js";
import { isAlive, processCommand } from "./processIdentity.mjs";
import { firstClosedFolder } from "./reachability.js";
import { SetupError } from "./setupError.js";

export const HOST = "127.0.0.1";
/** Name of the database and of the role that owns it. */
export const NAME = "unitscope";
/** Where root keeps what the database's user must reach, when the project's own folders are closed to that user. */
export const SHARED_DIR = "/var/lib/unitscope";
/** Recovery after a crash may take long; a healthy start takes a fraction of a second. */
const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 30_000;
const INITDB_STOP_LIMIT_MS = 10_000;
const LOG_LIMIT_BYTES = 5_000_000;
/** No variable of the caller's (PGDATA, PGPORT, locale) may change the server. */
const ENVIRONMENT = { PATH: "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };

export interface EmbeddedPostgresOptions {
  /** Folder for the database; created when missing. */
  dataDir: string;
  /** TCP port on 127.0.0.1; a free one when left out. */
  port?: number;
  /** Told, in a sentence, what takes time or is kept elsewhere than one would expect. */
  log: (message: string) => void;
  /** False for throw-away databases of tests: nothing is flushed to disk. Default true. */
  durable?: boolean;
  /** Stops the server should this process end without doing so; one of its own when left out. */
  lifeline?: Lifeline;
}

/** A running PostgreSQL server. */
export interface EmbeddedPostgres {
  connectionString: string;
  port: number;
  /** Where the data are: `dataDir`, or a folder outside when the database's user cannot enter that one. */
  location: string;
  logFile: string;
  /** Settles when the server ends, asked to or not. */
  exited: Promise<void>;
  /** Ends connections, writes everything down and waits for the end of the server. */
  stop(): Promise<void>;
  /** Ends the server at once; the next start recovers. */
  kill(): void;
}

/**
 * Starts a PostgreSQL server of its own on 127.0.0.1 with a database "unitscope" in it. The first start in a
 * folder creates the cluster, under a random password kept in a file only this user may read; later starts
 * find the data again. When this process ends without stopping the server, even by SIGKILL, a lifeline stops it.
 *
 * @throws {SetupError} when the folder is in use, the port is taken or the server does not come up
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const created = await mkdir(options.dataDir, { recursive: true });
  const dataDir = await realpath(options.dataDir);
  // A folder made under a strict umask would be closed to the database's user for no reason.
  if (created !== undefined) await chmod(dataDir, 0o711);
  const lock = await lockFolder(dataDir, "Stop that one first, or choose another data folder.");
  try {
    const { location, user } = await placeFor(dataDir, options.log);
    const binaries = await postgresBinaries(user, SHARED_DIR, options.log);
    const cluster = path.join(location, "cluster");
    const { durable = true, lifeline = new Lifeline() } = options;
    const password = await readPassword(location);
    const wanted: Cluster = { cluster, binaries, user, password, durable, lifeline };
    if ((await stat(path.join(cluster, "PG_VERSION")).catch(() => null)) === null) {
      await createCluster(wanted);
    }
    await stopLeftover(cluster, options.log);
    const running = await startServer({ ...wanted, location, port: options.port });
    return withStop(running, location, password, () => lock.release());
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Decides where the data live and who runs the server. */
async function placeFor(
  dataDir: string,
  log: (message: string) => void,
): Promise<{ location: string; user: DatabaseUser | null }> {
  const user = await databaseUser(path.join(dataDir, "cluster"));
  if (user === null) return { location: dataDir, user };
  const closed = await firstClosedFolder(dataDir, user);
  if (closed === null) return { location: dataDir, user };
  // The name is drawn once for each data folder: a folder that is deleted and made again starts afresh.
  const location = path.join(SHARED_DIR, await readOrDraw(path.join(dataDir, "database-id"), 8));
  log(`The database is kept in ${location}, because ${user.name} may not enter ${closed}.`);
  await mkdir(location, { recursive: true, mode: 0o711 });
  await chmod(SHARED_DIR, 0o755);
  await chmod(location, 0o711);
  return { location, user: await databaseUser(path.join(location, "cluster")) };
}

function readPassword(location: string): Promise<string> {
  return readOrDraw(path.join(location, "password"), 24);
}

/** Reads a random word from a file that only this user may read; draws it on the first call. */
async function readOrDraw(file: string, bytes: number): Promise<string> {
  const kept = (await readFile(file, "utf8").catch(() => "")).trim();
  if (kept !== "") return kept;
  const drawn = randomBytes(bytes).toString("hex");
  await writeFile(file, `${drawn}\n`, { mode: 0o600 });
  return drawn;
}

interface Cluster {
  cluster: string;
  binaries: PostgresBinaries;
  user: DatabaseUser | null;
  password: string;
  durable: boolean;
  lifeline: Lifeline;
}

/** Runs initdb beside the final place and moves the result there, so that a broken-off attempt leaves no half cluster. */
async function createCluster({
  cluster,
  binaries,
  user,
  password,
  durable,
  lifeline,
}: Cluster): Promise<void> {
  const unfinished = `${cluster}.unfinished`;
  const passwordFile = path.join(unfinished, "password");
  const target = path.join(unfinished, "cluster");
  await rm(unfinished, { recursive: true, force: true });
  await rm(cluster, { recursive: true, force: true });
  await mkdir(target, { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user !== null) {
    for (const entry of [unfinished, target, passwordFile]) await chown(entry, user.uid, user.gid);
  }
  const child = spawn(
    binaries.initdb,
    [
      `--pgdata=${target}`,
      `--username=${NAME}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--no-instructions",
      ...(durable ? [] : ["--no-sync"]),
    ],
    { ...ids(user), cwd: unfinished, env: ENVIRONMENT, stdio: ["ignore", "pipe", "pipe"] },
  );
  const hasEnded = lifeline.endProcess(child.pid, { signal: "SIGTERM", limitMs: INITDB_STOP_LIMIT_MS });
  let output = "";
  const collect = (chunk: Buffer): void => {
    output += chunk.toString("utf8");
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  }).finally(hasEnded);
  if (code !== 0) {
    await rm(unfinished, { recursive: true, force: true });
    throw new SetupError(`PostgreSQL could not create its data folder ${cluster}:\n${output.trim()}`);
  }
  await rename(target, cluster);
  await rm(unfinished, { recursive: true, force: true });
}

function ids(user: DatabaseUser | null): { uid?: number; gid?: number } {
  return user === null ? {} : { uid: user.uid, gid: user.gid };
}

/**
 * Deals with what a killed process left: a server that still runs on these data is stopped, and a
 * postmaster.pid whose process id now belongs to something else is removed, as PostgreSQL would refuse to start.
 */
async function stopLeftover(cluster: string, log: (message: string) => void): Promise<void> {
  const pidFile = path.join(cluster, "postmaster.pid");
  const text = await readFile(pidFile, "utf8").catch(() => null);
  if (text === null) return;
  const pid = Number.parseInt(text, 10);
  if (!(pid > 0) || !(await isAlive(pid))) return; // PostgreSQL replaces the file itself.
  const command = await processCommand(pid);
  if (command?.includes(cluster) !== true) {
    // Another PostgreSQL may hold these data under another path: then starting must fail, as it will.
    if (command?.includes("postgres") !== true) await rm(pidFile, { force: true });
    return;
  }
  log("Stopping the database that an earlier start left running.");
  process.kill(pid, "SIGINT");
  const end = Date.now() + STOP_LIMIT_MS;
  while (await isAlive(pid)) {
    if (Date.now() > end) {
      throw new SetupError(
        `The database of an earlier start (process ${pid}) does not end. Stop it by hand.`,
      );
    }
    await sleep(50);
  }
}

interface RunningServer {
  child: ChildProcess;
  port: number;
  logFile: string;
  pidFile: string;
  exited: Promise<void>;
}

async function startServer(
  options: Cluster & { location: string; port: number | undefined },
): Promise<RunningServer> {
  const logFile = path.join(options.location, "postgres.log");
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await getPort({ host: HOST }));
    const logStart = await rotateLog(logFile);
    const server = await launch({ ...options, port, logFile });
    const refusal = await untilReady(server, options.password);
    if (refusal === null) return server;

    const text = (await readFile(logFile)).subarray(logStart).toString("utf8").trim();
    const portTaken = /could not bind|Address already in use/.test(text);
    if (portTaken && options.port !== undefined) {
      throw new SetupError(`The database cannot listen on port ${port} of ${HOST}: it is in use.`);
    }
    // After a crash the old server's last processes may hold its memory for a moment.
    const memoryHeld = /pre-existing shared memory block/.test(text);
    if ((portTaken || memoryHeld) && attempt < 20) {
      await sleep(memoryHeld ? 500 : 0);
      continue;
    }
    throw new SetupError(`The database did not start: ${refusal}. Its log (${logFile}) says:\n${tail(text)}`);
  }
}

async function launch(options: Cluster & { port: number; logFile: string }): Promise<RunningServer> {
  const { cluster, binaries, user, durable, lifeline, port, logFile } = options;
  const log = await open(logFile, "a", 0o600);
  try {
    const settings = {
      listen_addresses: HOST,
      unix_socket_directories: "",
      timezone: "UTC",
      log_timezone: "UTC",
      ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
    };
    const child = spawn(
      binaries.postgres,
      [
        "-D",
        cluster,
        "-p",
        String(port),
        ...Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`]),
      ],
      // In a process group of its own: Ctrl-C must not reach it before the programs that use it have ended.
      { ...ids(user), cwd: cluster, env: ENVIRONMENT, stdio: ["ignore", log.fd, log.fd], detached: true },
    );
    // A fast shutdown keeps the data; those that are thrown away need none.
    const end = { signal: durable ? "SIGINT" : "SIGQUIT", limitMs: STOP_LIMIT_MS } as const;
    const hasEnded = lifeline.endProcess(child.pid, end);
    const exited = new Promise<void>((resolve) => {
      child.once("exit", () => resolve());
      child.once("error", () => resolve());
    });
    void exited.then(hasEnded);
    return { child, port, logFile, pidFile: path.join(cluster, "postmaster.pid"), exited };
  } finally {
    await log.close();
  }
}

/** Null when the server answers and has the database; otherwise why it does not. */
async function untilReady(server: RunningServer, password: string): Promise<string | null> {
  let ended = false;
  void server.exited.then(() => {
    ended = true;
  });
  const end = Date.now() + START_LIMIT_MS;
  while (!(await isReady(server))) {
    if (ended) return "it ended at once";
    if (Date.now() > end) {
      server.child.kill("SIGQUIT");
      await server.exited;
      return `it was not ready after ${START_LIMIT_MS / 1000} s`;
    }
    await sleep(30);
  }
  try {
    await createDatabase(server.port, password);
    return null;
  } catch (error) {
    server.child.kill("SIGINT");
    await server.exited;
    return (error as Error).message;
  }
}

/** Asks the server's own file rather than the port, which may be another server's. */
async function isReady(server: RunningServer): Promise<boolean> {
  const lines = (await readFile(server.pidFile, "utf8").catch(() => "")).split("\n");
  return Number(lines[0]) === server.child.pid && lines[7]?.trim() === "ready";
}

async function createDatabase(port: number, password: string): Promise<void> {
  const client = new pg.Client({ host: HOST, port, user: NAME, password, database: "postgres" });
  client.on("error", () => undefined);
  await client.connect();
  try {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [NAME]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${NAME}`);
  } finally {
    await client.end();
  }
}

function withStop(
  server: RunningServer,
  location: string,
  password: string,
  release: () => void,
): EmbeddedPostgres {
  const { child, port, logFile, exited } = server;
  void exited.then(release);
  let stopping: Promise<void> | undefined;
  return {
    connectionString: `postgresql://${NAME}:${password}@${HOST}:${port}/${NAME}`,
    port,
    location,
    logFile,
    exited,
    stop: () => {
      stopping ??= (async () => {
        child.kill("SIGINT"); // PostgreSQL's fast shutdown: ends connections, then writes a checkpoint.
        const limit = setTimeout(() => child.kill("SIGQUIT"), STOP_LIMIT_MS);
        await exited;
        clearTimeout(limit);
      })();
      return stopping;
    },
    kill: () => {
      child.kill("SIGQUIT");
    },
  };
}

/** Keeps the log from growing for ever; returns its length. */
async function rotateLog(logFile: string): Promise<number> {
  const size = (await stat(logFile).catch(() => null))?.size ?? 0;
  if (size < LOG_LIMIT_BYTES) return size;
  await rename(logFile, `${logFile}.old`);
  return 0;
}

function tail(text: string): string {
  return text.split("\n").slice(-20).join("\n");
}
