import type { RunResult, RunSpec } from "@unitscope/core/reading";
import { copyChannels } from "../db/channelCopy.js";
import { type Connection, inOwnTransaction, type Queries } from "../db/database.js";
import { createIndexMaps, deleteIndexMaps } from "../db/indexMaps.js";
import { notifyRunChanged } from "../db/runChanges.js";
import { changeRunIf } from "../db/runs.js";
import { encodedMaps } from "./encodedMaps.js";
import type { EncodedMap, MapToEncode } from "./encodeMap.js";

/** Large results take their time; far above what any took. */
const TIMEOUT_MS = 30 * 60_000;
/** Bytes of channels that are sent at once: few enough that the threads have work in the meantime. */
const BATCH_BYTES = 4 * 2 ** 20;

/** With what a result is stored. */
export interface StoringOptions {
  readonly databaseUrl: string;
  /** That summarise and pack the maps. */
  readonly threads: number;
}

/**
 * Writes the whole result of a run and its success in one transaction: nobody ever sees a part of it. What a run that
 * was extended had before is replaced; it stays when storing fails.
 *
 * @returns false, and nothing written, when the run is no longer RUNNING (it was deleted).
 */
export async function storeRunResult(
  { databaseUrl, threads }: StoringOptions,
  runId: string,
  spec: RunSpec,
  result: RunResult,
): Promise<boolean> {
  const maps = mapsToEncode(runId, spec, result);
  return inOwnTransaction(databaseUrl, TIMEOUT_MS, async (tx, connection) => {
    // First, so that nobody changes the run in the meantime; with the time of the end once all is written.
    if (!(await changeRunIf(tx, runId, ["RUNNING"], { status: "SUCCEEDED" }))) return false;
    await deleteIndexMaps(tx, runId);
    await insertMaps(tx, connection, maps, threads);
    const { evaluationsPlanned, evaluationsDone, evaluationsReused } = result.evaluations;
    await changeRunIf(tx, runId, ["SUCCEEDED"], {
      finishedAt: new Date(),
      cancelRequestedAt: null,
      failure: null,
      provenance: { ...result.provenance, baseSamples: evaluatedBaseSamples(spec, result) } as object,
      evaluationsPlanned,
      evaluationsDone,
      evaluationsReused,
      secondsRemaining: 0,
    });
    await notifyRunChanged(tx, runId);
    return true;
  });
}

/** Fewer than the design's when a run reached its target half width. */
function evaluatedBaseSamples(spec: RunSpec, { evaluations }: RunResult): number | null {
  // A nested run is made of permutations.
  if (spec.nested) return null;
  return Math.min(evaluations.blocksDone * spec.blockSize, spec.baseSamples);
}

/** @throws {Error} when the result is not of the design. */
function mapsToEncode(runId: string, spec: RunSpec, { maps }: RunResult): MapToEncode[] {
  return maps.map((result, position) => {
    const checkpoint = spec.checkpoints.find(({ name }) => name === result.checkpoint);
    if (checkpoint) return { runId, position, result, checkpoint };
    throw new Error(`The result names the checkpoint "${result.checkpoint}", the design does not.`);
  });
}

async function insertMaps(
  tx: Queries,
  connection: Connection,
  maps: readonly MapToEncode[],
  threads: number,
): Promise<void> {
  let batch: EncodedMap[] = [];
  let bytes = 0;
  const flush = async () => {
    await createIndexMaps(
      tx,
      batch.map(({ map }) => map),
    );
    await copyChannels(
      connection,
      batch.map(({ channels }) => channels),
    );
    batch = [];
    bytes = 0;
  };
  const unitCount = maps.reduce((units, { result }) => units + result.values.length, 0);
  for await (const encoded of encodedMaps(maps, unitCount, threads)) {
    batch.push(encoded);
    bytes += encoded.channels.length;
    if (bytes >= BATCH_BYTES) await flush();
  }
  if (batch.length > 0) await flush();
}
