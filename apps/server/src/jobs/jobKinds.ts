import type { JobRow, JobTable } from "../db/jobTable.js";
import { MASK_EVALUATIONS, type MaskEvaluationRow } from "../db/maskEvaluations.js";
import { MASK_STUDIES, type MaskStudyRow } from "../db/maskStudies.js";
import type { MaskTestRow, MaskTestTable } from "../db/maskTests.js";
import { RUNS, type RunRow } from "../db/runs.js";
import type { Task } from "./payloads.js";

/** A kind of work that is queued, performed by a worker, watched and stopped. */
export interface JobKind<Row extends JobRow = JobRow> {
  readonly task: Task;
  /** What people call it. */
  readonly noun: string;
  readonly table: JobTable<Row>;
}

/** A test of masks. */
export interface MaskTestKind<Row extends MaskTestRow = MaskTestRow> extends JobKind<Row> {
  readonly table: MaskTestTable<Row>;
}

export const RUN_JOB: JobKind<RunRow> = { task: "run", noun: "run", table: RUNS };
export const EVALUATION_JOB: MaskTestKind<MaskEvaluationRow> = {
  task: "mask-evaluation",
  noun: "evaluation",
  table: MASK_EVALUATIONS,
};
export const STUDY_JOB: MaskTestKind<MaskStudyRow> = {
  task: "mask-study",
  noun: "study",
  table: MASK_STUDIES,
};
