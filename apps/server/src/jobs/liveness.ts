import type { WorkerUtils } from "graphile-worker";
import pg from "pg";
import type { Logger } from "pino";

/** First half of the advisory lock's key; the second is the hash of a worker's id. */
const LOCK_SPACE = 0x5553_4350;
/** A job may be locked a moment before its worker's sign of life is. */
const GRACE = "5 seconds";

/**
 * Shows that a worker lives: an advisory lock held by a connection of its own, which Postgres gives back by itself
 * when the process is gone, however it went.
 */
export class WorkerLiveness {
  private constructor(
    private readonly client: pg.Client,
    private readonly log: Logger,
  ) {}

  /**
   * @param onLost the connection was lost: others may now take this worker for dead, so it must stop.
   */
  static async open(
    connectionString: string,
    log: Logger,
    onLost: (error: Error) => void,
  ): Promise<WorkerLiveness> {
    const client = new pg.Client({ connectionString, keepAlive: true });
    client.on("error", onLost);
    await client.connect();
    return new WorkerLiveness(client, log);
  }

  /** Says that the worker of this id lives, until the end of the process or `close`. */
  async announce(workerId: string): Promise<void> {
    await this.client.query("SELECT pg_advisory_lock($1, hashtext($2))", [LOCK_SPACE, workerId]);
  }

  /** Unlocks the jobs of workers that are gone, so that somebody else goes on with them. */
  async releaseJobsOfDeadWorkers(utils: WorkerUtils): Promise<void> {
    const { rows } = await this.client.query<{ id: string }>(
      `SELECT DISTINCT locked_by AS id FROM graphile_worker.jobs
       WHERE locked_by IS NOT NULL AND locked_at < now() - interval '${GRACE}'`,
    );
    for (const { id } of rows) {
      if (!(await this.isDead(id))) continue;
      this.log.warn({ deadWorker: id }, "a worker vanished; its jobs are released");
      await utils.forceUnlockWorkers([id]);
    }
  }

  async close(): Promise<void> {
    this.client.removeAllListeners("error");
    this.client.on("error", () => undefined);
    await this.client.end();
  }

  private async isDead(workerId: string): Promise<boolean> {
    // Looked up rather than tried: a try would succeed on the locks of this connection, whose worker lives.
    const { rows } = await this.client.query<{ dead: boolean }>(
      `SELECT NOT EXISTS (
         SELECT 1 FROM pg_locks
         WHERE locktype = 'advisory' AND classid::bigint = $1 AND objid = hashtext($2)::oid
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
       ) AS dead`,
      [LOCK_SPACE, workerId],
    );
    return rows[0]?.dead === true;
  }
}
