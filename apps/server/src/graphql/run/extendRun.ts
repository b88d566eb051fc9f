import { extendRunSpec, plannedEvaluations, type RunSpec } from "@unitscope/core/reading";
import { countUnfinishedTests } from "../../db/maskTests.js";
import { findModel } from "../../db/models.js";
import { notifyRunChanged } from "../../db/runChanges.js";
import { deleteRunState, findRunState } from "../../db/runStates.js";
import { changeRunIf, findRun, type RunRow } from "../../db/runs.js";
import { enqueueJob } from "../../jobs/queue.js";
import type { ApiServices } from "../context.js";
import { conflict, notFound } from "../errors.js";
import { modelOffer } from "./offers.js";

/**
 * Queues a finished run again with more base samples. Results stay as they are until the worker replaces them.
 *
 * @throws {ApiError | RunSpecError} NOT_FOUND; BAD_USER_INPUT for a size that no run can have; CONFLICT when the run has
 * not succeeded, is not made of base samples, has as many already, its state is gone, or its masks are being tested.
 */
export async function extendRun(
  { db, blobs }: ApiServices,
  id: string,
  baseSamples: number,
): Promise<RunRow> {
  const planned = await findRun(db, id);
  if (planned) await requireSameNetwork({ db, blobs }, planned);
  const dropped = await db.$transaction(async (tx) => {
    const run = await findRun(tx, id);
    if (!run) throw notFound("run");
    if (run.status !== "SUCCEEDED") {
      throw conflict(`The run is ${run.status}; only one that SUCCEEDED can be extended.`);
    }
    const spec = run.spec as unknown as RunSpec;
    if (spec.nested) {
      throw conflict("A SHAPLEY_NESTED run is made of permutations, not of base samples; start a new one.");
    }
    const tests = await countUnfinishedTests(tx, id);
    if (tests > 0) {
      throw conflict(
        `${tests} ${tests === 1 ? "test" : "tests"} of masks of this run, which read its index maps, have not ended; wait for them, or cancel them.`,
      );
    }
    const evaluated = evaluatedBaseSamples(run, spec);
    const { spec: larger, continues } = extendRunSpec(spec, baseSamples);
    if (baseSamples <= evaluated) {
      throw conflict(`The run has ${evaluated} base samples already; ask for more.`);
    }
    const state = await findRunState(tx, id);
    if (continues && !state) {
      throw conflict("The state to go on from was not kept with this run; start a new one of that size.");
    }
    const again = {
      status: "QUEUED",
      spec: JSON.parse(JSON.stringify(larger)) as object,
      evaluationsPlanned: plannedEvaluations(larger),
      ...(continues ? {} : { evaluationsDone: 0, evaluationsReused: 0 }),
      evaluationsPerSecond: null,
      secondsRemaining: null,
      startedAt: null,
      finishedAt: null,
    } as const;
    if (!(await changeRunIf(tx, id, ["SUCCEEDED"], again))) {
      throw conflict("The run was changed by somebody else at the same time; look again.");
    }
    // Its blocks are of another size: the worker must not find it.
    if (!continues) await deleteRunState(tx, id);
    await enqueueJob(tx, "run", id);
    await notifyRunChanged(tx, id);
    return continues ? null : state;
  });
  if (dropped) await blobs.deleteNamed(dropped.blobKey);
  const run = await findRun(db, id);
  if (!run) throw notFound("run");
  return run;
}

/**
 * An earlier version may have evaluated the network in batches that act on its numbers, or with other axes first.
 *
 * @throws {ApiError} CONFLICT when this version would evaluate it otherwise.
 */
async function requireSameNetwork(services: Pick<ApiServices, "db" | "blobs">, run: RunRow): Promise<void> {
  const spec = run.spec as unknown as RunSpec;
  const model = await findModel(services.db, run.modelId);
  if (!model) throw new Error(`The model ${run.modelId} of the run is gone.`);
  const { checkpoints, oneAtATime } = await modelOffer(services, model);
  if (oneAtATime !== null && spec.oneAtATime === undefined) {
    throw conflict(
      `The run let images go through the network in batches, in which they act on each other: ${oneAtATime}. Start a new run.`,
    );
  }
  // Shapes inside a segment are its own.
  const changed = spec.segment
    ? undefined
    : spec.checkpoints.find(({ tensor, shape }) => {
        const now = checkpoints.find((checkpoint) => checkpoint.tensor === tensor);
        return now?.shape.join() !== shape.join();
      });
  if (changed) {
    throw conflict(
      `The run read ${changed.name} as [${changed.shape}], which this version reads otherwise. Start a new run.`,
    );
  }
}

/** Those that the results rest on: a run that reached its target half width stopped before its last one. */
function evaluatedBaseSamples({ provenance }: RunRow, spec: RunSpec): number {
  const { baseSamples } = provenance as { baseSamples?: unknown };
  return typeof baseSamples === "number" ? baseSamples : spec.baseSamples;
}
