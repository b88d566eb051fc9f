import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { promisify } from "node:util";
import type { FileUser } from "./reachability.js";
import { SetupError } from "./setupError.js";

const run = promisify(execFile);
const NAME = "postgres";

/** The user that the database server runs as. */
export interface DatabaseUser extends FileUser {
  name: string;
}

/**
 * PostgreSQL refuses to run as root. Null when this process is an ordinary user's, who then runs the server;
 * for root the owner of the data when there are data, else the user "postgres", who is created when missing.
 *
 * @param clusterDir folder of an existing or future database cluster
 * @throws {SetupError} when the user cannot be created
 */
export async function databaseUser(clusterDir: string): Promise<DatabaseUser | null> {
  if (process.getuid?.() !== 0) return null;
  const existing = await stat(clusterDir).catch(() => null);
  if (existing !== null && existing.uid !== 0) {
    return { name: `user ${existing.uid}`, uid: existing.uid, gid: existing.gid };
  }
  return (await findUser()) ?? (await createUser());
}

async function findUser(): Promise<DatabaseUser | null> {
  try {
    const [uid, gid] = await Promise.all([run("id", ["-u", NAME]), run("id", ["-g", NAME])]);
    return { name: NAME, uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null; // "id" fails for an unknown name.
  }
}

async function createUser(): Promise<DatabaseUser> {
  try {
    await run("useradd", ["--system", "--user-group", "--no-create-home", NAME]);
  } catch (error) {
    throw new SetupError(
      `PostgreSQL does not run as root, and the user "${NAME}" could not be created (${(error as Error).message.trim()}). ` +
        "Start Unitscope as an ordinary user, or give it a database: npm run up -- --database-url postgresql://...",
      error,
    );
  }
  const user = await findUser();
  if (user === null) throw new SetupError(`The user "${NAME}" was created but cannot be found.`);
  return user;
}
