import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { type Database, openDatabase } from "../../apps/server/dist/db/database.js";
import { migrateDatabase } from "../../apps/server/dist/db/migrate.js";
import { createRun, updateRun } from "../../apps/server/dist/db/runs.js";
import { MIGRATIONS_DIR } from "../../apps/server/dist/env.js";
import { toGlobalId } from "../../apps/server/dist/graphql/globalId.js";
import { importImageFolder } from "../../apps/server/dist/importing/importImageFolder.js";
import { importModelFile } from "../../apps/server/dist/importing/importModel.js";
import { prepareQueue } from "../../apps/server/dist/jobs/queue.js";
import { startTemporaryPostgres } from "../../apps/server/dist/local/temporaryPostgres.js";
import { BlobStore } from "../../apps/server/dist/store/blobStore.js";
import { storeRunResult } from "../../apps/server/dist/store/runResultStore.js";
import { factorsOf } from "../../packages/core/dist/run/inputSpace.js";
import { plannedEvaluations } from "../../packages/core/dist/run/methodPlan.js";
import { runAnalysis } from "../../packages/core/dist/run/runAnalysis.js";
import type { RunResult } from "../../packages/core/dist/run/runResult.js";
import type { RunSpec } from "../../packages/core/dist/run/runSpec.js";
import { sampleImages } from "../../tests/golden/sampleRun.js";
import { model, specOf } from "./subject.js";

const SAMPLES = fileURLToPath(new URL("../../samples/tinted-fashion", import.meta.url));

/** A database with two finished runs of the whole network. */
export interface StoredRuns {
  readonly databaseUrl: string;
  readonly dataDir: string;
  /** Global ids. */
  readonly runs: readonly string[];
  /** Of the first one. */
  readonly spec: RunSpec;
  readonly storingSeconds: readonly number[];
  /** Index maps with their channels, tables and indices, of one run. */
  readonly mebibytesPerRun: number;
  stop(): Promise<void>;
}

/** Starts a Postgres and stores two real runs in it (set 1, S1, ST, S2, N 32: as many numbers as of any size). */
export async function storeRuns(): Promise<StoredRuns> {
  const postgres = await startTemporaryPostgres();
  const dataDir = await mkdtemp(path.join(tmpdir(), "unitscope-bench-"));
  const databaseUrl = postgres.connectionString;
  await migrateDatabase(databaseUrl, MIGRATIONS_DIR);
  await prepareQueue(databaseUrl, pino({ level: "silent" }));
  const db = openDatabase(databaseUrl);
  const blobs = BlobStore.inFolder(dataDir);
  const network = await importModelFile(db, blobs, { file: { bytes: model }, name: "resnet18" });
  const images = await importImageFolder(db, blobs, { dir: SAMPLES, name: "tinted-fashion" });
  const runs: string[] = [];
  const storingSeconds: number[] = [];
  const specs = [0, 1].map((seed) => specOf({ augmentationSet: "SET_1", baseSamples: 32, seed }));
  for (const [i, spec] of specs.entries()) {
    const result = await runAnalysis({ spec, model, images: sampleImages(), threads: 2 });
    const { id } = await createRun(db, {
      name: `resnet18 ${i}`,
      status: "RUNNING",
      method: spec.method,
      modelId: network.id,
      imageSetId: images.id,
      spec: spec as object,
      factors: factorsOf(spec) as unknown as object[],
      checkpoints: spec.checkpoints.map(({ name }) => name),
      evaluationsPlanned: plannedEvaluations(spec),
    });
    await updateRun(db, id, { startedAt: new Date() });
    storingSeconds.push(await secondsToStore(databaseUrl, id, spec, result));
    runs.push(toGlobalId("Run", id));
  }
  const mebibytesPerRun = (await storedBytes(db)) / 2 ** 20 / runs.length;
  await db.$disconnect();
  return {
    databaseUrl,
    dataDir,
    runs,
    spec: specs[0],
    storingSeconds,
    mebibytesPerRun,
    stop: async () => {
      await postgres.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}

async function secondsToStore(
  databaseUrl: string,
  id: string,
  spec: RunSpec,
  result: RunResult,
): Promise<number> {
  const start = performance.now();
  if (!(await storeRunResult({ databaseUrl, threads: 2 }, id, spec, result)))
    throw new Error("The result was not stored.");
  return (performance.now() - start) / 1000;
}

async function storedBytes(db: Database): Promise<number> {
  const [{ bytes }] = await db.$queryRaw<{ bytes: bigint }[]>`
    SELECT pg_total_relation_size('"IndexMap"') + pg_total_relation_size('"ChannelIndex"') AS bytes`;
  return Number(bytes);
}
