import { runMaskEvaluation, runMaskStudy, type TestJob } from "@unitscope/core/hosting";
import type { CheckpointMask, MaskRule, Progress, StudySpec, TestSpec } from "@unitscope/core/reading";
import { findImageFiles } from "../db/imageSets.js";
import type { MaskEvaluationRow } from "../db/maskEvaluations.js";
import type { MaskStudyRow } from "../db/maskStudies.js";
import { findMask, findWholeMaskCheckpoints } from "../db/masks.js";
import type { MaskTestRow } from "../db/maskTests.js";
import { findModel } from "../db/models.js";
import { findRun } from "../db/runs.js";
import { lookAtModel, requireBatching } from "../importing/lookAtModel.js";
import { blobImageSource } from "../store/imageSource.js";
import { IndexMapValues } from "../store/indexMapValues.js";
import { checkpointMask } from "../store/maskRows.js";
import { deleteTestBlobs, maskTestStateStore, storePredictions } from "../store/maskTestBlobs.js";
import { modelFile } from "../store/modelFile.js";
import { storedUnitMaps } from "../store/unitMaps.js";
import { EVALUATION_JOB, type MaskTestKind, STUDY_JOB } from "./jobKinds.js";
import type { JobProgressReporter } from "./jobProgress.js";
import type { JobContext, JobWork } from "./performJob.js";

/** Tests one mask and keeps the predictions. It cannot be resumed by a person, so a stop for good leaves no state. */
export const EVALUATION_WORK: JobWork<MaskEvaluationRow> = {
  kind: EVALUATION_JOB,
  afterFailure: "ask for it again.",
  run: async (context, row, reporter, signal) => {
    const { db } = context;
    const spec = row.spec as unknown as TestSpec;
    const mask = await findMask(db, row.maskId);
    // Deleted together with its evaluations.
    if (!mask) return;
    const parts: readonly CheckpointMask[] = (await findWholeMaskCheckpoints(db, mask.id)).map(
      checkpointMask,
    );
    const rules = mask.rules as unknown as readonly MaskRule[];
    await test(context, EVALUATION_JOB, row, mask.runId, reporter, (job) =>
      runMaskEvaluation({ ...job, signal, spec, mask: parts, rules }),
    );
  },
  clear: async ({ db, blobs }, { id }) => {
    const row = await EVALUATION_JOB.table.find(db, id);
    if (!row?.stateKey) return;
    await EVALUATION_JOB.table.changeIf(db, id, ["FAILED", "CANCELLED"], { stateKey: null });
    await deleteTestBlobs(blobs, [row]);
  },
};

/** Performs a study and keeps its predictions; one that was stopped goes on from its last saved state. */
export const STUDY_WORK: JobWork<MaskStudyRow> = {
  kind: STUDY_JOB,
  afterFailure: "resuming it continues from its last saved state.",
  run: async (context, row, reporter, signal) => {
    const spec = row.spec as unknown as StudySpec;
    await test(context, STUDY_JOB, row, row.runId, reporter, (job) => runMaskStudy({ ...job, signal, spec }));
  },
};

/** Brings together what a test needs, and stores what it gives. */
async function test<Row extends MaskTestRow>(
  { db, blobs, compute }: JobContext,
  { table }: MaskTestKind<Row>,
  row: Row,
  runId: string,
  reporter: JobProgressReporter,
  predict: (job: TestJob) => Promise<Uint8Array>,
): Promise<void> {
  const run = await findRun(db, runId);
  if (!run) return;
  const found = await findModel(db, run.modelId);
  if (!found) throw new Error(`The model ${run.modelId} of the run is gone.`);
  const model = await lookAtModel(db, blobs, found);
  requireBatching(model, row.spec as unknown as TestSpec);
  let progress: Progress | null = null;
  const predictions = await predict({
    maps: storedUnitMaps(db, new IndexMapValues(db), run.id),
    model: await modelFile(blobs, model),
    images: blobImageSource(blobs, await findImageFiles(db, row.imageSetId)),
    stateStore: maskTestStateStore(db, blobs, table, row.id),
    ...compute,
    onProgress: (latest) => {
      progress = latest;
      reporter.update(latest);
    },
  });
  await reporter.stop();
  await storePredictions(db, blobs, table, row.id, { predictions, progress });
}
