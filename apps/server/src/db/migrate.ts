import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

/** Any number that nothing else in this database uses for an advisory lock. */
const LOCK_KEY = 7_201_303_283;
const LOCK_FILE = "migration_lock.toml";

/** The part of the global that is used here; Node's types do not declare it. */
declare const WebAssembly: {
  instantiate(
    code: Uint8Array,
    imports: Record<string, Record<string, unknown>>,
  ): Promise<{ instance: { exports: Record<string, unknown> } }>;
};

let engine: Promise<void> | undefined;

/**
 * Applies the migrations of a folder (<name>/migration.sql, in the order of their names) that the database
 * does not have yet, with Prisma's own bookkeeping (table _prisma_migrations) but without its command line.
 * Processes that start at once wait for each other.
 *
 * @returns names of the migrations that were applied now
 * @throws {Error} when the database is out of reach or a migration fails; the message names the migration
 */
export async function migrateDatabase(connectionString: string, migrationsDir: string): Promise<string[]> {
  const migrations = await readMigrations(migrationsDir);
  await loadEngine();
  const guard = new pg.Client({ connectionString });
  // A lost connection shows in the query that follows; without a listener it would end the process.
  guard.on("error", () => undefined);
  await guard.connect().catch((error: unknown) => {
    throw new Error(`The database could not be reached: ${textOf(error)}`, { cause: error });
  });
  const connections = new OwnedConnections({ connectionString, max: 1 });
  try {
    await guard.query("SELECT pg_advisory_lock($1)", [LOCK_KEY]);
    const adapter = bindMigrationAwareSqlAdapterFactory(connections);
    const schemaEngine = await bindings.SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter);
    try {
      const applied = await schemaEngine.applyMigrations({
        migrationsList: migrations,
        filters: { externalTables: [], externalEnums: [] },
      });
      return applied.appliedMigrationNames;
    } finally {
      schemaEngine.free();
    }
  } catch (error) {
    throw new Error(`The database could not be migrated: ${describe(error)}`, { cause: error });
  } finally {
    await connections.close();
    await guard.end(); // Gives the lock back, too.
  }
}

async function readMigrations(baseDir: string): Promise<bindings.MigrationList> {
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const migrationDirectories = await Promise.all(
    names.sort().map(async (name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: {
          tag: "ok" as const,
          value: await readFile(path.join(baseDir, name, "migration.sql"), "utf8"),
        },
      },
    })),
  );
  const lockFile = path.join(baseDir, LOCK_FILE);
  const content = existsSync(lockFile) ? await readFile(lockFile, "utf8") : null;
  return { baseDir, lockfile: { path: LOCK_FILE, content }, shadowDbInitScript: "", migrationDirectories };
}

/** The engine's module keeps its state in globals, so it is made once for the process. */
function loadEngine(): Promise<void> {
  engine ??= (async () => {
    const scope = globalThis as { PRISMA_WASM_PANIC_REGISTRY?: PanicRegistry };
    scope.PRISMA_WASM_PANIC_REGISTRY ??= new PanicRegistry();
    const script = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
    const code = await readFile(path.join(path.dirname(script), "schema_engine_bg.wasm"));
    const { instance } = await WebAssembly.instantiate(code, { "./schema_engine_bg.js": { ...bindings } });
    bindings.__wbg_set_wasm(instance.exports);
    (instance.exports["__wbindgen_start"] as () => void)();
  })();
  return engine;
}

/** The engine leaves its connections open, and with them Prisma's own advisory lock; `close` ends both. */
class OwnedConnections extends PrismaPg {
  private readonly opened: Awaited<ReturnType<PrismaPg["connect"]>>[] = [];

  override async connect(): ReturnType<PrismaPg["connect"]> {
    const connection = await super.connect();
    this.opened.push(connection);
    return connection;
  }

  async close(): Promise<void> {
    await Promise.all(this.opened.map((connection) => connection.dispose()));
  }
}

/** Where the engine leaves the message of a panic; it looks for this object by its global name. */
class PanicRegistry {
  private message = "";
  get(): string {
    return this.message;
  }
  set_message(message: string): void {
    this.message = message;
  }
}

/** The engine's message without the trace of its inside, but with the migration that the trace names. */
function describe(error: unknown): string {
  const text = textOf(error);
  const migration = /migration_name="([^"]+)"/.exec(text)?.[1];
  const message = text.split(/\n\s+0: /)[0]?.trim() ?? text;
  return migration === undefined ? message : `migration ${migration}: ${message}`;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
