import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Database, openDatabase } from "../db/database.js";
import { BlobStore } from "../store/blobStore.js";
import { modelFile } from "../store/modelFile.js";
import { SAMPLES } from "../testing/testApi.js";
import { createTestDatabase } from "../testing/testDatabase.js";
import { importModelFile } from "./importModel.js";

const RANDOM = path.resolve(SAMPLES, "../tests/reference/field/batch_dependent/random.onnx");
const PLAIN = path.join(SAMPLES, "resnet18-plain.onnx");
const AUGMENTED = path.join(SAMPLES, "resnet18-augmented.onnx");

let db: Database;
let dataDir: string;
let blobs: BlobStore;
beforeAll(async () => {
  db = openDatabase(await createTestDatabase(), { connections: 3 });
  dataDir = await mkdtemp(path.join(tmpdir(), "unitscope-models-"));
  blobs = BlobStore.inFolder(dataDir);
});
afterAll(async () => {
  await db.$disconnect();
  await rm(dataDir, { recursive: true });
});

/** Paths of all stored files, staged ones too. */
async function stored(): Promise<string[]> {
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

it("keeps nothing of a model that is refused, and one file of a model that is imported twice at once", async () => {
  await expect(importModelFile(db, blobs, { file: { path: RANDOM }, name: "random" })).rejects.toThrow(
    "RandomNormalLike",
  );
  expect(await stored()).toEqual([]);
  const labels = [{ id: null, label: "a" }];
  await expect(importModelFile(db, blobs, { file: { path: PLAIN }, name: "plain", labels })).rejects.toThrow(
    "There are 1 class labels",
  );
  expect(await stored()).toEqual([]);
  const request = { file: { path: PLAIN }, name: "plain" };
  const [first, second] = await Promise.all([
    importModelFile(db, blobs, request),
    importModelFile(db, blobs, request),
  ]);
  expect(first.id).toBe(second.id);
  expect(await stored()).toHaveLength(1);
  // A name that another file has refuses as well.
  await expect(importModelFile(db, blobs, { file: { path: AUGMENTED }, name: "plain" })).rejects.toThrow(
    "Another model is already called",
  );
  expect(await stored()).toHaveLength(1);
});

it("tells a stored file that is damaged or missing, and puts it back when it is imported again", async () => {
  const request = { file: { path: AUGMENTED }, name: "damaged" };
  const model = await importModelFile(db, blobs, request);
  const file = (await stored()).find((name) => name.endsWith(model.sha256))!;
  const bytes = await readFile(file);
  // One weight: the runtime would notice nothing.
  bytes[bytes.length >> 1]! ^= 1;
  await writeFile(file, bytes);
  await expect(modelFile(blobs, model)).rejects.toThrow(
    'The stored file of the network "damaged" is damaged. Import the same file',
  );
  expect((await importModelFile(db, blobs, request)).id).toBe(model.id);
  expect(await modelFile(blobs, model)).toHaveLength(bytes.length);
  await rm(file);
  await expect(modelFile(blobs, model)).rejects.toThrow("cannot be read");
  await importModelFile(db, blobs, request);
  expect(await modelFile(blobs, model)).toHaveLength(bytes.length);
});
