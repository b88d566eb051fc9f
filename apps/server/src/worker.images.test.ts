import { rm } from "node:fs/promises";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { findImageFiles } from "./db/imageSets.js";
import { localId } from "./graphql/globalId.js";
import { importImageFolder } from "./importing/importImageFolder.js";
import { queueRun } from "./testing/queuedRun.js";
import { importFewSamples, type SampleIds } from "./testing/sampleStores.js";
import { startTestApi, type TestApi } from "./testing/testApi.js";
import { WorkerProcess } from "./testing/workerProcess.js";

let api: TestApi;
let ids: SampleIds;
let worker: WorkerProcess | undefined;
beforeAll(async () => {
  api = await startTestApi();
  ids = await importFewSamples(api);
});
afterEach(async () => {
  await worker?.end("SIGTERM");
});
afterAll(() => api.stop());

interface RunView {
  readonly status: string;
  readonly failure: string | null;
  readonly indexMaps: readonly { readonly valuesBase64: string }[];
}

/** Looks at a run until it has ended; the test's own limit ends the waiting. */
async function ended(id: string): Promise<RunView> {
  const query = "query ($id: ID!) { run(id: $id) { status failure indexMaps { valuesBase64 } } }";
  for (;;) {
    const { data } = await api.graphql<{ run: RunView }>(query, { id });
    if (["SUCCEEDED", "FAILED"].includes(data.run.status)) return data.run;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

it("names an image that is lost, and goes on to the same bits once its set is imported again", async () => {
  worker = WorkerProcess.start(api);
  const undisturbed = await ended(await queueRun(api, ids, { name: "whole" }));
  expect(undisturbed.status).toBe("SUCCEEDED");
  const [file] = await findImageFiles(api.db, localId("ImageSet", ids.images));
  const { sha256 } = file!;
  await rm(path.join(api.dataDir, "blobs/sha256", sha256.slice(0, 2), sha256.slice(2, 4), sha256));
  const id = await queueRun(api, ids, { name: "disturbed" });
  const failed = await ended(id);
  expect(failed.status).toBe("FAILED");
  expect(failed.failure).toContain(`The image "${file!.path}" was there when its set was checked`);
  expect(failed.failure).toContain(
    "Import the same images again, under any name, which puts it back; then resuming it continues from its last saved state.",
  );
  const dir = path.join(api.dataDir, "few-images");
  await importImageFolder(api.db, api.blobs, { dir, name: "few again" });
  await api.graphql("mutation ($id: ID!) { resumeRun(id: $id) { id } }", { id });
  const resumed = await ended(id);
  expect(resumed.status).toBe("SUCCEEDED");
  expect(resumed.indexMaps).toEqual(undisturbed.indexMaps);
}, 240_000);
