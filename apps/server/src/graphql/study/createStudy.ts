import {
  plannedStudyCost,
  type RunSpec,
  resolveStudySpec,
  type StudyRequest,
  type StudySpec,
} from "@unitscope/core/reading";
import {
  createMaskStudy,
  deleteMaskStudyRow,
  MASK_STUDIES,
  type MaskStudyRow,
} from "../../db/maskStudies.js";
import { findRun } from "../../db/runs.js";
import { STUDY_JOB } from "../../jobs/jobKinds.js";
import { enqueueJob } from "../../jobs/queue.js";
import { deleteTestBlobs } from "../../store/maskTestBlobs.js";
import type { ApiServices } from "../context.js";
import { conflict, notFound } from "../errors.js";
import { resumeJob, retireJob } from "../job/changeJob.js";
import { finishedRun } from "../mask/createMask.js";
import { testOffer } from "../mask/evaluateMask.js";
import { checkLabels } from "../run/labels.js";

const LONGEST_RUN_NAME = 150;

/**
 * Checks what is asked for and writes the study and its job in one transaction.
 *
 * @throws {ApiError | RunSpecError} naming the argument at fault.
 */
export async function createStudy(
  services: Pick<ApiServices, "db" | "blobs">,
  runId: string,
  imageSetId: string,
  { name, ...request }: StudyRequest & { readonly name?: string | null },
): Promise<MaskStudyRow> {
  const { db } = services;
  const labels = checkLabels({ name });
  const run = await finishedRun(db, runId);
  const { offer, imageSet } = await testOffer(services, run, imageSetId);
  const spec = resolveStudySpec(request, run.spec as unknown as RunSpec, offer);
  return db.$transaction(async (tx) => {
    const study = await createMaskStudy(tx, {
      name: labels.name ?? `${run.name.slice(0, LONGEST_RUN_NAME)}: masks by ${spec.measure}`,
      runId: run.id,
      imageSetId: imageSet.id,
      measure: spec.measure,
      spec: JSON.parse(JSON.stringify(spec)) as object,
      evaluationsPlanned: plannedStudyCost(spec),
    });
    await enqueueJob(tx, "mask-study", study.id);
    return study;
  });
}

/**
 * Queues a failed or cancelled study again.
 *
 * @throws {ApiError} NOT_FOUND; CONFLICT in any other state, and when the run was extended: its index maps are others now.
 */
export async function resumeStudy({ db }: Pick<ApiServices, "db">, id: string): Promise<MaskStudyRow> {
  const study = await MASK_STUDIES.find(db, id);
  if (!study) throw notFound("study");
  const run = await findRun(db, study.runId);
  if (JSON.stringify(run?.spec) !== JSON.stringify((study.spec as unknown as StudySpec).run)) {
    throw conflict("The run was extended since, so its index maps are others now; start a new study.");
  }
  return resumeJob(db, STUDY_JOB, id);
}

/**
 * Deletes a study with its predictions.
 *
 * @throws {ApiError} NOT_FOUND; CONFLICT while it is RUNNING.
 */
export async function deleteStudy(
  { db, blobs }: Pick<ApiServices, "db" | "blobs">,
  id: string,
): Promise<void> {
  const study = await db.$transaction(async (tx) => {
    const retired = await retireJob(tx, STUDY_JOB, id);
    await deleteMaskStudyRow(tx, id);
    return retired;
  });
  await deleteTestBlobs(blobs, [study]);
}
