import { runAnalysis } from "@unitscope/core/hosting";
import type { RunSpec } from "@unitscope/core/reading";
import { findImageFiles } from "../db/imageSets.js";
import { findModel } from "../db/models.js";
import type { RunRow } from "../db/runs.js";
import { lookAtModel, requireBatching } from "../importing/lookAtModel.js";
import { blobImageSource } from "../store/imageSource.js";
import { modelFile } from "../store/modelFile.js";
import { storeRunResult } from "../store/runResultStore.js";
import { dropRunState, runStateStore } from "../store/runStateStore.js";
import { RUN_JOB } from "./jobKinds.js";
import type { JobWork } from "./performJob.js";

/** Performs a run and stores its index maps; its state is kept, so that it can be extended. */
export const RUN_WORK: JobWork<RunRow> = {
  kind: RUN_JOB,
  afterFailure: "resuming it continues from its last saved state.",
  run: async ({ db, databaseUrl, blobs, compute }, run, reporter, signal) => {
    const spec = run.spec as unknown as RunSpec;
    const found = await findModel(db, run.modelId);
    if (!found) throw new Error(`The model ${run.modelId} of the run is gone.`);
    const model = await lookAtModel(db, blobs, found);
    requireBatching(model, spec);
    const files = await findImageFiles(db, run.imageSetId);
    const result = await runAnalysis({
      spec,
      model: await modelFile(blobs, model),
      images: blobImageSource(blobs, files),
      stateStore: runStateStore(db, blobs, run.id),
      ...compute,
      keepState: true,
      signal,
      onProgress: (progress) => reporter.update(progress),
    });
    await reporter.stop();
    const isStored = await storeRunResult({ databaseUrl, threads: compute.threads }, run.id, spec, result);
    if (!isStored) await dropRunState(db, blobs, run.id);
  },
};
