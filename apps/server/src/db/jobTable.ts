import type { Queries } from "./database.js";
import type { RunStatus } from "./generated/enums.js";

/** States that a job does not leave by itself. */
export const TERMINAL_STATUSES: readonly RunStatus[] = ["SUCCEEDED", "FAILED", "CANCELLED"];

/** What all rows have that a worker performs: runs, evaluations of masks, studies. */
export interface JobRow {
  readonly id: string;
  readonly status: RunStatus;
  readonly startedAt: Date | null;
  /** Set when a person asked for the end while it is RUNNING. */
  readonly cancelRequestedAt: Date | null;
}

/** How far a job is, as it is stored. */
export interface JobProgress {
  readonly evaluationsPlanned?: number;
  readonly evaluationsDone?: number;
  readonly evaluationsReused?: number;
  readonly evaluationsPerSecond?: number | null;
  readonly secondsRemaining?: number | null;
}

/** What can be written to such a row. */
export interface JobChange extends JobProgress {
  readonly status?: RunStatus;
  readonly failure?: string | null;
  readonly startedAt?: Date | null;
  readonly finishedAt?: Date | null;
  readonly cancelRequestedAt?: Date | null;
}

/** A table of jobs. */
export interface JobTable<Row extends JobRow = JobRow> {
  find(db: Queries, id: string): Promise<Row | null>;
  /**
   * Changes a row only when it is in one of the given states, so that two people (or a person and the worker) cannot
   * overrun each other.
   *
   * @returns whether it was.
   */
  changeIf(db: Queries, id: string, from: readonly RunStatus[], data: JobChange): Promise<boolean>;
  /**
   * Tells every API process of a change; inside a transaction it is sent with the commit. Absent where nobody can
   * subscribe to changes.
   */
  notifyChanged?(db: Queries, id: string): Promise<void>;
}
