import { runTest, type TestJob } from "./runTest.js";
import { studyMasks } from "./studyMasks.js";
import type { StudySpec } from "./testSpec.js";

/** A study of masks. */
export interface MaskStudyJob extends TestJob {
  readonly spec: StudySpec;
}

/**
 * Predictions of every input without a mask, and under every factor's masks in the 17 configurations with their random
 * controls: see `studyResult` and `singleClass`.
 *
 * @throws as `runTest`; {RunSpecError} when the run lacks a map.
 */
export async function runMaskStudy(job: MaskStudyJob): Promise<Uint8Array> {
  return runTest(job.spec, await studyMasks(job.spec, job.maps, job.signal), job);
}
