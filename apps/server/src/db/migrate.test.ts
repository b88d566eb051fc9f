import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { EmbeddedPostgres } from "../local/embeddedPostgres.js";
import { startTemporaryPostgres } from "../local/temporaryPostgres.js";
import { migrateDatabase } from "./migrate.js";

describe("migrateDatabase", () => {
  let server: EmbeddedPostgres;
  let folder: string;
  let database: string;
  const write = async (name: string, sql: string): Promise<void> => {
    await mkdir(path.join(folder, name), { recursive: true });
    await writeFile(path.join(folder, name, "migration.sql"), sql);
  };
  const tables = async (): Promise<string[]> => {
    const client = new pg.Client({ connectionString: database });
    await client.connect();
    const found = await client.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
    );
    await client.end();
    return found.rows.map((row) => row.name);
  };
  beforeAll(async () => {
    server = await startTemporaryPostgres();
  });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "unitscope-migrations-"));
    await writeFile(path.join(folder, "migration_lock.toml"), 'provider = "postgresql"\n');
    const admin = new pg.Client({ connectionString: server.connectionString });
    await admin.connect();
    const name = path.basename(folder).replaceAll("-", "_").toLowerCase();
    await admin.query(`CREATE DATABASE ${name}`);
    await admin.end();
    const address = new URL(server.connectionString);
    address.pathname = `/${name}`;
    database = address.href;
  });
  afterEach(() => rm(folder, { recursive: true }));
  afterAll(() => server.stop());

  it("applies what is new, in order, once, even when two processes begin together", async () => {
    await write("0002_second", "ALTER TABLE first ADD COLUMN y int;");
    await write("0001_first", "CREATE TABLE first (x int);");
    const migrate = (): Promise<string[]> => migrateDatabase(database, folder);
    const both = await Promise.all([migrate(), migrate()]);
    expect(both.flat()).toEqual(["0001_first", "0002_second"]);
    expect(await migrate()).toEqual([]);
    await write("0003_third", "CREATE TABLE third (z int);");
    expect(await migrate()).toEqual(["0003_third"]);
    expect(await tables()).toEqual(["_prisma_migrations", "first", "third"]);
  });

  it("names the migration that fails", async () => {
    await write("0001_first", "CREATE TABLE first (x int);");
    await write("0004_wrong", "CREATE TABLE wrong (x no_such_type);");
    await expect(migrateDatabase(database, folder)).rejects.toThrow(/0004_wrong[^:]*: [\s\S]*no_such_type/);
  });

  it("says so when the database is out of reach", async () => {
    const nowhere = database.replace(/:\d+\//, ":1/");
    await expect(migrateDatabase(nowhere, folder)).rejects.toThrow(/could not be reached/);
  });
});
