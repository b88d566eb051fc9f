import {
  blockCount,
  type CheckpointSpec,
  type IndexMapResult,
  plannedEvaluations,
  type RunMeasure,
  type RunResult,
  type RunSpec,
} from "@unitscope/core/reading";
import { findRun, updateRun } from "../db/runs.js";
import { notFound } from "../graphql/errors.js";
import { localId } from "../graphql/globalId.js";
import { dequeueJob } from "../jobs/queue.js";
import { storeRunResult } from "../store/runResultStore.js";
import type { TestApi } from "./testApi.js";

/**
 * Ends a queued run with a result that no network made: unit u of a checkpoint with U units has the value
 * (u + shift) / U, half width 1/128, and the last unit none; the first two units are not to be trusted, and units of odd
 * number are distinguishable from 0. Measures: MEAN,
 * VARIANCE, S1 and ST of the factors, S2 of the first two.
 */
export async function finishWithFakeResult(api: TestApi, runId: string, shift = 0): Promise<void> {
  const value = (u: number, units: number) => (u + shift) / units;
  await finishWithMaps(api, runId, ({ checkpoints, factors }) =>
    checkpoints.flatMap((checkpoint) => [
      fakeMap(checkpoint, "MEAN", null, null, value),
      fakeMap(checkpoint, "VARIANCE", null, null, value),
      ...factors.map((factor) => fakeMap(checkpoint, "S1", factor, null, value)),
      ...factors.map((factor) => fakeMap(checkpoint, "ST", factor, null, value)),
      fakeMap(checkpoint, "S2", factors[0]!, factors[1]!, value),
    ]),
  );
}

/** Ends a queued run with the maps that `make` gives for its specification. */
export async function finishWithMaps(
  api: TestApi,
  runId: string,
  make: (spec: RunSpec) => IndexMapResult[],
): Promise<{ readonly spec: RunSpec; readonly result: RunResult }> {
  const spec = await startQueuedRun(api, runId);
  const result = fakeResult(spec, make(spec));
  await storeRunResult({ databaseUrl: api.databaseUrl, threads: 2 }, localId("Run", runId), spec, result);
  return { spec, result };
}

/** Marks a queued run as taken by a worker. */
export async function startQueuedRun(api: TestApi, runId: string): Promise<RunSpec> {
  const id = localId("Run", runId);
  await dequeueJob(api.db, "run", id);
  await updateRun(api.db, id, { status: "RUNNING", startedAt: new Date() });
  const run = await findRun(api.db, id);
  if (!run) throw notFound("run");
  return run.spec as unknown as RunSpec;
}

/** What a run that evaluated all of its design would give with these maps. */
export function fakeResult(spec: RunSpec, maps: readonly IndexMapResult[]): RunResult {
  const planned = plannedEvaluations(spec);
  const blocks = blockCount(spec);
  return {
    maps,
    evaluations: {
      evaluationsPlanned: planned,
      evaluationsDone: planned,
      evaluationsReused: 0,
      blocksDone: blocks,
      blocks,
    },
    provenance: {
      engine: "0.1.0",
      onnxRuntime: "1",
      executionProvider: "cpu",
      node: "v20",
      platform: "linux-x64",
      threads: 1,
      hosts: 1,
    },
  };
}

/** A map of given values; half widths and flags as `finishWithFakeResult` says. */
export function fakeMap(
  checkpoint: CheckpointSpec,
  measure: RunMeasure,
  factor: string | null,
  withFactor: string | null,
  value: (u: number, units: number) => number,
): IndexMapResult {
  const [channels = 1] = checkpoint.shape;
  const units = checkpoint.shape.reduce((product, length) => product * length, 1);
  const values = Float64Array.from({ length: units }, (_, u) => value(u, units));
  values[units - 1] = Number.NaN;
  const halfWidths = new Float64Array(units).fill(1 / 128);
  halfWidths[units - 1] = Number.NaN;
  return {
    checkpoint: checkpoint.name,
    measure,
    factor,
    withFactor,
    values,
    halfWidths,
    aggregated: factor === null ? Number.NaN : 0.5,
    aggregatedHalfWidth: factor === null ? Number.NaN : 0.02,
    channelAggregated: new Float64Array(channels).fill(factor === null ? Number.NaN : 0.4),
    channelAggregatedHalfWidths: new Float64Array(channels).fill(factor === null ? Number.NaN : 0.03),
    flags:
      factor === null
        ? null
        : {
            trusted: Uint8Array.from({ length: units }, (_, u) => Number(u >= 2)),
            distinguishable: Uint8Array.from({ length: units }, (_, u) => u % 2),
            simultaneousHalfWidth: 0.05,
          },
  };
}
