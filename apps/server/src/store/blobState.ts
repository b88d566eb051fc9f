import { randomUUID } from "node:crypto";
import type { StateStore } from "@unitscope/core/reading";
import type { BlobStore } from "./blobStore.js";

/** Where the key of the last saved state stands. */
export interface StatePointer {
  get(): Promise<string | null>;
  /** @returns false, and nothing written, when what the state belongs to is gone. */
  set(blobKey: string, blocksDone: number): Promise<boolean>;
}

/** Keeps a state: the bytes as a blob, its key where the pointer says. Blobs are made in `states/<folder>`. */
export function blobStateStore(blobs: BlobStore, folder: string, pointer: StatePointer): StateStore {
  return {
    load: async () => {
      const key = await pointer.get();
      return key === null ? null : blobs.getNamed(key);
    },
    save: async (bytes, blocksDone) => {
      const before = await pointer.get();
      // A new name each time: until the pointer names it, the state before stays whole.
      const key = `states/${folder}/${blocksDone}-${randomUUID()}`;
      await blobs.putNamed(key, bytes);
      const isSet = await pointer.set(key, blocksDone);
      const outdated = isSet ? before : key;
      if (outdated !== null) await blobs.deleteNamed(outdated);
    },
  };
}
