import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Logger } from "pino";
import { openDatabase } from "./db/database.js";
import { migrateDatabase } from "./db/migrate.js";
import { listenForRunChanges } from "./db/runChanges.js";
import { isEntryPoint } from "./entryPoint.js";
import { type Env, MIGRATIONS_DIR, readEnv } from "./env.js";
import { createRunChanges } from "./graphql/run/runChanges.js";
import { buildApiSchema } from "./graphql/schema.js";
import { createApp } from "./http/app.js";
import { startGraphqlHttp } from "./http/graphqlHttp.js";
import { startGraphqlSocket } from "./http/graphqlSocket.js";
import { UploadFolder } from "./http/uploadFolder.js";
import { prepareQueue } from "./jobs/queue.js";
import { openLog } from "./log.js";
import { MapAnalyses } from "./postAnalysis/mapAnalyses.js";
import { stopOnSignals } from "./stopOnSignals.js";
import { BlobStore } from "./store/blobStore.js";
import { IndexMapValues } from "./store/indexMapValues.js";
import { MaskTestResults } from "./store/maskTestResults.js";

/** What the API needs to know. */
export type ApiSettings = Omit<Env, "threads" | "provider" | "logLevel">;

export interface RunningApi {
  /** http://127.0.0.1:4000, without a slash at the end. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts the API in this process: GraphQL over HTTP and WebSocket, uploads and downloads. It never loads ONNX Runtime.
 *
 * @throws when the database cannot be reached or migrated, or the port is taken.
 */
export async function startApi(settings: ApiSettings, log: Logger): Promise<RunningApi> {
  const { databaseUrl, dataDir, origins } = settings;
  await migrateDatabase(databaseUrl, MIGRATIONS_DIR);
  await prepareQueue(databaseUrl, log);
  const db = openDatabase(databaseUrl);
  const values = new IndexMapValues(db);
  const blobs = BlobStore.inFolder(dataDir);
  const analyses = new MapAnalyses((error) =>
    log.error({ err: error }, "a thread that analyses index maps did not start"),
  );
  const uploads = new UploadFolder(dataDir, settings.uploadLimitBytes);
  const changes = createRunChanges();
  const listener = await listenForRunChanges(databaseUrl, {
    onChange: (runId) => changes.publish("run", runId, true),
    onLost: (error) =>
      log.warn({ err: error }, "changes of runs are not heard of until the database answers again"),
  });
  const services = {
    db,
    blobs,
    values,
    analyses,
    results: new MaskTestResults(blobs),
    changes,
    uploads,
    unpackLimitBytes: settings.unpackLimitBytes,
    log,
  };
  const schema = buildApiSchema();
  const graphql = await startGraphqlHttp(schema, services);
  const http = createServer(createApp({ db, values, uploads, graphql, origins, log }));
  const socket = startGraphqlSocket(http, schema, services, origins);

  async function stop(): Promise<void> {
    // First, because the others wait for the requests under way.
    await analyses.close();
    await socket.stop();
    await graphql.stop();
    await close(http);
    await listener.stop();
    await db.$disconnect();
  }
  try {
    await listen(http, settings.port, settings.host);
  } catch (error) {
    await stop();
    throw error;
  }
  const { port } = http.address() as AddressInfo;
  const url = `http://${settings.host.includes(":") ? `[${settings.host}]` : settings.host}:${port}`;
  log.info({ url }, "API is ready");
  return { url, stop };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve());
  });
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

if (isEntryPoint(import.meta.url)) {
  const env = readEnv();
  const log = openLog(env.logLevel, "api");
  const api = await startApi(env, log);
  stopOnSignals(() => api.stop(), log);
}
