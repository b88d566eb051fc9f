import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import request from "supertest";
import { type RunningApi, startApi } from "../api.js";
import { type Database, openDatabase } from "../db/database.js";
import { BlobStore } from "../store/blobStore.js";
import { createTestDatabase } from "./testDatabase.js";

/** Networks and images that come with the product. */
export const SAMPLES = fileURLToPath(new URL("../../../../samples", import.meta.url));
export const SILENT = pino({ level: "silent" });
/** The page that the API of the tests lets call it. */
export const ORIGIN = "http://127.0.0.1:3999";

/** An answer of the API; `Data` is what the test's own query asks for. */
export interface Answer<Data> {
  data: Data;
  errors?: { message: string; extensions: { code: string; field?: string; requestId?: string } }[];
}

/** A running API with a database and a data folder of its own. */
export interface TestApi {
  readonly url: string;
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly db: Database;
  readonly blobs: BlobStore;
  /** Sends an operation; errors are returned, not thrown. */
  graphql<Data = unknown>(query: string, variables?: Record<string, unknown>): Promise<Answer<Data>>;
  stop(): Promise<void>;
}

export async function startTestApi(options: { uploadLimitBytes?: number } = {}): Promise<TestApi> {
  const databaseUrl = await createTestDatabase();
  const dataDir = await mkdtemp(path.join(tmpdir(), "unitscope-api-"));
  const settings = {
    databaseUrl,
    dataDir,
    port: 0,
    host: "127.0.0.1",
    origins: [ORIGIN],
    uploadLimitBytes: options.uploadLimitBytes ?? 16 * 2 ** 20,
    unpackLimitBytes: 16 * 2 ** 20,
  };
  const api: RunningApi = await startApi(settings, SILENT);
  const db = openDatabase(databaseUrl, { connections: 2 });
  return {
    url: api.url,
    databaseUrl,
    dataDir,
    db,
    blobs: BlobStore.inFolder(dataDir),
    graphql: async <Data>(query: string, variables: Record<string, unknown> = {}) => {
      const { body } = await request(api.url).post("/graphql").send({ query, variables });
      return body as Answer<Data>;
    },
    stop: async () => {
      await db.$disconnect();
      await api.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
