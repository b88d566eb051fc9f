import { readFile } from "node:fs/promises";
import path from "node:path";
import type { LocalEnv } from "../env.js";
import { HOST, NAME, SHARED_DIR, startEmbeddedPostgres } from "./embeddedPostgres.js";

/** A database for the time of one command. */
export interface LocalDatabase {
  readonly connectionString: string;
  /** Stops the server if it was started for this command. */
  close(): Promise<void>;
}

/**
 * The database of a command: the named one, or the embedded one of the data folder, which is used as it is while
 * "npm run up" runs and started for this command otherwise.
 *
 * @throws {SetupError} when the embedded database does not come up.
 */
export async function openLocalDatabase(
  env: LocalEnv,
  log: (message: string) => void,
): Promise<LocalDatabase> {
  const close = async () => {};
  if (env.databaseUrl !== null) return { connectionString: env.databaseUrl, close };
  const dataDir = path.join(env.dataDir, "postgres");
  const running = await runningDatabase(dataDir);
  if (running !== null) return { connectionString: running, close };
  const server = await startEmbeddedPostgres({ dataDir, log });
  return { connectionString: server.connectionString, close: () => server.stop() };
}

/** Address of the embedded database when its server is up, from the files that the server itself writes. */
async function runningDatabase(dataDir: string): Promise<string | null> {
  const read = async (file: string) => (await readFile(file, "utf8").catch(() => "")).trim();
  const id = await read(path.join(dataDir, "database-id"));
  const location = id === "" ? dataDir : path.join(SHARED_DIR, id);
  const [pid, , , port, , , , state] = (await read(path.join(location, "cluster", "postmaster.pid"))).split(
    "\n",
  );
  const password = await read(path.join(location, "password"));
  if (state?.trim() !== "ready" || password === "" || !isAlive(Number(pid))) return null;
  return `postgresql://${NAME}:${password}@${HOST}:${port}/${NAME}`;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, as another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
