import type { Queries } from "./database.js";
import type { Prisma } from "./generated/client.js";
import type { RunStatus } from "./generated/enums.js";
import type { JobChange, JobRow, JobTable } from "./jobTable.js";

/** What evaluations of masks and studies have in common: both ask a masked network for predictions and keep them. */
export interface MaskTestRow extends JobRow {
  readonly imageSetId: string;
  readonly spec: Prisma.JsonValue;
  /** Blob to go on from. */
  readonly stateKey: string | null;
  /** Blob of the predictions, once it SUCCEEDED. */
  readonly predictionsKey: string | null;
}

/** What can be written to such a row. */
export interface MaskTestChange extends JobChange {
  readonly stateKey?: string | null;
  readonly predictionsKey?: string | null;
}

/** A table of such tests. */
export interface MaskTestTable<Row extends MaskTestRow = MaskTestRow> extends JobTable<Row> {
  changeIf(db: Queries, id: string, from: readonly RunStatus[], data: MaskTestChange): Promise<boolean>;
}

/** How many evaluations and studies of a run are QUEUED or RUNNING. */
export async function countUnfinishedTests(db: Queries, runId: string): Promise<number> {
  const status = { in: ["QUEUED", "RUNNING"] satisfies RunStatus[] };
  const evaluations = await db.maskEvaluation.count({ where: { status, mask: { runId } } });
  return evaluations + (await db.maskStudy.count({ where: { status, runId } }));
}
