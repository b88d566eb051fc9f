// npm run db:migration -- <name>
// Writes prisma/migrations/<number>_<name>/migration.sql: the SQL from the migrations so far to prisma/schema.prisma,
// by Prisma's schema engine in WebAssembly (its command line would download another one). Comparing with earlier
// migrations needs a Postgres to replay them in: DATABASE_URL when set, else a throw-away one (build first).
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(join(root, "apps/server/package.json"));
const load = (name) => import(pathToFileURL(require.resolve(name)).href);

const name = process.argv[2];
if (!/^[a-z][a-z0-9_]*$/.test(name ?? "")) {
  console.error("Name the migration in lower case: npm run db:migration -- add_masks");
  process.exit(1);
}

const migrationsDir = join(root, "prisma/migrations");
const migrations = readdirSync(migrationsDir, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .filter((folder) => readdirSync(join(migrationsDir, folder)).includes("migration.sql"))
  .sort();

const database = await openDatabase();
try {
  const sql = await diff(database.connectionString);
  if (/^\s*(-- This is an empty migration\.)?\s*$/.test(sql)) {
    console.log("The schema and the migrations agree; nothing written.");
  } else {
    const last = migrations.at(-1);
    const number = String((last ? Number.parseInt(last, 10) : 0) + 1).padStart(4, "0");
    const folder = join(migrationsDir, `${number}_${name}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "migration.sql"), `${sql.trim()}\n`);
    console.log(`Wrote prisma/migrations/${number}_${name}/migration.sql; read it before committing.`);
  }
} finally {
  await database.close();
}

async function diff(connectionString) {
  const glue = await load("@prisma/schema-engine-wasm/schema_engine_bg");
  const { bindMigrationAwareSqlAdapterFactory } = await load("@prisma/driver-adapter-utils");
  const wasm = join(
    dirname(require.resolve("@prisma/schema-engine-wasm/schema_engine_bg")),
    "schema_engine_bg.wasm",
  );
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => console.error(message) };
  const { instance } = await WebAssembly.instantiate(readFileSync(wasm), { "./schema_engine_bg.js": glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();

  const files = [
    { path: "schema.prisma", content: readFileSync(join(root, "prisma/schema.prisma"), "utf8") },
  ];
  const factory = bindMigrationAwareSqlAdapterFactory(await scratchFactory(connectionString));
  const engine = await glue.SchemaEngine.new(
    { datamodels: files.map((f) => [f.path, f.content]) },
    () => {},
    factory,
  );
  const lockfile = readFileSync(join(migrationsDir, "migration_lock.toml"), "utf8");
  const from =
    migrations.length === 0
      ? { tag: "empty" }
      : {
          tag: "migrations",
          baseDir: migrationsDir,
          lockfile: { path: "migration_lock.toml", content: lockfile },
          shadowDbInitScript: "",
          migrationDirectories: migrations.map((path) => ({
            path,
            migrationFile: {
              path: "migration.sql",
              content: { tag: "ok", value: readFileSync(join(migrationsDir, path, "migration.sql"), "utf8") },
            },
          })),
        };
  const result = await engine.diff({
    from,
    to: { tag: "schemaDatamodel", files },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return result.stdout ?? "";
}

// The whole database is a scratch one, so it also serves as the engine's shadow database (the adapter would make one
// but, given a connection string, replay into the wrong one). The catalogue has columns of the one-byte type "char",
// which the engine needs and the adapter refuses: they pass the adapter as text and are named characters after it.
async function scratchFactory(connectionString) {
  const { default: pg } = await load("pg");
  const { PrismaPg } = await load("@prisma/adapter-pg");
  const CHAR_OID = 18;
  const TEXT_OID = 25;
  const CHARACTER = 6;
  const charColumns = new Set();
  const withTextForChar = (result) => {
    for (const field of result?.fields ?? []) {
      if (field.dataTypeID !== CHAR_OID) continue;
      charColumns.add(field.name);
      field.dataTypeID = TEXT_OID;
    }
    return result;
  };
  class Client extends pg.Client {
    query(...args) {
      const done = args.at(-1);
      if (typeof done === "function") {
        return super.query(...args.slice(0, -1), (error, result) => done(error, withTextForChar(result)));
      }
      const outcome = super.query(...args);
      return outcome instanceof Promise ? outcome.then(withTextForChar) : outcome;
    }
  }
  const connect = async () => {
    const pool = new pg.Pool({ connectionString, max: 1, Client });
    const adapter = await new PrismaPg(pool, { disposeExternalPool: true }).connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      const columnTypes = result.columnTypes.map((type, i) =>
        charColumns.has(result.columnNames[i]) ? CHARACTER : type,
      );
      return { ...result, columnTypes };
    };
    return adapter;
  };
  const { provider, adapterName } = new PrismaPg({ connectionString });
  return { provider, adapterName, connect, connectToShadowDb: connect };
}

async function openDatabase() {
  const { DATABASE_URL: named } = process.env;
  const server = named ? undefined : await startServer();
  const address = named || server.connectionString;
  const { default: pg } = await load("pg");
  const admin = new pg.Client({ connectionString: address });
  await admin.connect();
  const scratch = `unitscope_diff_${process.pid}`;
  await admin.query(`CREATE DATABASE "${scratch}"`);
  const url = new URL(address);
  url.pathname = `/${scratch}`;
  return {
    connectionString: url.href,
    close: async () => {
      await admin.query(`DROP DATABASE "${scratch}" WITH (FORCE)`);
      await admin.end();
      await server?.stop();
    },
  };
}

async function startServer() {
  const embedded = join(root, "apps/server/dist/local/embeddedPostgres.js");
  const { startEmbeddedPostgres } = await import(pathToFileURL(embedded).href);
  const dataDir = mkdtempSync(join(tmpdir(), "unitscope-diff-"));
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => {} });
  return {
    connectionString: postgres.connectionString,
    stop: async () => {
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
