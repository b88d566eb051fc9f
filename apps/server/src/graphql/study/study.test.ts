import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { deleteMaskTests } from "../../testing/deleteMaskTests.js";
import { finishWithFakeResult } from "../../testing/fakeResult.js";
import { importFewSamples, type SampleIds } from "../../testing/sampleStores.js";
import { startTestApi, type TestApi } from "../../testing/testApi.js";

let api: TestApi;
let ids: SampleIds;
let runId: string;
beforeAll(async () => {
  api = await startTestApi();
  ids = await importFewSamples(api);
  const input = {
    name: "of set 1",
    modelId: ids.plain,
    imageSetId: ids.images,
    method: "SOBOL",
    factors: ["hue", "grayscaling"],
    checkpoints: ["layer3", "layer4", "fc"],
    baseSamples: 16,
    holdOut: 0.5,
  };
  const query = "mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }";
  runId = (await api.graphql<{ createRun: { id: string } }>(query, { input })).data.createRun.id;
  await finishWithFakeResult(api, runId);
});
afterEach(() => deleteMaskTests(api));
afterAll(() => api.stop());

interface Study {
  id: string;
  status: string;
}
const create = (more = "") =>
  api.graphql<{ createMaskStudy: Study }>(
    `mutation { createMaskStudy(runId: "${runId}", imageSetId: "${ids.images}", ${more || "measure: ST"}) {
      id name status measure factors checkpoints sampleCount randomControls draws failure startedAt finishedAt design
      run { id } imageSet { name } progress { evaluationsPlanned evaluationsDone }
      configurations { label alpha percentile soft inverted } accuracies { input } correlation { labels columnLabels rho }
      clustering { leaves merges { size } clusterOfLeaf leafOrder height } } }`,
  );
const change = (name: string, id: string, selection = "{ id status finishedAt }") =>
  api.graphql<Record<string, Study>>(`mutation { ${name}(id: "${id}") ${selection} }`);
const jobs = async () =>
  (await api.db.$queryRaw<object[]>`SELECT key FROM graphile_worker.jobs WHERE key LIKE 'mask-study:%'`)
    .length;

it("queues a study with the defaults", async () => {
  const { data, errors } = await create();
  expect(errors).toBeUndefined();
  expect(data.createMaskStudy).toMatchObject({
    name: "of set 1: masks by ST",
    status: "QUEUED",
    measure: "ST",
    factors: ["hue", "grayscaling", "permutation", "class", "partition"],
    checkpoints: ["layer3", "layer4"],
    // The run left one of the two images of every class and partition aside.
    sampleCount: 4,
    randomControls: 5,
    draws: 1,
    failure: null,
    startedAt: null,
    run: { id: runId },
    imageSet: { name: "few" },
    // 4 images, 3 inputs: without mask, and 5 factors in 17 configurations with 5 controls each.
    progress: { evaluationsPlanned: 4 * 3 * (1 + 5 * 17 * 6), evaluationsDone: 0 },
    accuracies: [],
    correlation: { labels: [], columnLabels: [], rho: [] },
    clustering: { leaves: [], merges: [], clusterOfLeaf: [], leafOrder: [], height: 0.025 },
  });
  const { configurations, design } = data.createMaskStudy as unknown as {
    configurations: object[];
    design: { seed: number; images: number[] };
  };
  expect(configurations).toHaveLength(17);
  expect(configurations[6]).toMatchObject({ alpha: 0.5, percentile: 0.6, soft: false, inverted: false });
  expect(configurations[16]).toMatchObject({ alpha: null, percentile: null, soft: true, inverted: true });
  expect(design).toMatchObject({ seed: 0, images: { length: 4 } });
  expect(await jobs()).toBe(1);
  await change("deleteMaskStudy", data.createMaskStudy.id, "");
  expect(await jobs()).toBe(0);
});

it("cancels, resumes, lists and deletes a study", async () => {
  const first = (await create('measure: S1, factors: ["hue"], name: " first ", samples: 3')).data
    .createMaskStudy;
  const second = (await create('measure: ST, checkpoints: ["layer4"], partition: "valid"')).data
    .createMaskStudy;
  expect(first).toMatchObject({ name: "first", factors: ["hue"], sampleCount: 3 });
  expect(second).toMatchObject({ checkpoints: ["layer4"], sampleCount: 2 });
  expect((await change("cancelMaskStudy", first.id)).data["cancelMaskStudy"]).toMatchObject({
    status: "CANCELLED",
    finishedAt: expect.any(String),
  });
  expect((await change("cancelMaskStudy", first.id)).errors?.[0]).toMatchObject({
    message: "The study is CANCELLED already; only a QUEUED or RUNNING one can be cancelled.",
    extensions: { code: "CONFLICT" },
  });
  expect((await change("resumeMaskStudy", first.id)).data["resumeMaskStudy"]).toMatchObject({
    status: "QUEUED",
    finishedAt: null,
  });
  expect((await change("resumeMaskStudy", first.id)).errors?.[0]?.extensions.code).toBe("CONFLICT");
  expect(await jobs()).toBe(2);

  const list = await api.graphql(
    `{ maskStudies(runId: "${runId}", first: 1) { totalCount nodes { id } pageInfo { hasNextPage } }
       all: maskStudies { nodes { name } } run(id: "${runId}") { maskStudies { id } } node(id: "${second.id}") { id }
       maskStudy(id: "${second.id}") { status } }`,
  );
  expect(list.data).toMatchObject({
    maskStudies: { totalCount: 2, nodes: [{ id: second.id }], pageInfo: { hasNextPage: true } },
    all: { nodes: [{ name: "of set 1: masks by ST" }, { name: "first" }] },
    run: { maskStudies: [{ id: first.id }, { id: second.id }] },
    node: { id: second.id },
    maskStudy: { status: "QUEUED" },
  });
  const match = await api.graphql(`{ singleClass(studyId: "${first.id}", measure: ST) { factor } }`);
  expect(match.errors?.[0]).toMatchObject({
    message: "The study is QUEUED; classes are matched with one that SUCCEEDED.",
    extensions: { code: "CONFLICT" },
  });

  await api.db.maskStudy.updateMany({ where: { name: "first" }, data: { status: "RUNNING" } });
  expect((await change("deleteMaskStudy", first.id, "")).errors?.[0]?.extensions.code).toBe("CONFLICT");
  expect((await change("cancelMaskStudy", first.id)).data["cancelMaskStudy"]).toMatchObject({
    // Its worker would end it.
    status: "RUNNING",
  });
  await api.db.maskStudy.updateMany({ where: { name: "first" }, data: { status: "FAILED" } });
  expect((await change("deleteMaskStudy", first.id, "")).data).toEqual({ deleteMaskStudy: first.id });
  expect((await change("deleteMaskStudy", second.id, "")).errors).toBeUndefined();
  expect(await api.db.maskStudy.count()).toBe(0);
  expect(await jobs()).toBe(0);
  expect((await change("deleteMaskStudy", second.id, "")).errors?.[0]?.extensions).toEqual({
    code: "NOT_FOUND",
    field: "id",
  });
});

it("does not resume a study of a run that was extended since", async () => {
  const { id } = (await create()).data.createMaskStudy;
  await change("cancelMaskStudy", id);
  const run = await api.db.run.findFirstOrThrow();
  const spec = run.spec as object;
  await api.db.run.update({ where: { id: run.id }, data: { spec: { ...spec, baseSamples: 32 } } });
  expect((await change("resumeMaskStudy", id)).errors?.[0]).toMatchObject({
    message: "The run was extended since, so its index maps are others now; start a new study.",
    extensions: { code: "CONFLICT" },
  });
  await api.db.run.update({ where: { id: run.id }, data: { spec } });
});

it.each([
  ["measure: MEAN", "measure", /cannot be made from MEAN/],
  ["measure: SHAPLEY", "measure", /cannot be made by SHAPLEY/],
  ["measure: S2", "measure", /pairs of factors/],
  ['measure: ST, factors: ["rolling"]', "factors", /no factor "rolling"; there are hue, grayscaling/],
  ['measure: ST, checkpoints: ["layer9"]', "checkpoints", /no checkpoint "layer9"/],
  ["measure: ST, samples: 0", "samples", /samples is 0/],
  ["measure: ST, randomControls: 101", "randomControls", /randomControls is 101/],
  ['measure: ST, partition: "test"', "partition", /train, valid/],
  ['measure: ST, name: ""', "name", /1 to 200 characters/],
])("refuses createMaskStudy(%s) and queues nothing", async (more, field, message) => {
  const { errors } = await create(more);
  expect(errors?.[0]).toMatchObject({
    message: expect.stringMatching(message),
    extensions: { code: "BAD_USER_INPUT", field },
  });
  expect(await api.db.maskStudy.count()).toBe(0);
});

it("refuses impossible thresholds and heights", async () => {
  const { id } = (await create()).data.createMaskStudy;
  const field = async (query: string) => (await api.graphql(query)).errors?.[0]?.extensions;
  for (const [name, value] of [
    ["leastJaccard", 2],
    ["timesUnmasked", -1],
    ["randomProbability", -0.1],
  ]) {
    expect(
      await field(`{ singleClass(studyId: "${id}", measure: ST, ${name}: ${value}) { factor } }`),
    ).toEqual({ code: "BAD_USER_INPUT", field: name });
  }
  expect(await field(`{ maskStudy(id: "${id}") { clustering(height: 2) { height } } }`)).toEqual({
    code: "BAD_USER_INPUT",
    field: "height",
  });
});
