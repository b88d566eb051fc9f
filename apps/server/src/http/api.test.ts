import request from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localId } from "../graphql/globalId.js";
import { finishWithFakeResult } from "../testing/fakeResult.js";
import { importFewSamples, type SampleIds } from "../testing/sampleStores.js";
import { ORIGIN, startTestApi, type TestApi } from "../testing/testApi.js";

let api: TestApi;
let ids: SampleIds;
beforeAll(async () => {
  api = await startTestApi();
  ids = await importFewSamples(api);
});
afterAll(() => api.stop());

const CREATE = "mutation ($input: CreateRunInput!) { createRun(input: $input) { id name status } }";

/** A run of two factors on two checkpoints, in the queue. */
async function createRun(more: Record<string, unknown> = {}): Promise<string> {
  const input = {
    modelId: ids.plain,
    imageSetId: ids.images,
    method: "SOBOL",
    factors: ["hue", "grayscaling"],
    checkpoints: ["layer4", "fc"],
    baseSamples: 16,
    ...more,
  };
  const { data, errors } = await api.graphql<{ createRun: { id: string } }>(CREATE, { input });
  expect(errors).toBeUndefined();
  return data.createRun.id;
}

describe("conventions", () => {
  it("answers health when the database does", async () => {
    const { status, body } = await request(api.url).get("/health");
    expect([status, body]).toEqual([200, { status: "ok" }]);
  });

  it("keeps the helpful text of a wrong query", async () => {
    const { errors } = await api.graphql("{ runs { node { id } } }");
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining('Did you mean "nodes"'),
      extensions: { code: "BAD_USER_INPUT" },
    });
    const broken = await api.graphql("{ runs {");
    expect(broken.errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
    const variables = await api.graphql("query ($id: ID!) { run(id: $id) { id } }");
    expect(variables.errors?.[0]).toMatchObject({ extensions: { code: "BAD_USER_INPUT" } });
  });

  it("refuses made-up ids, and finds nothing under unknown ones", async () => {
    const madeUp = await api.graphql('{ run(id: "abc") { id } }');
    expect(madeUp.errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT", field: "id" });
    const unknown = Buffer.from("Run:0190a3c4-0000-7000-8000-000000000000").toString("base64url");
    expect((await api.graphql(`{ run(id: "${unknown}") { id } }`)).data).toEqual({ run: null });
    expect((await api.graphql(`{ node(id: "${unknown}") { id } }`)).data).toEqual({ node: null });
    const cancel = await api.graphql(`mutation { cancelRun(id: "${unknown}") { id } }`);
    expect(cancel.errors?.[0]?.extensions).toEqual({ code: "NOT_FOUND", field: "id" });
  });

  it("tells nothing of the inside", async () => {
    const id = await createRun();
    // A row that breaks a promise of ours, as damage of the database would.
    await api.db.run.updateMany({ data: { factors: "damaged" } });
    const { errors } = await api.graphql(`{ run(id: "${id}") { factors { key } } }`);
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining("unexpected"),
      extensions: { code: "INTERNAL", requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
    expect(JSON.stringify(errors)).not.toContain("damaged");
    expect(JSON.stringify(errors)).not.toContain("stack");
    await api.graphql(`mutation { deleteRun(id: "${id}") }`);
  });

  it("lets the dashboard's page call it and no other", async () => {
    const query = { query: "{ me { name role } }" };
    const ours = await request(api.url).post("/graphql").set("Origin", ORIGIN).send(query);
    expect(ours.headers["access-control-allow-origin"]).toBe(ORIGIN);
    expect(ours.body.data).toEqual({ me: { name: "local", role: "ADMIN" } });
    const foreign = await request(api.url).post("/graphql").set("Origin", "https://example.org").send(query);
    expect(foreign.status).toBe(403);
    const upload = await request(api.url).post("/uploads").set("Origin", "https://example.org").send("x");
    expect(upload.status).toBe(403);
  });

  it("refuses queries that are too large, and answers introspection", async () => {
    const deep = `${"model { runs { nodes { ".repeat(5)}id${" } } }".repeat(5)}`;
    const { errors } = await api.graphql(`{ runs { nodes { ${deep} } } }`);
    expect(errors?.[0]?.extensions.code).toBe("QUERY_TOO_COMPLEX");
    const { data } = await api.graphql<{ __schema: { queryType: { name: string } } }>(
      "{ __schema { queryType { name } } }",
    );
    expect(data.__schema.queryType.name).toBe("Query");
    const long = await request(api.url)
      .post("/graphql")
      .send({ query: "#".repeat(1_100_000) });
    expect([long.status, long.body.errors[0].extensions.code]).toEqual([413, "BAD_USER_INPUT"]);
  });
});

describe("models and image sets", () => {
  it("lists networks with their checkpoints in forward order", async () => {
    const { data } = await api.graphql<{ models: { totalCount: number; nodes: Record<string, unknown>[] } }>(
      `{ models(search: "PLAIN") { totalCount nodes {
        id name sha256 byteSize opset inputShape classLabels createdAt
        preprocessing { resize crop mean std channelOrder }
        checkpoints { name shape unitCount suggested } } } }`,
    );
    expect(data.models.totalCount).toBe(1);
    const [model] = data.models.nodes;
    expect(model).toMatchObject({
      id: ids.plain,
      name: "resnet18-plain",
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      opset: 17,
      inputShape: [-1, 3, 64, 64],
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      preprocessing: { resize: 64, crop: 64, channelOrder: "RGB" },
    });
    const suggested = (model!["checkpoints"] as { name: string; suggested: boolean }[]).filter(
      (c) => c.suggested,
    );
    expect(suggested.map((c) => c.name)).toEqual([
      "maxpool",
      "layer1",
      "layer2",
      "layer3",
      "layer4",
      "avgpool",
      "fc",
    ]);
  });

  it("finds by id, by name and as a node", async () => {
    const query = `query ($id: ID!, $set: ID!) {
      byId: model(id: $id) { name } byName: model(name: "resnet18-plain") { id }
      none: model(name: "none") { id } node(id: $id) { id ... on Model { name } }
      imageSet(id: $set) { name imageCount classes partitions { name imageCount } }
      imageSets { totalCount nodes { name } } }`;
    const { data } = await api.graphql(query, { id: ids.plain, set: ids.images });
    expect(data).toEqual({
      byId: { name: "resnet18-plain" },
      byName: { id: ids.plain },
      none: null,
      node: { id: ids.plain, name: "resnet18-plain" },
      imageSet: {
        name: "few",
        imageCount: 8,
        classes: ["bag", "trouser"],
        partitions: [
          { name: "train", imageCount: 4 },
          { name: "valid", imageCount: 4 },
        ],
      },
      imageSets: { totalCount: 1, nodes: [{ name: "few" }] },
    });
    const both = await api.graphql("{ model { id } }");
    expect(both.errors?.[0]?.message).toBe("Give either id or name.");
    const otherKind = await api.graphql(`{ model(id: "${ids.images}") { id } }`);
    expect(otherKind.errors?.[0]?.message).toBe("This is the id of a ImageSet; a Model is meant.");
  });

  it("pages by cursor", async () => {
    type Page = {
      models: { nodes: { name: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
    };
    const query = `query ($after: String) { models(first: 1, after: $after) {
      totalCount nodes { name } edges { cursor node { name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
    const one = (await api.graphql<Page>(query)).data.models;
    expect(one).toMatchObject({
      totalCount: 2,
      nodes: [{ name: "resnet18-augmented" }],
      pageInfo: { hasNextPage: true },
    });
    const two = (await api.graphql<Page>(query, { after: one.pageInfo.endCursor })).data.models;
    expect(two).toMatchObject({
      nodes: [{ name: "resnet18-plain" }],
      pageInfo: { hasNextPage: false, hasPreviousPage: true },
    });
    const bad = await api.graphql(query, { after: "abc" });
    expect(bad.errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT", field: "after" });
    const none = await api.graphql("{ models(first: 0) { totalCount } }");
    expect(none.errors?.[0]?.message).toBe("first is 0; a page has 1 to 500 entries.");
  });

  it("lists the augmentation sets with the bounds for a size", async () => {
    type Sets = {
      augmentationSets: {
        key: string;
        factors: { key: string; parameters: { key: string; max: number }[] }[];
      }[];
    };
    const { data } = await api.graphql<Sets>(
      "{ augmentationSets(imageSize: 64) { key factors { key parameters { key max } } } }",
    );
    expect(data.augmentationSets.map(({ key, factors }) => [key, factors.length])).toEqual([
      ["SET_1", 5],
      ["SET_2", 7],
      ["SET_3", 12],
    ]);
    const [set1] = data.augmentationSets;
    expect(set1!.factors.find(({ key }) => key === "rolling")!.parameters).toEqual([
      { key: "dy", max: 12 },
      { key: "dx", max: 12 },
    ]);
    expect(set1!.factors.find(({ key }) => key === "grayscaling")!.parameters).toEqual([
      { key: "on", max: 1 },
    ]);
  });
});

describe("asking for a run", () => {
  it("fills in the defaults and queues it", async () => {
    const { data } = await api.graphql<{ createRun: Record<string, unknown> }>(
      `mutation ($input: CreateRunInput!) { createRun(input: $input) {
        name status method tags design startedAt durationSeconds failure model { name } imageSet { name }
        factors { key kind } checkpoints { name } progress { evaluationsPlanned evaluationsDone secondsRemaining } } }`,
      { input: { modelId: ids.plain, imageSetId: ids.images, method: "SOBOL", augmentationSet: "SET_1" } },
    );
    expect(data.createRun).toMatchObject({
      name: expect.stringMatching(/^resnet18-plain: SET_1$/),
      status: "QUEUED",
      startedAt: null,
      durationSeconds: null,
      model: { name: "resnet18-plain" },
      imageSet: { name: "few" },
      design: { baseSamples: 1024, seed: 0, secondOrder: true, image: "WITH_CLASS", minMax: true },
      // 8 factors with second order: 1024 (2 * 8 + 2).
      progress: { evaluationsPlanned: 18_432, evaluationsDone: 0, secondsRemaining: null },
    });
    expect(data.createRun["factors"]).toContainEqual({ key: "permutation", kind: "PERMUTATION" });
    expect(data.createRun["checkpoints"]).toHaveLength(7);
  });

  it.each([
    [{ checkpoints: ["layer9"] }, "BAD_USER_INPUT", "checkpoints", /no checkpoint "layer9".*layer1, layer2/],
    [{ factors: ["hues"] }, "BAD_USER_INPUT", "factors", /no augmentation "hues".*hue/],
    [{ factors: [] }, "BAD_USER_INPUT", "factors", /at least one factor/],
    [{ augmentationSet: "SET_9", factors: null }, "BAD_USER_INPUT", "augmentationSet", /SET_1, SET_2, SET_3/],
    [{ baseSamples: 1 }, "BAD_USER_INPUT", "baseSamples", /baseSamples is 1/],
    [{ seed: -1 }, "BAD_USER_INPUT", "seed", /seed is -1/],
    [{ targetHalfWidth: 2 }, "BAD_USER_INPUT", "targetHalfWidth", /between 0 and 1/],
    [{ name: "  " }, "BAD_USER_INPUT", "name", /1 to 200 characters/],
    [{ tags: [""] }, "BAD_USER_INPUT", "tags", /1 to 50 characters/],
  ])("refuses %o and writes nothing", async (wrong, code, field, message) => {
    const before = await api.db.run.count();
    const input = { modelId: ids.plain, imageSetId: ids.images, method: "SOBOL", factors: ["hue"], ...wrong };
    const { errors } = await api.graphql(CREATE, { input });
    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(message),
      extensions: { code, field },
    });
    expect(await api.db.run.count()).toBe(before);
  });

  it("names the id that leads nowhere", async () => {
    const modelId = Buffer.from("Model:0190a3c4-0000-7000-8000-000000000000").toString("base64url");
    const input = { modelId, imageSetId: ids.images, method: "SOBOL", factors: ["hue"] };
    const { errors } = await api.graphql(CREATE, { input });
    expect(errors?.[0]?.extensions).toEqual({ code: "NOT_FOUND", field: "modelId" });
  });
});

describe("changing a run", () => {
  it("cancels a queued run at once, resumes, relabels and deletes it", async () => {
    const id = await createRun({ tags: [" a ", "a", "b"], notes: "first" });
    const jobs = async () =>
      Number(
        (
          await api.db.$queryRaw<
            { n: bigint }[]
          >`SELECT count(*) AS n FROM graphile_worker.jobs WHERE key LIKE '%' || ${Buffer.from(
            id,
            "base64url",
          )
            .toString()
            .slice(4)}`
        )[0]!.n,
      );
    expect(await jobs()).toBe(1);
    const state = "id status tags notes name finishedAt";
    type Run = { run: { status: string; finishedAt: string | null } };
    const cancelled = await api.graphql<Run>(`mutation { run: cancelRun(id: "${id}") { ${state} } }`);
    expect(cancelled.data.run).toMatchObject({
      status: "CANCELLED",
      tags: ["a", "b"],
      finishedAt: expect.any(String),
    });
    expect(await jobs()).toBe(0);
    const again = await api.graphql(`mutation { cancelRun(id: "${id}") { id } }`);
    expect(again.errors?.[0]).toMatchObject({
      message: "The run is CANCELLED already; only a QUEUED or RUNNING one can be cancelled.",
      extensions: { code: "CONFLICT" },
    });
    const resumed = await api.graphql<Run>(`mutation { run: resumeRun(id: "${id}") { ${state} } }`);
    expect(resumed.data.run).toMatchObject({ status: "QUEUED", finishedAt: null });
    expect(await jobs()).toBe(1);
    const twice = await api.graphql(`mutation { resumeRun(id: "${id}") { id } }`);
    expect(twice.errors?.[0]?.extensions.code).toBe("CONFLICT");
    const renamed = await api.graphql(
      `mutation { updateRun(id: "${id}", name: " new ", notes: null) { name tags notes } }`,
    );
    expect(renamed.data).toEqual({ updateRun: { name: "new", tags: ["a", "b"], notes: null } });
    expect((await api.graphql(`mutation { deleteRun(id: "${id}") }`)).data).toEqual({ deleteRun: id });
    expect(await jobs()).toBe(0);
    expect((await api.graphql(`{ run(id: "${id}") { id } }`)).data).toEqual({ run: null });
  });

  it("names a run that nobody named, with its size when the name is taken", async () => {
    const input = {
      modelId: ids.plain,
      imageSetId: ids.images,
      method: "SOBOL",
      factors: ["hue", "rolling"],
    };
    const nameOf = async (more: object) =>
      (await api.graphql<{ createRun: { name: string } }>(CREATE, { input: { ...input, ...more } })).data
        .createRun.name;
    expect(await nameOf({})).toBe("resnet18-plain: hue, rolling");
    expect(await nameOf({ baseSamples: 64 })).toBe("resnet18-plain: hue, rolling, N 64");
    expect(await nameOf({ method: "SHAPLEY_NESTED", permutations: 8 })).toBe(
      "resnet18-plain: hue, rolling, 8 permutations",
    );
    await api.db.run.deleteMany();
  });

  it("takes the settings of every method", async () => {
    const designOf = async (more: object) => {
      const input = { modelId: ids.plain, imageSetId: ids.images, factors: ["hue", "grayscaling"], ...more };
      const { data, errors } = await api.graphql<{ createRun: { design: Record<string, unknown> } }>(
        "mutation ($input: CreateRunInput!) { createRun(input: $input) { design } }",
        { input },
      );
      expect(errors).toBeUndefined();
      return data.createRun.design;
    };
    const loops = { permutations: 3, outerSamples: 2, innerSamples: 5 };
    const nested = await designOf({ method: "SHAPLEY_NESTED", ...loops, players: "COLUMNS" });
    expect(nested["nested"]).toEqual({ ...loops, players: "COLUMNS" });
    expect(await designOf({ method: "CONTRAST", draws: 7 })).toMatchObject({ draws: 7, nested: null });
    const probabilities = await designOf({ method: "SHAPLEY", softmax: true });
    expect(probabilities["softmax"]).toMatch(/./);
    const input = { modelId: ids.plain, imageSetId: ids.images, factors: ["hue"], method: "CONTRAST" };
    const { errors } = await api.graphql(CREATE, { input: { ...input, draws: 0 } });
    expect(errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT", field: "draws" });
    await api.db.run.deleteMany();
  });

  it("deletes no running run", async () => {
    const id = await createRun();
    await api.db.run.updateMany({ where: { status: "QUEUED" }, data: { status: "RUNNING" } });
    const { errors } = await api.graphql(`mutation { deleteRun(id: "${id}") }`);
    expect(errors?.[0]?.message).toBe("The run is RUNNING; cancel it before deleting it.");
    const cancel = await api.graphql(`mutation { cancelRun(id: "${id}") { status } }`);
    // Its worker would end it.
    expect(cancel.data).toEqual({ cancelRun: { status: "RUNNING" } });
    await api.db.run.deleteMany();
  });

  it("lists runs by filter and order", async () => {
    await createRun({ name: "b first", tags: ["x"] });
    await createRun({ name: "a second", modelId: ids.augmented, notes: "Deep Thoughts" });
    const names = async (args: string) => {
      const { data, errors } = await api.graphql<{ runs: { nodes: { name: string }[] } }>(
        `{ runs(${args}) { nodes { name } } }`,
      );
      expect(errors).toBeUndefined();
      return data.runs.nodes.map(({ name }) => name);
    };
    expect(await names("first: 10")).toEqual(["a second", "b first"]);
    expect(await names("orderBy: CREATED_ASC")).toEqual(["b first", "a second"]);
    expect(await names("orderBy: NAME_ASC")).toEqual(["a second", "b first"]);
    expect(await names('filter: { tag: "x" }')).toEqual(["b first"]);
    expect(await names('filter: { search: "deep th" }')).toEqual(["a second"]);
    expect(await names(`filter: { modelId: "${ids.plain}" }`)).toEqual(["b first"]);
    expect(await names("filter: { status: [RUNNING, FAILED] }")).toEqual([]);
    expect(await names("filter: { method: [SOBOL] }")).toHaveLength(2);
    const ofModel = await api.graphql(
      `{ model(id: "${ids.augmented}") { runs(first: 5) { totalCount nodes { name } } } }`,
    );
    expect(ofModel.data).toEqual({ model: { runs: { totalCount: 1, nodes: [{ name: "a second" }] } } });
    await api.db.run.deleteMany();
  });
});

describe("results", () => {
  let first: string;
  let second: string;
  beforeAll(async () => {
    first = await createRun({ name: "first" });
    second = await createRun({ name: "second", modelId: ids.augmented, seed: 7 });
    await finishWithFakeResult(api, first);
    await finishWithFakeResult(api, second, 10);
  });

  it("gives index maps in order, with their summaries", async () => {
    type Maps = {
      run: {
        status: string;
        indexMaps: {
          measure: string;
          factor: string | null;
          flagsBase64: string | null;
          summary: Record<string, unknown>;
        }[];
      };
    };
    const { data } = await api.graphql<Maps>(
      `{ run(id: "${first}") { status durationSeconds provenance indexMaps(checkpoint: "fc") { measure factor withFactor checkpoint { name shape }
        flagsBase64 summary { count undefinedCount untrustedCount distinguishableCount simultaneousHalfWidth95 mean sd min max meanHalfWidth95 aggregated aggregatedHalfWidth95
          quantiles { p value } histogram { edges counts } coarse: histogram(bins: 2) { edges counts } } } } }`,
    );
    expect(data.run.status).toBe("SUCCEEDED");
    const { indexMaps } = data.run;
    expect(indexMaps.map(({ measure, factor }) => [measure, factor])).toEqual([
      ["MEAN", null],
      ["VARIANCE", null],
      ["S1", "hue"],
      ["S1", "grayscaling"],
      ["ST", "hue"],
      ["ST", "grayscaling"],
      ["S2", "hue"],
    ]);
    const summary = indexMaps[2]!.summary;
    expect(summary).toMatchObject({
      count: 9,
      undefinedCount: 1,
      min: 0,
      aggregated: 0.5,
      aggregatedHalfWidth95: 0.02,
      untrustedCount: 2,
      distinguishableCount: 4,
      simultaneousHalfWidth95: 0.05,
    });
    expect([...Buffer.from(indexMaps[2]!.flagsBase64!, "base64")]).toEqual([0, 2, 1, 3, 1, 3, 1, 3, 1, 3]);
    expect(indexMaps[0]).toMatchObject({
      measure: "MEAN",
      flagsBase64: null,
      summary: { untrustedCount: null, distinguishableCount: null, simultaneousHalfWidth95: null },
    });
    expect(summary["mean"]).toBeCloseTo(0.4, 6);
    expect(summary["meanHalfWidth95"]).toBe(1 / 128);
    expect((summary["histogram"] as { counts: number[] }).counts).toHaveLength(32);
    expect((summary["coarse"] as { counts: number[] }).counts).toEqual([4, 5]);
    expect(indexMaps[0]!.summary["aggregated"]).toBeNull();
  });

  it("gives channels, values and half widths", async () => {
    type Maps = {
      run: {
        indexMaps: {
          id: string;
          channels: unknown[];
          valuesBase64: string;
          halfWidthsBase64: string;
          downloadUrl: string;
        }[];
      };
    };
    const { data } = await api.graphql<Maps>(
      `{ run(id: "${first}") { indexMaps(checkpoint: "layer4", measure: S1, factor: "hue") { id valuesBase64 halfWidthsBase64 downloadUrl
        channels(orderBy: MAX_DESC, first: 2) { channel mean max argmaxY argmaxX halfWidth95 aggregated undefinedCount } } } }`,
    );
    const [map] = data.run.indexMaps;
    // The last channel's last unit is undefined, so its largest is the one before.
    expect(map!.channels[0]).toMatchObject({
      channel: 127,
      argmaxY: 1,
      argmaxX: 0,
      undefinedCount: 1,
      aggregated: 0.4,
    });
    expect(map!.channels[1]).toMatchObject({ channel: 126, argmaxY: 1, argmaxX: 1, undefinedCount: 0 });
    const floats = (text: string) => {
      const bytes = Buffer.from(text, "base64");
      return Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(i * 4));
    };
    const values = floats(map!.valuesBase64);
    expect(values).toHaveLength(512);
    expect(values.slice(0, 3)).toEqual([0, 1 / 512, 2 / 512]);
    expect(values[511]).toBeNaN();
    expect(floats(map!.halfWidthsBase64)[0]).toBe(1 / 128);
    const body = Buffer.from(await (await fetch(map!.downloadUrl)).arrayBuffer());
    expect(body.toString("latin1", 1, 6)).toBe("NUMPY");
    expect(body.readFloatLE(body.length - 512 * 4 + 4)).toBeCloseTo(1 / 512, 9);
    const node = await api.graphql(
      `{ node(id: "${map!.id}") { id ... on IndexMap { measure factor checkpoint { name } } } }`,
    );
    expect(node.data).toEqual({
      node: { id: map!.id, measure: "S1", factor: "hue", checkpoint: { name: "layer4" } },
    });
    const missing = await request(api.url).get("/index-maps/abc.npy");
    expect(missing.status).toBe(400);
  });

  it("pages units by value", async () => {
    type Units = {
      run: {
        units: {
          nodes: { channel: number; value: number; trusted: boolean | null }[];
          pageInfo: { endCursor: string };
          totalCount: number;
        };
      };
    };
    const query = `query ($id: ID!, $after: String) { run(id: $id) { units(
      where: { checkpoint: "fc", measure: ST, factor: "hue" }, first: 4, after: $after) {
      totalCount nodes { channel y x value halfWidth95 trusted } pageInfo { endCursor hasNextPage } } } }`;
    const one = (await api.graphql<Units>(query, { id: first })).data.run.units;
    expect(one.totalCount).toBe(9);
    expect(one.nodes.map(({ channel }) => channel)).toEqual([8, 7, 6, 5]);
    expect(one.nodes[0]).toMatchObject({ y: 0, x: 0, halfWidth95: 1 / 128 });
    const two = (await api.graphql<Units>(query, { id: first, after: one.pageInfo.endCursor })).data.run
      .units;
    expect(two.nodes.map(({ channel }) => channel)).toEqual([4, 3, 2, 1]);
    expect(two.nodes.map(({ trusted }) => trusted)).toEqual([true, true, true, false]);
  });

  it.each([
    ['checkpoint: "layer9", measure: ST, factor: "hue"', "where.checkpoint", /it reads layer4, fc/],
    [
      'checkpoint: "fc", measure: ST, factor: "rolling"',
      "where.factor",
      /no ST of "rolling"; there are hue, grayscaling/,
    ],
    ['checkpoint: "fc", measure: SHAPLEY, factor: "hue"', "where.measure", /no SHAPLEY/],
    ['checkpoint: "fc", measure: S2, factor: "hue"', "where.withFactor", /hue with grayscaling/],
  ])("says what there is instead of units(where: { %s })", async (where, field, message) => {
    const { errors } = await api.graphql(
      `{ run(id: "${first}") { units(where: { ${where} }) { totalCount } } }`,
    );
    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(message),
      extensions: { code: "BAD_USER_INPUT", field },
    });
  });

  it("finds S2 with its factors in either order, and MEAN without a factor", async () => {
    const unit = (where: string) => `units(where: { checkpoint: "fc", ${where} }, first: 1) { totalCount }`;
    const { data } = await api.graphql(
      `{ run(id: "${first}") { a: ${unit('measure: S2, factor: "grayscaling", withFactor: "hue"')} b: ${unit('measure: MEAN, factor: ""')} } }`,
    );
    expect(data).toEqual({ run: { a: { totalCount: 9 }, b: { totalCount: 9 } } });
  });

  it("tells everything about a unit", async () => {
    type Unit = {
      run: { unit: { mean: number; indices: Record<string, unknown>[] } };
    };
    const query = (channel: number) =>
      `{ run(id: "${first}") { unit(checkpoint: "fc", channel: ${channel}) { channel y x mean variance indices { measure factor withFactor value halfWidth95 trusted distinguishable } } } }`;
    const { unit } = (await api.graphql<Unit>(query(3))).data.run;
    expect(unit.mean).toBeCloseTo(0.3, 5);
    expect(unit.indices.map(({ measure, factor }) => `${measure} ${factor}`)).toEqual([
      "S1 hue",
      "S1 grayscaling",
      "ST hue",
      "ST grayscaling",
      "S2 hue",
    ]);
    expect(unit.indices[0]).toMatchObject({ trusted: true, distinguishable: true });
    const unsure = (await api.graphql<Unit>(query(0))).data.run.unit;
    expect(unsure.indices[0]).toMatchObject({ trusted: false, distinguishable: false });
    // Undefined is null, not zero.
    const undefinedUnit = (await api.graphql<Unit>(query(9))).data.run.unit;
    expect(undefinedUnit.indices[0]).toMatchObject({ value: null, trusted: null, distinguishable: null });
    const outside = await api.graphql(query(10));
    expect(outside.errors?.[0]?.message).toBe("channel is 10; in this checkpoint it goes from 0 to 9.");
  });

  it("divides units by their largest factor", async () => {
    const { data } = await api.graphql(
      `{ run(id: "${first}") { specialization(checkpoint: "fc", measure: ST) { factor units share } } }`,
    );
    expect(data).toEqual({
      run: {
        specialization: [
          { factor: "hue", units: 0, share: 0 },
          { factor: "grayscaling", units: 0, share: 0 },
          // All factors of this result have the same values.
          { factor: "undecided", units: 9, share: 1 },
        ],
      },
    });
  });

  it("compares runs", async () => {
    type Comparison = {
      compareRuns: {
        runs: { name: string }[];
        rows: {
          checkpoint: string;
          factor: string;
          cells: {
            difference: number | null;
            differenceHalfWidth95: number | null;
            aggregatedDifference: number | null;
            aggregatedDifferenceHalfWidth95: number | null;
          }[];
        }[];
        agreement: { rho: number; topOverlap: number }[];
        differences: { field: string; values: string[] }[];
      };
    };
    const query = `query ($ids: [ID!]!, $base: ID) { compareRuns(runIds: $ids, measure: S1, checkpoints: ["fc"], baselineRunId: $base) {
      measure runs { name } rows { checkpoint factor withFactor cells { runId mean sd median p95 halfWidth95 difference differenceHalfWidth95 aggregated aggregatedDifference aggregatedDifferenceHalfWidth95 } }
      agreement { checkpoint factor runA runB rho topOverlap } differences { field values } } }`;
    const { data } = await api.graphql<Comparison>(query, { ids: [first, second] });
    const { runs, rows, agreement, differences } = data.compareRuns;
    expect(runs.map(({ name }) => name)).toEqual(["first", "second"]);
    expect(rows.map(({ checkpoint, factor }) => [checkpoint, factor])).toEqual([
      ["fc", "hue"],
      ["fc", "grayscaling"],
    ]);
    const [base, other] = rows[0]!.cells;
    expect([base!.difference, base!.differenceHalfWidth95]).toEqual([null, null]);
    expect(other!.difference).toBeCloseTo(1, 6);
    expect(other!.differenceHalfWidth95).toBeCloseTo(Math.SQRT2 / 128, 6);
    expect(base!.aggregatedDifference).toBeNull();
    expect(other!.aggregatedDifference).toBe(0);
    expect(other!.aggregatedDifferenceHalfWidth95).toBeCloseTo(0.02 * Math.SQRT2, 6);
    expect(agreement).toHaveLength(2);
    expect(agreement[0]).toMatchObject({ rho: 1, topOverlap: 1 });
    expect(differences).toEqual([{ field: "seed", values: ["0", "7"] }]);
    const turned = (await api.graphql<Comparison>(query, { ids: [first, second], base: second })).data
      .compareRuns;
    expect(turned.rows[0]!.cells[0]!.difference).toBeCloseTo(-1, 6);
  });

  it("compares only what can be compared", async () => {
    const queued = await createRun();
    const compare = async (runIds: string[]) =>
      (
        await api.graphql("query ($ids: [ID!]!) { compareRuns(runIds: $ids, measure: S1) { measure } }", {
          ids: runIds,
        })
      ).errors?.[0];
    expect(await compare([first])).toMatchObject({ extensions: { code: "BAD_USER_INPUT", field: "runIds" } });
    expect(await compare([first, first])).toMatchObject({
      message: expect.stringContaining("1 different of 2"),
    });
    expect(await compare([first, queued])).toMatchObject({ extensions: { code: "CONFLICT" } });
    const unknown = Buffer.from("Run:0190a3c4-0000-7000-8000-000000000000").toString("base64url");
    expect(await compare([first, unknown])).toMatchObject({
      extensions: { code: "NOT_FOUND", field: "runIds" },
    });
  });
});

describe("extending a run", () => {
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
        indexMaps: [
          { summary: { min: expect.closeTo(0.3, 5) } },
          { summary: { min: expect.closeTo(0.3, 5) } },
        ],
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
});
