import { randomUUID } from "node:crypto";
import type { StateStore } from "@unitscope/core/run/ports";
import type { Database } from "../db/database.js";
import { deleteRunState, findRunState, putRunState } from "../db/runStates.js";
import type { BlobStore } from "./blobStore.js";

/** Keeps the state of one run: the bytes as a blob, where they are in the database. */
export function runStateStore(db: Database, blobs: BlobStore, runId: string): StateStore {
  return {
    load: async () => {
      const state = await findRunState(db, runId);
      return state ? blobs.getNamed(state.blobKey) : null;
    },
    save: async (bytes, blocksDone) => {
      const before = await findRunState(db, runId);
      // A new name each time: until the row points to it, the state before stays whole.
      const blobKey = `states/${runId}/${blocksDone}-${randomUUID()}`;
      await blobs.putNamed(blobKey, bytes);
      await putRunState(db, { runId, blocksDone, blobKey });
      if (before) await blobs.deleteNamed(before.blobKey);
    },
  };
}

/** Forgets the state of a run that needs it no longer. */
export async function dropRunState(db: Database, blobs: BlobStore, runId: string): Promise<void> {
  const state = await findRunState(db, runId);
  if (!state) return;
  await deleteRunState(db, runId);
  await blobs.deleteNamed(state.blobKey);
}
