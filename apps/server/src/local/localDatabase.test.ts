import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { expect, it } from "vitest";
import { openLocalDatabase } from "./localDatabase.js";

async function answer(connectionString: string): Promise<unknown> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const { rows } = await client.query("SELECT current_database() AS name");
  await client.end();
  return rows[0].name;
}

it("takes the named database as it is", async () => {
  const named = "postgresql://somewhere/unitscope";
  const { connectionString } = await openLocalDatabase(
    { databaseUrl: named, dataDir: "/nowhere" },
    () => undefined,
  );
  expect(connectionString).toBe(named);
});

it("starts the embedded database, and uses one that runs already", async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), "unitscope-local-"));
  await chmod(dataDir, 0o711);
  const first = await openLocalDatabase({ databaseUrl: null, dataDir }, () => undefined);
  expect(await answer(first.connectionString)).toBe("unitscope");
  const second = await openLocalDatabase({ databaseUrl: null, dataDir }, () => undefined);
  expect(second.connectionString).toBe(first.connectionString);
  await second.close();
  expect(await answer(first.connectionString)).toBe("unitscope");
  await first.close();
  await expect(answer(first.connectionString)).rejects.toThrow();
  await rm(dataDir, { recursive: true });
});
