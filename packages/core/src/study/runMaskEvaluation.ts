import { evaluationMasks } from "./evaluationMasks.js";
import type { CheckpointMask, MaskRule } from "./maskChoice.js";
import { runTest, type TestJob } from "./runTest.js";
import type { TestSpec } from "./testSpec.js";

/** The evaluation of one mask. */
export interface MaskEvaluationJob extends TestJob {
  readonly spec: TestSpec;
  readonly mask: readonly CheckpointMask[];
  /**
   * The rule that the mask was chosen by; of a combined mask the rules of its parts. Controls are drawn from their maps:
   * random ones among units with an index, the least sensitive units where there is one rule by rank.
   */
  readonly rules: readonly MaskRule[];
}

/**
 * Predictions without the mask, under it, and under its controls: see `evaluationResult`.
 *
 * @throws as `runTest`; {RunSpecError} when mask, rules and test do not belong together.
 */
export async function runMaskEvaluation(job: MaskEvaluationJob): Promise<Uint8Array> {
  const { spec, mask, rules, maps } = job;
  return runTest(spec, await evaluationMasks(spec, mask, rules, maps), job);
}
