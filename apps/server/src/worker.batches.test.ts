import request from "supertest";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { twinNet } from "../../../tests/golden/channelsLastNet.js";
import { fieldFile } from "../../../tests/golden/fieldCases.js";
import { batchMeanNet, dynamicallyQuantisedNet } from "../../../tests/golden/tinyNets.js";
import { localId, toGlobalId } from "./graphql/globalId.js";
import { importImageFolder } from "./importing/importImageFolder.js";
import { importModelFile } from "./importing/importModel.js";
import { CREATE_RUN } from "./testing/queuedRun.js";
import { copyFewImages } from "./testing/sampleStores.js";
import { startTestApi, type TestApi } from "./testing/testApi.js";
import { WorkerProcess } from "./testing/workerProcess.js";

/** Generous: other work may share the machine. */
const PATIENCE_MS = 240_000;
const REASON = 'node "quantise" (DynamicQuantizeLinear) takes the range of its numbers over the whole batch';

let api: TestApi;
let imageSetId: string;
let worker: WorkerProcess | undefined;
beforeAll(async () => {
  api = await startTestApi();
  const dir = await copyFewImages(`${api.dataDir}/few-images`);
  imageSetId = toGlobalId("ImageSet", (await importImageFolder(api.db, api.blobs, { dir, name: "few" })).id);
});
afterEach(async () => {
  await worker?.end("SIGTERM");
  worker = undefined;
});
afterAll(() => api.stop());

/** Imports a network; its global id. */
async function imported(name: string, bytes: Uint8Array): Promise<string> {
  return toGlobalId("Model", (await importModelFile(api.db, api.blobs, { file: { bytes }, name })).id);
}

/** Makes a model as an earlier version left it: nobody has tried how it takes batches. */
async function forget(modelId: string, checkpoint: object = {}): Promise<void> {
  const id = localId("Model", modelId);
  await api.db.model.update({ where: { id }, data: { oneAtATime: null } });
  await api.db.checkpoint.updateMany({ where: { modelId: id, shape: { isEmpty: false } }, data: checkpoint });
}

const inputFor = (modelId: string, more: object = {}) => ({
  input: { modelId, imageSetId, method: "SHAPLEY", factors: ["hue", "rolling"], baseSamples: 8, ...more },
});

async function created(
  modelId: string,
  more: object = {},
): Promise<{ id: string; design: Record<string, unknown> }> {
  const mutation = "mutation ($input: CreateRunInput!) { createRun(input: $input) { id design } }";
  const { data, errors } = await api.graphql<{ createRun: { id: string; design: Record<string, unknown> } }>(
    mutation,
    inputFor(modelId, more),
  );
  expect(errors).toBeUndefined();
  return data.createRun;
}

/** Waits until the worker is done with a run. */
async function ended(id: string): Promise<{ status: string; failure: string | null; provenance: object }> {
  const query = "query ($id: ID!) { run(id: $id) { status failure provenance } }";
  for (const start = Date.now(); ; ) {
    const { data } = await api.graphql<{ run: Awaited<ReturnType<typeof ended>> }>(query, { id });
    if (data.run.status === "SUCCEEDED" || data.run.status === "FAILED") return data.run;
    if (Date.now() - start > PATIENCE_MS) throw new Error(`${data.run.status}\n${worker?.log}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe("importing", () => {
  it.each([
    ["bn_train", 'node "node_BatchNormalization_1" (BatchNormalization)'],
    ["random", 'node "node_RandomNormalLike_1" (RandomNormalLike)'],
  ])("refuses %s as unsupported, naming the node", async (name, nodeName) => {
    const upload = await request(api.url)
      .post("/uploads")
      .set("content-type", "application/octet-stream")
      .send(Buffer.from(fieldFile(`batch_dependent/${name}.onnx`)));
    const { errors } = await api.graphql(
      "mutation ($id: ID!, $name: String!) { importModel(uploadId: $id, name: $name) { id } }",
      { id: upload.body.uploadId, name },
    );
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining(nodeName),
      extensions: { code: "MODEL_UNSUPPORTED" },
    });
    expect(await api.db.model.count({ where: { name } })).toBe(0);
  });

  it("tells why images go one at a time, and null where they need not", async () => {
    const id = await imported("quantised", dynamicallyQuantisedNet());
    const one = await imported("one image a batch", dynamicallyQuantisedNet(1));
    const query = "query ($id: ID!) { model(id: $id) { oneAtATime checkpoints { note } } }";
    const { data } = await api.graphql(query, { id });
    expect(data).toMatchObject({
      model: { oneAtATime: REASON, checkpoints: expect.arrayContaining([{ note: null }]) },
    });
    expect((await api.graphql(query, { id: one })).data).toMatchObject({ model: { oneAtATime: null } });
    expect((await created(id)).design["oneAtATime"]).toBe(REASON);
    expect((await created(one)).design).not.toHaveProperty("oneAtATime");
  });
});

describe("a network that an earlier version has imported", () => {
  it("is tried when a run is asked for, and its answer stored", async () => {
    const id = await imported("mean", batchMeanNet());
    await forget(id);
    const reason = 'the ReduceMean node that makes "batch mean" works along the batch axis';
    expect((await created(id)).design["oneAtATime"]).toBe(reason);
    const stored = await api.db.model.findUnique({ where: { id: localId("Model", id) } });
    expect(stored?.oneAtATime).toBe(reason);
  });

  it("has its checkpoints described anew", async () => {
    const id = await imported("channels last", twinNet("NHWC"));
    await forget(id, { shape: [8, 8, 6] });
    const { design } = await created(id, { checkpoints: ["pool"] });
    expect(design["checkpoints"]).toMatchObject([{ tensor: "pool", shape: [6, 8, 8] }]);
    const rows = await api.db.checkpoint.findMany({ where: { modelId: localId("Model", id) } });
    expect(rows.find(({ tensor }) => tensor === "pool")?.shape).toEqual([6, 8, 8]);
    expect((await api.db.model.findUnique({ where: { id: localId("Model", id) } }))?.oneAtATime).toBe("");
  });

  it("is refused when this version does not analyse it", async () => {
    const id = await imported("was let through", dynamicallyQuantisedNet(4));
    const staging = api.blobs.stage();
    const sha256 = await staging.put(fieldFile("batch_dependent/random.onnx"));
    await staging.keep();
    await api.db.model.update({ where: { id: localId("Model", id) }, data: { oneAtATime: null, sha256 } });
    const { errors } = await api.graphql(CREATE_RUN, inputFor(id));
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining("RandomNormalLike"),
      extensions: { code: "MODEL_UNSUPPORTED", field: "modelId" },
    });
  });

  it("does not let a run go on that let images go in batches", async () => {
    const id = await imported("extended", dynamicallyQuantisedNet());
    const run = await created(id);
    const { oneAtATime, ...spec } = run.design;
    await api.db.run.update({
      where: { id: localId("Run", run.id) },
      data: { status: "SUCCEEDED", spec: spec as object },
    });
    await forget(id);
    const { errors } = await api.graphql(
      "mutation ($id: ID!) { extendRun(id: $id, baseSamples: 16) { id } }",
      { id: run.id },
    );
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining(String(oneAtATime)),
      extensions: { code: "CONFLICT" },
    });
  });
});

it(
  "performs runs one image at a time, says so, and performs none that was planned otherwise",
  async () => {
    await api.db.run.deleteMany();
    const id = await imported("performed", dynamicallyQuantisedNet());
    const run = await created(id);
    const old = await created(id);
    const { oneAtATime, ...spec } = old.design;
    await api.db.run.update({ where: { id: localId("Run", old.id) }, data: { spec: spec as object } });
    worker = WorkerProcess.start(api);
    expect(await ended(run.id)).toMatchObject({ status: "SUCCEEDED", provenance: { oneAtATime: REASON } });
    expect(await ended(old.id)).toMatchObject({
      status: "FAILED",
      failure: expect.stringContaining(String(oneAtATime)),
    });
  },
  PATIENCE_MS,
);
