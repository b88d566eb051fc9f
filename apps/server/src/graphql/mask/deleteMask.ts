import type { Queries } from "../../db/database.js";
import { findEvaluationsOfMasks, findEvaluationsOfRun } from "../../db/maskEvaluations.js";
import { findStudiesOfRuns } from "../../db/maskStudies.js";
import { deleteMaskRow } from "../../db/masks.js";
import type { MaskTestRow } from "../../db/maskTests.js";
import { EVALUATION_JOB, type MaskTestKind, STUDY_JOB } from "../../jobs/jobKinds.js";
import { deleteTestBlobs } from "../../store/maskTestBlobs.js";
import type { ApiServices } from "../context.js";
import { retireJob } from "../job/changeJob.js";
import { storedMask } from "./createMask.js";

/**
 * Deletes a mask with its evaluations.
 *
 * @throws {ApiError} NOT_FOUND; CONFLICT while one of them is RUNNING.
 */
export async function deleteMask({ db, blobs }: ApiServices, globalId: string): Promise<void> {
  const { id } = await storedMask(db, globalId, "id");
  const evaluations = await db.$transaction(async (tx) => {
    const retired = await retireAll(tx, EVALUATION_JOB, await findEvaluationsOfMasks(tx, [id]));
    await deleteMaskRow(tx, id);
    return retired;
  });
  await deleteTestBlobs(blobs, evaluations);
}

/**
 * Takes all evaluations and studies of a run out of everybody's hands; they go with the run's row.
 *
 * @returns what has blobs to delete afterwards.
 * @throws {ApiError} CONFLICT while one of them is RUNNING.
 */
export async function retireTestsOfRun(tx: Queries, runId: string): Promise<MaskTestRow[]> {
  return [
    ...(await retireAll(tx, EVALUATION_JOB, await findEvaluationsOfRun(tx, runId))),
    ...(await retireAll(tx, STUDY_JOB, await findStudiesOfRuns(tx, [runId]))),
  ];
}

async function retireAll<Row extends MaskTestRow>(
  tx: Queries,
  kind: MaskTestKind<Row>,
  rows: readonly Row[],
): Promise<Row[]> {
  const retired: Row[] = [];
  for (const { id } of rows) retired.push(await retireJob(tx, kind, id));
  return retired;
}
