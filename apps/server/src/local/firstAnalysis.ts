import { setTimeout as sleep } from "node:timers/promises";
import type { GraphqlClient } from "./graphqlClient.js";
import type { ProgressStep } from "./progressReport.js";
import { SAMPLE_IMAGE_SET, type SampleModel } from "./samples.js";
import { SetupError } from "./setupError.js";

/** Base samples of the first analysis: enough that intervals are narrow, few enough to wait for. */
export const FIRST_BASE_SAMPLES = 512;
/** Set 1 and hue, in which the two sample networks differ. */
const FACTORS = ["erasing", "sharpness", "rolling", "grayscaling", "gaussian_blur", "hue"];
const TAG = "first-analysis";
const POLL_MS = 500;
/** The API may be busy for a moment; longer than this it is a failure. */
const POLL_FAILURES = 20;

interface RunView {
  id: string;
  name: string;
  status: "QUEUED" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELLED";
  failure: string | null;
  progress: { evaluationsPlanned: number; evaluationsDone: number; secondsRemaining: number | null };
}

const VIEW = "id name status failure progress { evaluationsPlanned evaluationsDone secondsRemaining }";

/**
 * Runs the first analysis of a sample network and waits for its end. A run that an earlier start began is
 * found by tag and name and carried on; one that a person cancelled is left alone.
 *
 * @throws {SetupError} with the run's own explanation when it failed
 */
export async function runFirstAnalysis(
  api: GraphqlClient,
  model: SampleModel,
  step: ProgressStep,
  signal: AbortSignal,
): Promise<void> {
  const { id } = (await findRun(api, model)) ?? (await createRun(api, model));
  for (let failures = 0; ; ) {
    signal.throwIfAborted();
    try {
      const run = await viewRun(api, id);
      failures = 0;
      if (run.status === "FAILED") throw new SetupError(run.failure ?? "The run failed.");
      if (run.status === "CANCELLED") return step.finish("cancelled");
      const { evaluationsDone, evaluationsPlanned } = run.progress;
      step.update(evaluationsDone, evaluationsPlanned, describe(run));
      if (run.status === "SUCCEEDED") return step.finish();
    } catch (error) {
      failures += 1;
      if (error instanceof SetupError || failures >= POLL_FAILURES) throw error;
    }
    await sleep(POLL_MS, undefined, { signal });
  }
}

async function findRun(api: GraphqlClient, model: SampleModel): Promise<RunView | undefined> {
  const { runs } = await api<{ runs: { nodes: RunView[] } }>(
    `query FirstAnalyses($tag: String!) { runs(filter: { tag: $tag }, first: 100) { nodes { ${VIEW} } } }`,
    { tag: TAG },
  );
  const found = runs.nodes.find((run) => run.name === model.analysisName);
  if (found?.status !== "FAILED") return found;
  await api("mutation Resume($id: ID!) { resumeRun(id: $id) { id } }", { id: found.id });
  return found;
}

async function createRun(api: GraphqlClient, sample: SampleModel): Promise<{ id: string }> {
  const { model, imageSet } = await api<{ model: { id: string } | null; imageSet: { id: string } | null }>(
    "query Samples($model: String!, $images: String!) { model(name: $model) { id } imageSet(name: $images) { id } }",
    { model: sample.name, images: SAMPLE_IMAGE_SET },
  );
  if (model === null || imageSet === null) {
    throw new SetupError(
      `The samples ${sample.name} and ${SAMPLE_IMAGE_SET} are not there; they were deleted.`,
    );
  }
  const { createRun: run } = await api<{ createRun: { id: string } }>(
    "mutation FirstAnalysis($input: CreateRunInput!) { createRun(input: $input) { id } }",
    {
      input: {
        name: sample.analysisName,
        modelId: model.id,
        imageSetId: imageSet.id,
        method: "SOBOL",
        factors: FACTORS,
        includePermutation: true,
        includeClass: true,
        includePartition: true,
        secondOrder: true,
        baseSamples: FIRST_BASE_SAMPLES,
        tags: [TAG],
      },
    },
  );
  return run;
}

async function viewRun(api: GraphqlClient, id: string): Promise<RunView> {
  const { run } = await api<{ run: RunView | null }>(
    `query Progress($id: ID!) { run(id: $id) { ${VIEW} } }`,
    { id },
  );
  if (run === null) throw new SetupError("The run was deleted.");
  return run;
}

function describe({ status, progress }: RunView): string {
  if (status === "QUEUED") return "waiting";
  const left = progress.secondsRemaining;
  return left === null ? "" : `${Math.ceil(left)} s left`;
}
