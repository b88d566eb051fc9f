import pg from "pg";
import type { Queries } from "./database.js";

/** Channel of Postgres' NOTIFY on which the ids of changed runs are sent. */
const CHANNEL = "unitscope_run";
const RECONNECT_MS = 1_000;

/** Tells every API process that a run changed; inside a transaction it is sent with the commit. */
export async function notifyRunChanged(db: Queries, runId: string): Promise<void> {
  await db.$queryRaw`SELECT pg_notify(${CHANNEL}, ${runId})::text`;
}

/** Where to send what a listener meets. */
export interface RunChangeListener {
  onChange(runId: string): void;
  /** The connection was lost; it is opened again, but changes may have been missed. */
  onLost(error: Error): void;
}

/**
 * Listens for changed runs on a connection of its own, reconnecting until it is stopped.
 *
 * @throws when the first connection fails.
 */
export async function listenForRunChanges(
  connectionString: string,
  listener: RunChangeListener,
): Promise<{ stop(): Promise<void> }> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let client = await connect();

  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({ connectionString, keepAlive: true });
    fresh.on("notification", (message) => message.payload && listener.onChange(message.payload));
    fresh.on("error", (error) => lost(error));
    fresh.on("end", () =>
      lost(new Error("The database ended the connection that listens for changed runs.")),
    );
    await fresh.connect();
    await fresh.query(`LISTEN ${CHANNEL}`);
    return fresh;
  }
  function lost(error: Error): void {
    if (stopped || timer) return;
    listener.onLost(error);
    timer = setTimeout(() => {
      timer = undefined;
      connect().then(
        (fresh) => {
          client = fresh;
          if (stopped) void fresh.end();
        },
        (failure: Error) => lost(failure),
      );
    }, RECONNECT_MS);
  }
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await client.end().catch(() => undefined);
    },
  };
}
