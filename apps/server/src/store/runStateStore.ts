import type { StateStore } from "@unitscope/core/reading";
import type { Database } from "../db/database.js";
import { deleteRunState, findRunState, putRunState } from "../db/runStates.js";
import { blobStateStore } from "./blobState.js";
import type { BlobStore } from "./blobStore.js";

/** Keeps the state of one run: the bytes as a blob, where they are in the database. */
export function runStateStore(db: Database, blobs: BlobStore, runId: string): StateStore {
  return blobStateStore(blobs, runId, {
    get: async () => (await findRunState(db, runId))?.blobKey ?? null,
    set: async (blobKey, blocksDone) => {
      await putRunState(db, { runId, blocksDone, blobKey });
      return true;
    },
  });
}

/** Forgets the state of a run that needs it no longer. */
export async function dropRunState(db: Database, blobs: BlobStore, runId: string): Promise<void> {
  const state = await findRunState(db, runId);
  if (!state) return;
  await deleteRunState(db, runId);
  await blobs.deleteNamed(state.blobKey);
}
