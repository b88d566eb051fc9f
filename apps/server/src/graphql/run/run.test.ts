import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { CREATE_RUN, queueRun } from "../../testing/queuedRun.js";
import { importFewSamples, type SampleIds } from "../../testing/sampleStores.js";
import { startTestApi, type TestApi } from "../../testing/testApi.js";

let api: TestApi;
let ids: SampleIds;
beforeAll(async () => {
  api = await startTestApi();
  ids = await importFewSamples(api);
});
afterEach(() => api.db.run.deleteMany());
afterAll(() => api.stop());

const createRun = (more: Record<string, unknown> = {}) => queueRun(api, ids, more);

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
    const { errors } = await api.graphql(CREATE_RUN, { input });
    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(message),
      extensions: { code, field },
    });
    expect(await api.db.run.count()).toBe(before);
  });

  it("names the id that leads nowhere", async () => {
    const modelId = Buffer.from("Model:0190a3c4-0000-7000-8000-000000000000").toString("base64url");
    const input = { modelId, imageSetId: ids.images, method: "SOBOL", factors: ["hue"] };
    const { errors } = await api.graphql(CREATE_RUN, { input });
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
      (await api.graphql<{ createRun: { name: string } }>(CREATE_RUN, { input: { ...input, ...more } })).data
        .createRun.name;
    expect(await nameOf({})).toBe("resnet18-plain: hue, rolling");
    expect(await nameOf({ baseSamples: 64 })).toBe("resnet18-plain: hue, rolling, N 64");
    expect(await nameOf({ method: "SHAPLEY_NESTED", permutations: 8 })).toBe(
      "resnet18-plain: hue, rolling, 8 permutations",
    );
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
    const { errors } = await api.graphql(CREATE_RUN, { input: { ...input, draws: 0 } });
    expect(errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT", field: "draws" });
  });

  it("deletes no running run", async () => {
    const id = await createRun();
    await api.db.run.updateMany({ where: { status: "QUEUED" }, data: { status: "RUNNING" } });
    const { errors } = await api.graphql(`mutation { deleteRun(id: "${id}") }`);
    expect(errors?.[0]?.message).toBe("The run is RUNNING; cancel it before deleting it.");
    const cancel = await api.graphql(`mutation { cancelRun(id: "${id}") { status } }`);
    // Its worker would end it.
    expect(cancel.data).toEqual({ cancelRun: { status: "RUNNING" } });
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
  });
});
