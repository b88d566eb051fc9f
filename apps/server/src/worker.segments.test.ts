import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { finishWithFakeResult } from "./testing/fakeResult.js";
import { importFewSamples, type SampleIds } from "./testing/sampleStores.js";
import { startTestApi, type TestApi } from "./testing/testApi.js";
import { WorkerProcess } from "./testing/workerProcess.js";

/** Only a fault waits as long as this. */
const PATIENCE_MS = 500_000;

let api: TestApi;
let ids: SampleIds;
let worker: WorkerProcess | undefined;
beforeAll(async () => {
  api = await startTestApi();
  ids = await importFewSamples(api);
});
afterEach(async () => {
  await worker?.end("SIGTERM");
  worker = undefined;
});
afterAll(() => api.stop());

interface Run {
  id: string;
  name: string;
  status: string;
  failure: string | null;
  segment: object | null;
  checkpoints: { name: string; shape: number[]; unitCount: number }[];
  indexMaps: { checkpoint: { name: string; shape: number[] }; valuesBase64: string }[];
}
const PARTS = "id name status failure segment { from to channel } checkpoints { name shape unitCount }";

/** A small run of the plain network, of a segment or of the whole. */
async function create(segment: object | null, more: object = {}) {
  const input = {
    modelId: ids.plain,
    imageSetId: ids.images,
    method: "SHAPLEY",
    factors: ["hue", "rolling"],
    baseSamples: 8,
    segment,
    ...more,
  };
  return api.graphql<{ createRun: Run }>(
    `mutation ($input: CreateRunInput!) { createRun(input: $input) { ${PARTS} } }`,
    { input },
  );
}

/** Waits until the worker is done with the run. */
async function finished(id: string): Promise<Run> {
  const query = `query ($id: ID!) { run(id: $id) { ${PARTS}
    indexMaps(measure: SHAPLEY, factor: "hue") { checkpoint { name shape } valuesBase64 } } }`;
  const start = Date.now();
  for (;;) {
    const { data } = await api.graphql<{ run: Run }>(query, { id });
    if (data.run.status === "SUCCEEDED") return data.run;
    if (data.run.status === "FAILED" || Date.now() - start > PATIENCE_MS) {
      throw new Error(`${data.run.status}: ${data.run.failure}\n${worker?.log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const LAYER2 = { from: "layer1", to: "layer2", channel: "H" };

it("performs a run of a segment, with the shapes that checkpoints have in it", async () => {
  const { data } = await create(LAYER2);
  const run = data.createRun;
  // 64x64 pixels in place of layer1's 16x16, halved by the first block of layer2: [32, 8, 8] in the whole network.
  const layer2 = { name: "layer2", shape: [32, 32, 32] };
  expect(run).toMatchObject({
    name: "resnet18-plain (layer1..layer2, hue): hue, rolling",
    segment: LAYER2,
    checkpoints: [{ ...layer2, unitCount: 32 ** 3 }],
  });
  worker = WorkerProcess.start(api);
  const [map] = (await finished(run.id)).indexMaps;
  expect(map?.checkpoint).toEqual(layer2);
  expect(Buffer.from(map?.valuesBase64 ?? "", "base64")).toHaveLength(4 * 32 ** 3);
  const { data: model } = await api.graphql<{ model: Pick<Run, "checkpoints"> }>(
    `{ model(id: "${ids.plain}") { checkpoints { name shape } } }`,
  );
  expect(model.model.checkpoints).toContainEqual({ name: "layer2", shape: [32, 8, 8] });
});

it("tells runs of a segment from those of the whole network", async () => {
  const runs = [await create(null), await create({ ...LAYER2, from: null, channel: "V" })];
  const runIds = runs.map(({ data }) => data.createRun.id);
  for (const id of runIds) await finishWithFakeResult(api, id);
  expect(runs[0]?.data.createRun.segment).toBeNull();
  type Differences = { compareRuns: { differences: { field: string; values: (string | null)[] }[] } };
  const { data } = await api.graphql<Differences>(
    "query ($runIds: [ID!]!) { compareRuns(runIds: $runIds, measure: ST) { differences { field values } } }",
    { runIds },
  );
  expect(data.compareRuns.differences).toContainEqual({
    field: "segment",
    values: [null, "input..layer2, value"],
  });
});

describe("a segment that cannot be", () => {
  it.each([
    [{ ...LAYER2, to: "layer9" }, {}, "segment", /no checkpoint "layer9"/],
    [{ ...LAYER2, from: "layer3" }, {}, "segment", /layer2 does not come after layer3/],
    [{ ...LAYER2, from: "layer2.0.conv1" }, {}, "segment", /without passing through the start/],
    [{ ...LAYER2, from: "avgpool", to: "fc" }, {}, "segment", /avgpool\.\.fc, hue .* on images of 64x64/],
    [LAYER2, { checkpoints: ["layer3"] }, "checkpoints", /segment layer1\.\.layer2, hue has no checkpoint/],
    [LAYER2, { softmax: true }, "softmax", /no class probabilities/],
  ])("is refused: %j %j", async (segment, more, field, message) => {
    const before = await api.db.run.count();
    const { errors } = await create(segment, more);
    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(message),
      extensions: { code: "BAD_USER_INPUT", field },
    });
    expect(await api.db.run.count()).toBe(before);
  });
});
