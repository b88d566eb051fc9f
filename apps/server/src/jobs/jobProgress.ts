import type { Progress } from "@unitscope/core/reading";
import type { Logger } from "pino";
import type { Database } from "../db/database.js";
import type { JobTable } from "../db/jobTable.js";

/** Twice a second is enough for a person to watch, and to stop a job soon. */
const INTERVAL_MS = 500;
/** The rate is taken over this time, so that it follows the machine but does not jump. */
const RATE_WINDOW_MS = 20_000;

/** A measured point: evaluations done at a time. */
interface Sample {
  readonly atMs: number;
  readonly done: number;
}

/** Writes the progress of one job at most twice a second and looks whether somebody asked for its end. */
export class JobProgressReporter {
  private latest: Progress | null = null;
  private reported: Progress | null = null;
  private readonly samples: Sample[] = [];
  private readonly timer: NodeJS.Timeout;
  private underWay: Promise<void> = Promise.resolve();
  private isIdle = true;

  constructor(
    private readonly db: Database,
    private readonly table: JobTable,
    private readonly id: string,
    private readonly log: Logger,
    private readonly onCancelRequested: () => void,
  ) {
    this.timer = setInterval(() => {
      if (this.isIdle) this.underWay = this.tick();
    }, INTERVAL_MS);
  }

  update(progress: Progress): void {
    this.latest = progress;
  }

  /** Ends the reports; what is under way is waited for. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.underWay;
  }

  private async tick(): Promise<void> {
    this.isIdle = false;
    try {
      await this.report();
      const job = await this.table.find(this.db, this.id);
      // A job that is gone was deleted from outside: nobody wants its result.
      if (!job || job.cancelRequestedAt) this.onCancelRequested();
    } catch (error) {
      // The job itself goes on: a database that is away for a moment must not end hours of work.
      this.log.warn({ err: error }, "the progress of a job could not be written");
    } finally {
      this.isIdle = true;
    }
  }

  private async report(): Promise<void> {
    const progress = this.latest;
    if (!progress || progress === this.reported) return;
    this.reported = progress;
    const { evaluationsPlanned, evaluationsDone, evaluationsReused } = progress;
    const evaluationsPerSecond = rate(this.samples, { atMs: performance.now(), done: evaluationsDone });
    await this.table.changeIf(this.db, this.id, ["RUNNING"], {
      evaluationsPlanned,
      evaluationsDone,
      evaluationsReused,
      evaluationsPerSecond,
      secondsRemaining: evaluationsPerSecond
        ? Math.max(0, evaluationsPlanned - evaluationsDone) / evaluationsPerSecond
        : null,
    });
    await this.table.notifyChanged?.(this.db, this.id);
  }
}

/**
 * Adds a sample, forgets those that are too old, and returns the rate between the first and the last.
 *
 * @returns evaluations a second, or null while there is nothing to tell it by.
 */
export function rate(samples: Sample[], sample: Sample): number | null {
  samples.push(sample);
  while (samples.length > 2 && sample.atMs - samples[0]!.atMs > RATE_WINDOW_MS) samples.shift();
  const first = samples[0]!;
  const seconds = (sample.atMs - first.atMs) / 1000;
  return seconds > 0 && sample.done > first.done ? (sample.done - first.done) / seconds : null;
}
