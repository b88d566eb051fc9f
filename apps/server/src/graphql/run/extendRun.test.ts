import { afterAll, beforeAll, expect, it } from "vitest";
import { localId } from "../../graphql/globalId.js";
import { finishWithFakeResult } from "../../testing/fakeResult.js";
import { queueRun } from "../../testing/queuedRun.js";
import { importFewSamples, type SampleIds } from "../../testing/sampleStores.js";
import { startTestApi, type TestApi } from "../../testing/testApi.js";

let api: TestApi;
let ids: SampleIds;
beforeAll(async () => {
  api = await startTestApi();
  ids = await importFewSamples(api);
});
afterAll(() => api.stop());

const createRun = (more: Record<string, unknown> = {}) => queueRun(api, ids, more);

type Extended = {
  extendRun: {
    status: string;
    startedAt: string | null;
    design: { baseSamples: number; blockSize: number };
    provenance: { baseSamples: number };
    progress: { evaluationsPlanned: number; evaluationsDone: number };
  };
};
const extend = (id: string, baseSamples: number) =>
  api.graphql<Extended>(
    `mutation { extendRun(id: "${id}", baseSamples: ${baseSamples}) { status startedAt design provenance
      progress { evaluationsPlanned evaluationsDone } } }`,
  );
async function finished(more: Record<string, unknown> = {}): Promise<string> {
  const id = await createRun({ secondOrder: false, ...more });
  await finishWithFakeResult(api, id);
  return id;
}
async function keepState(id: string): Promise<string> {
  const blobKey = `states/${id}/8`;
  await api.blobs.putNamed(blobKey, Buffer.from("state"));
  await api.db.runState.create({ data: { runId: localId("Run", id), blocksDone: 8, blobKey } });
  return blobKey;
}

it("queues it again from its state, its results readable in the meantime", async () => {
  const id = await finished({ baseSamples: 128, targetHalfWidth: 0.1 });
  const other = await finished();
  const blobKey = await keepState(id);
  const { data, errors } = await extend(id, 256);
  expect(errors).toBeUndefined();
  // Five factors without second order: 7 evaluations for each base sample.
  expect(data.extendRun).toMatchObject({
    status: "QUEUED",
    startedAt: null,
    design: { baseSamples: 256, targetHalfWidth: null },
    provenance: { baseSamples: 128 },
    progress: { evaluationsPlanned: 256 * 7, evaluationsDone: 128 * 7 },
  });
  expect(await api.blobs.getNamed(blobKey)).toHaveLength(5);
  const where = 'where: { checkpoint: "fc", measure: ST, factor: "hue" }';
  const read = await api.graphql(
    `{ run(id: "${id}") { indexMaps(checkpoint: "fc", measure: ST) { factor }
      units(${where}, first: 1) { totalCount } unit(checkpoint: "fc", channel: 0) { channel } }
      compareRuns(runIds: ["${id}", "${other}"], measure: ST, checkpoints: ["fc"]) { rows { factor } } }`,
  );
  expect(read.errors).toBeUndefined();
  expect(read.data).toMatchObject({
    run: { indexMaps: [{ factor: "hue" }, { factor: "grayscaling" }], units: { totalCount: 9 } },
    compareRuns: { rows: [{ factor: "hue" }, { factor: "grayscaling" }] },
  });
  expect((await extend(id, 512)).errors?.[0]).toMatchObject({
    message: "The run is QUEUED; only one that SUCCEEDED can be extended.",
    extensions: { code: "CONFLICT" },
  });
  await finishWithFakeResult(api, id, 3);
  const after = await api.graphql(
    `{ run(id: "${id}") { provenance indexMaps(checkpoint: "fc", measure: ST) { summary { min } } } }`,
  );
  // The new results are there once, the old ones gone.
  expect(after.data).toMatchObject({
    run: {
      provenance: { baseSamples: 256 },
      indexMaps: [{ summary: { min: expect.closeTo(0.3, 5) } }, { summary: { min: expect.closeTo(0.3, 5) } }],
    },
  });
  await api.graphql(`mutation { deleteRun(id: "${id}") }`);
  await expect(api.blobs.getNamed(blobKey)).rejects.toThrow();
});

it("starts a small run afresh, because its blocks grow", async () => {
  const id = await finished({ baseSamples: 16 });
  const blobKey = await keepState(id);
  const { data } = await extend(id, 128);
  expect(data.extendRun).toMatchObject({
    design: { blockSize: 16 },
    progress: { evaluationsPlanned: 128 * 7, evaluationsDone: 0 },
  });
  expect(await api.db.runState.count({ where: { runId: localId("Run", id) } })).toBe(0);
  await expect(api.blobs.getNamed(blobKey)).rejects.toThrow();
});

it("refuses what cannot be extended, and changes nothing", async () => {
  const id = await finished({ baseSamples: 128 });
  const refusal = async (baseSamples: number) => (await extend(id, baseSamples)).errors?.[0];
  const conflict = { code: "CONFLICT" };
  expect(await refusal(256)).toMatchObject({
    message: expect.stringContaining("state"),
    extensions: conflict,
  });
  await keepState(id);
  expect(await refusal(128)).toMatchObject({
    message: "The run has 128 base samples already; ask for more.",
    extensions: conflict,
  });
  expect(await refusal(-1)).toMatchObject({ extensions: { code: "BAD_USER_INPUT", field: "baseSamples" } });
  expect((await extend(ids.plain, 256)).errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  const nested = await finished({ method: "SHAPLEY_NESTED", permutations: 2 });
  expect((await extend(nested, 4096)).errors?.[0]).toMatchObject({
    message: expect.stringContaining("permutations"),
    extensions: conflict,
  });
  const { data } = await api.graphql(`{ run(id: "${id}") { status design } }`);
  expect(data).toMatchObject({ run: { status: "SUCCEEDED", design: { baseSamples: 128 } } });
});
