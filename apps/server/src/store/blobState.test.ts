import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { blobStateStore } from "./blobState.js";
import { BlobStore } from "./blobStore.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "unitscope-state-"));
});
afterAll(() => rm(folder, { recursive: true }));

it("keeps the last state and no other, and nothing once its owner is gone", async () => {
  const blobs = BlobStore.inFolder(folder);
  const keys: string[] = [];
  let isThere = true;
  const store = blobStateStore(blobs, "one", {
    get: async () => keys.at(-1) ?? null,
    set: async (key) => {
      if (isThere) keys.push(key);
      return isThere;
    },
  });
  expect(await store.load()).toBeNull();
  await store.save(Uint8Array.of(1), 1);
  await store.save(Uint8Array.of(2), 2);
  expect([...(await store.load())!]).toEqual([2]);
  await expect(blobs.getNamed(keys[0]!)).rejects.toThrow();
  isThere = false;
  await store.save(Uint8Array.of(3), 3);
  expect([...(await store.load())!]).toEqual([2]);
  expect(keys).toHaveLength(2);
});
