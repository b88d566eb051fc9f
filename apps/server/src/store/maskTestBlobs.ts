import { randomUUID } from "node:crypto";
import type { Progress, StateStore } from "@unitscope/core/reading";
import type { Database } from "../db/database.js";
import type { MaskTestRow, MaskTestTable } from "../db/maskTests.js";
import { blobStateStore } from "./blobState.js";
import type { BlobStore } from "./blobStore.js";

/** Keeps the state of an evaluation or a study while it is RUNNING. */
export function maskTestStateStore(
  db: Database,
  blobs: BlobStore,
  table: MaskTestTable,
  id: string,
): StateStore {
  return blobStateStore(blobs, id, {
    get: async () => (await table.find(db, id))?.stateKey ?? null,
    set: (stateKey) => table.changeIf(db, id, ["RUNNING"], { stateKey }),
  });
}

/**
 * Stores the predictions of a test and its success; the state is needed no longer. A test that is no longer RUNNING (it
 * was deleted) leaves nothing.
 */
export async function storePredictions(
  db: Database,
  blobs: BlobStore,
  table: MaskTestTable,
  id: string,
  { predictions, progress }: { predictions: Uint8Array; progress: Progress | null },
): Promise<void> {
  const predictionsKey = `predictions/${id}-${randomUUID()}`;
  await blobs.putNamed(predictionsKey, predictions);
  const stateKey = (await table.find(db, id))?.stateKey ?? null;
  const isStored = await table.changeIf(db, id, ["RUNNING"], {
    status: "SUCCEEDED",
    finishedAt: new Date(),
    failure: null,
    cancelRequestedAt: null,
    stateKey: null,
    predictionsKey,
    ...(progress && {
      evaluationsPlanned: progress.evaluationsPlanned,
      evaluationsDone: progress.evaluationsDone,
      evaluationsReused: progress.evaluationsReused,
    }),
    secondsRemaining: 0,
  });
  if (!isStored) await blobs.deleteNamed(predictionsKey);
  if (stateKey !== null) await blobs.deleteNamed(stateKey);
}

/** Deletes what tests have outside the database; their rows must be gone, or point to it no longer. */
export async function deleteTestBlobs(
  blobs: BlobStore,
  tests: readonly Pick<MaskTestRow, "stateKey" | "predictionsKey">[],
): Promise<void> {
  const keys = tests.flatMap(({ stateKey, predictionsKey }) => [stateKey, predictionsKey]);
  for (const key of keys) if (key !== null) await blobs.deleteNamed(key);
}
