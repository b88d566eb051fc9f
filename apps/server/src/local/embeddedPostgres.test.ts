import { existsSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embeddedPostgres.js";
import { startTemporaryPostgres } from "./temporaryPostgres.js";

async function query<Row extends pg.QueryResultRow>(server: EmbeddedPostgres, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: server.connectionString });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("startEmbeddedPostgres", () => {
  let folder: string;
  const said: string[] = [];
  const start = (port?: number): Promise<EmbeddedPostgres> =>
    startEmbeddedPostgres({
      dataDir: path.join(folder, "db"),
      port,
      durable: false,
      log: (text) => said.push(text),
    });

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "unitscope-embedded-"));
    await chmod(folder, 0o711);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("creates a database, keeps its data over a stop, and takes any port", async () => {
    const first = await start();
    expect(first.connectionString).toMatch(/^postgresql:\/\/unitscope:\w{48}@127\.0\.0\.1:\d+\/unitscope$/);
    await query(first, "CREATE TABLE kept (x int); INSERT INTO kept VALUES (7)");
    await first.stop();
    await first.stop(); // A second stop is none.

    const second = await start(first.port);
    expect(second.port).toBe(first.port);
    expect(await query(second, "SELECT x FROM kept")).toEqual([{ x: 7 }]);
    await second.stop();
    expect(existsSync(path.join(folder, "db", "lock"))).toBe(false);
  });

  it("listens on the loopback address alone, under a password in a private file", async () => {
    const server = await start();
    try {
      expect(await query(server, "SHOW listen_addresses")).toEqual([{ listen_addresses: "127.0.0.1" }]);
      expect(await query(server, "SHOW unix_socket_directories")).toEqual([{ unix_socket_directories: "" }]);
      expect((await stat(path.join(server.location, "password"))).mode & 0o777).toBe(0o600);
      const wrong = server.connectionString.replace(/:\w{48}@/, ":wrong@");
      await expect(query({ ...server, connectionString: wrong }, "SELECT 1")).rejects.toThrow(
        /password authentication failed/,
      );
    } finally {
      await server.stop();
    }
  });

  it("refuses a second start on the same data, and a port in use", async () => {
    const server = await start();
    try {
      await expect(start()).rejects.toThrow(/is in use by process \d+\. Stop that one first/);
      await expect(startTemporaryPostgres(server.port)).rejects.toThrow(
        `The database cannot listen on port ${server.port} of 127.0.0.1: it is in use.`,
      );
      expect(await query(server, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    } finally {
      await server.stop();
    }
  });

  it("recovers after it was killed", async () => {
    const server = await start();
    await query(server, "CREATE TABLE after_crash (x int)");
    await query(server, "CHECKPOINT"); // These data are not flushed otherwise.
    server.kill();
    await server.exited;
    const again = await start();
    expect(await query(again, "SELECT count(*)::int AS n FROM after_crash")).toEqual([{ n: 0 }]);
    await again.stop();
  });

  it("stops a server that a killed process left running", async () => {
    const left = await start();
    await rm(path.join(folder, "db", "lock")); // As if its process had been killed.
    const next = await start();
    await left.exited;
    expect(said).toContain("Stopping the database that an earlier start left running.");
    expect(await query(next, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await next.stop();
  });

  it("starts although the process id of the last server now belongs to something else", async () => {
    const server = await start();
    const pidFile = path.join(server.location, "cluster", "postmaster.pid");
    const text = await readFile(pidFile, "utf8");
    await server.stop();
    await writeFile(pidFile, text.replace(/^\d+/, String(process.pid)));
    await (await start()).stop();
  });

  it("deletes a temporary server with all its data", async () => {
    const server = await startTemporaryPostgres();
    expect(existsSync(server.location)).toBe(true);
    await server.stop();
    expect(existsSync(server.location)).toBe(false);
  });
});

const isRoot = process.getuid?.() === 0;
describe.runIf(isRoot)("as root, in a folder that only root may enter", () => {
  it("keeps the database where its user can reach it, says where, and finds it again", async () => {
    const closed = await mkdtemp(path.join(tmpdir(), "unitscope-closed-"));
    const said: string[] = [];
    const start = (): Promise<EmbeddedPostgres> =>
      startEmbeddedPostgres({
        dataDir: path.join(closed, "db"),
        durable: false,
        log: (text) => said.push(text),
      });
    const first = await start();
    try {
      expect(first.location).not.toContain(closed);
      expect(said.join()).toContain(`The database is kept in ${first.location}, because`);
      expect(said.join()).toContain(`may not enter ${closed}.`);
      await query(first, "CREATE TABLE kept (x int)");
      await first.stop();
      const second = await start();
      expect(second.location).toBe(first.location);
      expect(await query(second, "SELECT x FROM kept")).toEqual([]);
      await second.stop();
    } finally {
      await first.stop();
      await rm(first.location, { recursive: true, force: true });
      await rm(closed, { recursive: true, force: true });
    }
  });
});
