import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embeddedPostgres.js";

/**
 * A PostgreSQL server in a temporary folder, for tests: nothing is flushed to disk, and `stop` deletes
 * server and data.
 */
export async function startTemporaryPostgres(port?: number): Promise<EmbeddedPostgres> {
  const folder = await mkdtemp(path.join(tmpdir(), "unitscope-postgres-"));
  // mkdtemp makes a folder only its owner may enter; the database may run as another user.
  await chmod(folder, 0o711);
  const options = { dataDir: folder, port, durable: false, log: () => undefined };
  const server = await startEmbeddedPostgres(options).catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true });
    throw error;
  });
  return {
    ...server,
    stop: async () => {
      await server.stop();
      await rm(server.location, { recursive: true, force: true });
      await rm(folder, { recursive: true, force: true });
    },
  };
}
