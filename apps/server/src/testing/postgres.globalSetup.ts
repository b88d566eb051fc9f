import pg from "pg";
import { pino } from "pino";
import type { TestProject } from "vitest/node";
import { migrateDatabase } from "../db/migrate.js";
import { MIGRATIONS_DIR } from "../env.js";
import { prepareQueue } from "../jobs/queue.js";
import { startTemporaryPostgres } from "../local/temporaryPostgres.js";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the database that every test file copies its own from. */
    templateDatabase: string;
  }
}

const TEMPLATE = "unitscope_template";

/** One Postgres for all test files, with a migrated database to copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTemporaryPostgres();
  const admin = new pg.Client({ connectionString: server.connectionString });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${TEMPLATE}`);
  await admin.end();
  const template = new URL(server.connectionString);
  template.pathname = `/${TEMPLATE}`;
  await migrateDatabase(template.href, MIGRATIONS_DIR);
  await prepareQueue(template.href, pino({ level: "silent" }));
  project.provide("templateDatabase", template.href);
  return () => server.stop();
}
