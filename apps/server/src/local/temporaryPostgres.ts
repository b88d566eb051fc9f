import { chmod, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embeddedPostgres.js";
import { Lifeline } from "./lifeline.mjs";

/** For what still uses the folder when this process was killed. */
const REMOVAL_LIMIT_MS = 20_000;

/**
 * A PostgreSQL server in a temporary folder, for tests: nothing is flushed to disk, and `stop` deletes server and data.
 * So does the end of this process, however it ends.
 */
export async function startTemporaryPostgres(port?: number): Promise<EmbeddedPostgres> {
  const folder = await mkdtemp(path.join(tmpdir(), "unitscope-postgres-"));
  const lifeline = new Lifeline();
  const kept = [lifeline.removeFolder(folder, REMOVAL_LIMIT_MS)];
  const remove = async (location: string): Promise<void> => {
    for (const place of new Set([location, folder])) await rm(place, { recursive: true, force: true });
    for (const release of kept) release();
  };
  // mkdtemp makes a folder only its owner may enter; the database may run as another user.
  await chmod(folder, 0o711);
  const options = { dataDir: folder, port, durable: false, log: () => undefined, lifeline };
  const server = await startEmbeddedPostgres(options).catch(async (error: unknown) => {
    await remove(folder);
    throw error;
  });
  const location = await realpath(server.location);
  if (location !== (await realpath(folder))) kept.push(lifeline.removeFolder(location, REMOVAL_LIMIT_MS));
  return {
    ...server,
    stop: async () => {
      await server.stop();
      await remove(server.location);
    },
  };
}
