import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { deleteMaskTests } from "../../testing/deleteMaskTests.js";
import { finishWithFakeResult } from "../../testing/fakeResult.js";
import { importFewSamples, type SampleIds } from "../../testing/sampleStores.js";
import { startTestApi, type TestApi } from "../../testing/testApi.js";

let api: TestApi;
let ids: SampleIds;
let runId: string;
let queuedId: string;
beforeAll(async () => {
  api = await startTestApi();
  ids = await importFewSamples(api);
  runId = await createRun();
  await finishWithFakeResult(api, runId);
  queuedId = await createRun();
});
afterEach(() => deleteMaskTests(api));
afterAll(() => api.stop());

/** Two convolutional checkpoints and the last value; unit u of U has the index u / U, the last one none. */
const CHECKPOINTS = ["layer3", "layer4", "fc"];
const LAYER4_UNITS = 128 * 2 * 2;

async function createRun(): Promise<string> {
  const input = {
    modelId: ids.plain,
    imageSetId: ids.images,
    method: "SOBOL",
    factors: ["hue", "grayscaling"],
    checkpoints: CHECKPOINTS,
    baseSamples: 16,
  };
  const { data } = await api.graphql<{ createRun: { id: string } }>(
    "mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }",
    { input },
  );
  return data.createRun.id;
}

function rule(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    runId,
    measure: "ST",
    factor: "hue",
    percentile: 0.9,
    direction: "ABOVE",
    alpha: 0,
    checkpoints: ["layer4"],
    ...more,
  };
}

interface Part {
  checkpoint: string;
  shape: number[];
  unitCount: number;
  requested: number;
  undefinedCount: number;
  threshold: number;
  hasThreshold: boolean;
  tiesLeftOut: number;
  channels: { channel: number; unitCount: number }[];
  downloadUrl: string;
  unitsUrl: string;
}
interface MaskView {
  id: string;
  name: string;
  unitCount: number;
  alpha: number;
  checkpoints: Part[];
}
const PART =
  "checkpoint shape unitCount requested undefinedCount threshold hasThreshold tiesLeftOut channels { channel unitCount } downloadUrl unitsUrl";
const MASK = `id name unitCount alpha checkpoints { ${PART} }`;

async function preview(more: Record<string, unknown> = {}): Promise<Part[]> {
  const query = `query ($rule: MaskRuleInput!) { previewMask(rule: $rule) { ${PART} } }`;
  const { data, errors } = await api.graphql<{ previewMask: Part[] }>(query, { rule: rule(more) });
  expect(errors).toBeUndefined();
  return data.previewMask;
}

async function create(more: Record<string, unknown> = {}): Promise<MaskView> {
  const query = `mutation ($rule: MaskRuleInput!) { createMask(rule: $rule) { ${MASK} } }`;
  const { data, errors } = await api.graphql<{ createMask: MaskView }>(query, { rule: rule(more) });
  expect(errors).toBeUndefined();
  return data.createMask;
}

/** float32 values and shape of a NumPy file. */
async function npy(url: string): Promise<{ shape: string; values: number[] }> {
  const body = Buffer.from(await (await fetch(url)).arrayBuffer());
  expect(body.toString("latin1", 1, 6)).toBe("NUMPY");
  const start = 10 + body.readUInt16LE(8);
  const shape = /'shape': \(([^)]*)\)/.exec(body.toString("latin1", 10, start))?.[1] ?? "";
  const count = (body.length - start) / 4;
  return { shape, values: Array.from({ length: count }, (_, i) => body.readFloatLE(start + 4 * i)) };
}

async function csv(url: string): Promise<number[][]> {
  const [head, ...rows] = (await (await fetch(url)).text()).trimEnd().split("\n");
  expect(head).toBe("channel,y,x,value");
  return rows.map((row) => row.split(",").map((cell) => (cell === "" ? Number.NaN : Number(cell))));
}

const range = (start: number, end: number) => Array.from({ length: end - start }, (_, i) => start + i);

describe("masks", () => {
  it("chooses exactly as many units as the rule asks for, the strongest ones", async () => {
    const [part] = await preview();
    // ceil(0.1 * 512) = 52; the last unit has no index, so the chosen ones are 459 to 510.
    expect(part).toMatchObject({
      checkpoint: "layer4",
      shape: [128, 2, 2],
      unitCount: 52,
      requested: 52,
      undefinedCount: 1,
      threshold: 459 / LAYER4_UNITS,
      hasThreshold: true,
      tiesLeftOut: 0,
    });
    const counts = part!.channels.filter(({ unitCount }) => unitCount > 0);
    expect(part!.channels).toHaveLength(128);
    expect(counts[0]).toEqual({ channel: 114, unitCount: 1 });
    expect(counts.at(-1)).toEqual({ channel: 127, unitCount: 3 });
    expect(counts).toHaveLength(14);
    expect(await csv(part!.unitsUrl)).toEqual(
      range(459, 511).map((unit) => [unit >> 2, (unit >> 1) & 1, unit & 1, unit / LAYER4_UNITS]),
    );
    const weakest = (await preview({ direction: "BELOW", percentile: 0.25 }))[0]!;
    expect((await csv(weakest.unitsUrl)).map(([channel, y, x]) => 4 * channel! + 2 * y! + x!)).toEqual(
      range(0, 128),
    );
  });

  it("takes all convolutional checkpoints when none is named, and says so when nothing can be chosen", async () => {
    expect((await preview({ checkpoints: [] })).map(({ checkpoint }) => checkpoint)).toEqual([
      "layer3",
      "layer4",
    ]);
    const [none] = await preview({ percentile: 1 });
    expect(none).toMatchObject({ unitCount: 0, threshold: 0, hasThreshold: false });
  });

  it("stores what the preview shows", async () => {
    const rules = [{}, { direction: "BELOW" }, { soft: "M" }, { soft: "ONE_MINUS_M" }, { checkpoints: null }];
    for (const more of [...rules, { measure: "S2", withFactor: "grayscaling", percentile: 0.5 }]) {
      const previewed = await preview(more);
      const mask = await create(more);
      expect(mask.unitCount).toBe(previewed.reduce((sum, { unitCount }) => sum + unitCount, 0));
      const query = `query ($id: ID!) { mask(id: $id) { ${MASK} } }`;
      const { data } = await api.graphql<{ mask: MaskView }>(query, { id: mask.id });
      expect(data.mask).toEqual(mask);
      const withoutUrls = ({ downloadUrl: _d, unitsUrl: _u, ...part }: Part) => part;
      expect(mask.checkpoints.map(withoutUrls)).toEqual(previewed.map(withoutUrls));
      for (const [i, part] of mask.checkpoints.entries()) {
        expect(part.downloadUrl).not.toBe(previewed[i]!.downloadUrl);
        expect(await npy(part.downloadUrl)).toEqual(await npy(previewed[i]!.downloadUrl));
        expect(await csv(part.unitsUrl)).toEqual(await csv(previewed[i]!.unitsUrl));
      }
    }
  });

  it("gives the multipliers as a NumPy file", async () => {
    const [part] = await preview({ alpha: 1.5 });
    const { shape, values } = await npy(part!.downloadUrl);
    expect(shape).toBe("128, 2, 2");
    expect(values).toEqual(range(0, LAYER4_UNITS).map((unit) => (unit >= 459 && unit < 511 ? 1.5 : 1)));
    const [soft] = await preview({ soft: "ONE_MINUS_M" });
    const softValues = (await npy(soft!.downloadUrl)).values;
    // Multiples of 2^-9, which float32 holds exactly; the undefined unit claims nothing.
    expect(softValues).toEqual(range(0, LAYER4_UNITS).map((u) => (u === 511 ? 1 : 1 - u / LAYER4_UNITS)));
    expect(soft).toMatchObject({ unitCount: 511, hasThreshold: false });
  });

  it("refuses addresses that lead to no file", async () => {
    const mask = await create();
    const address = mask.checkpoints[0]!.downloadUrl;
    const status = async (url: string) => (await fetch(url)).status;
    expect(await status(address.replace("layer4", "layer9"))).toBe(404);
    expect(await status(address.replace(".npy", ".txt"))).toBe(404);
    expect(await status(`${api.url}/masks/abc/layer4.npy`)).toBe(400);
    const [part] = await preview();
    expect(await status(part!.downloadUrl.replace("percentile=0.9", "percentile=x"))).toBe(400);
    expect(await status(part!.downloadUrl.replace("measure=ST", "measure=NONE"))).toBe(400);
    expect(await status(part!.downloadUrl.split("?")[0]!)).toBe(400);
  });

  it("combines two masks of a run", async () => {
    const left = await create({ percentile: 0.5, alpha: 0.5 });
    const right = await create({ direction: "BELOW", percentile: 0.75, alpha: 0.5 });
    const combine = (combination: string, more = "") =>
      api.graphql<{ combineMasks: MaskView & { combination: string } }>(
        `mutation { combineMasks(left: "${left.id}", right: "${right.id}", combination: ${combination} ${more}) { combination ${MASK} } }`,
      );
    // Above: 255 to 510; below: 0 to 383.
    const union = (await combine("UNION")).data.combineMasks;
    expect(union).toMatchObject({ unitCount: 511, alpha: 0.5, combination: "UNION" });
    expect(union.name).toBe("ST of hue above 0.5, alpha 0.5 or ST of hue below 0.75, alpha 0.5");
    const both = (await combine("INTERSECTION", ', alpha: 2, name: "both"')).data.combineMasks;
    expect(both).toMatchObject({ unitCount: 129, alpha: 2, name: "both" });
    expect(both.checkpoints[0]).toMatchObject({ hasThreshold: false, requested: 129 });
    const rows = await csv(both.checkpoints[0]!.unitsUrl);
    expect(rows.map(([channel, y, x]) => 4 * channel! + 2 * y! + x!)).toEqual(range(255, 384));
    expect(rows.every(([, , , value]) => Number.isNaN(value))).toBe(true);
    expect((await npy(both.checkpoints[0]!.downloadUrl)).values[300]).toBe(2);

    const damped = await create({ alpha: 0.1 });
    const differ = await api.graphql(
      `mutation { combineMasks(left: "${left.id}", right: "${damped.id}", combination: UNION) { id } }`,
    );
    expect(differ.errors?.[0]).toMatchObject({
      message: "The masks multiply by 0.5 and by 0.1; say which alpha the new one has.",
      extensions: { code: "BAD_USER_INPUT", field: "alpha" },
    });
    const soft = await create({ soft: "M" });
    const ofSoft = await api.graphql(
      `mutation { combineMasks(left: "${left.id}", right: "${soft.id}", combination: UNION, alpha: 0) { id } }`,
    );
    expect(ofSoft.errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  });

  it("lists masks with their run, finds one as a node, and deletes it", async () => {
    const first = await create();
    const second = await create({ soft: "M", measure: "S1" });
    const { data } = await api.graphql<{ run: { masks: { id: string }[] } }>(
      `{ run(id: "${runId}") { masks { id name measure factor withFactor percentile direction soft run { id } evaluations { id } } } }`,
    );
    expect(data.run.masks).toEqual([
      {
        id: first.id,
        name: "ST of hue above 0.9, alpha 0",
        measure: "ST",
        factor: "hue",
        withFactor: null,
        percentile: 0.9,
        direction: "ABOVE",
        soft: null,
        run: { id: runId },
        evaluations: [],
      },
      expect.objectContaining({ id: second.id, name: "soft m of S1 of hue", soft: "M" }),
    ]);
    const node = `{ node(id: "${first.id}") { id ... on Mask { unitCount } } }`;
    expect((await api.graphql(node)).data).toEqual({ node: { id: first.id, unitCount: 52 } });
    const remove = `mutation { deleteMask(id: "${first.id}") }`;
    expect((await api.graphql(remove)).data).toEqual({ deleteMask: first.id });
    expect((await api.graphql(node)).data).toEqual({ node: null });
    expect((await api.graphql(remove)).errors?.[0]?.extensions).toEqual({ code: "NOT_FOUND", field: "id" });
    expect(await api.db.maskCheckpoint.count()).toBe(1);
  });

  it.each([
    [{ percentile: 1.2 }, "percentile", /from 0 to 1, not 1.2/],
    [{ alpha: 2000 }, "alpha", /-1000 to 1000/],
    [{ seed: -1 }, "seed", /seed/],
    [{ factor: "rolling" }, "factor", /no ST of "rolling"; there are hue, grayscaling/],
    [{ measure: "SHAPLEY" }, "measure", /no SHAPLEY/],
    [{ measure: "MEAN" }, "measure", /cannot be made from MEAN/],
    [{ measure: "S2" }, "withFactor", /hue with grayscaling.*needs factor and withFactor/],
    [{ checkpoints: ["layer9"] }, "checkpoints", /no checkpoint "layer9"; there are layer3, layer4, fc/],
    [{ checkpoints: ["fc", "fc"] }, "checkpoints", /twice/],
  ])("refuses the rule %o and stores nothing", async (more, field, message) => {
    for (const operation of ["query", "mutation"]) {
      const name =
        operation === "query" ? "previewMask(rule: $rule) { unitCount }" : "createMask(rule: $rule) { id }";
      const text = `${operation} ($rule: MaskRuleInput!) { ${name} }`;
      const { errors } = await api.graphql(text, { rule: rule(more) });
      expect(errors?.[0]).toMatchObject({
        message: expect.stringMatching(message),
        extensions: { code: "BAD_USER_INPUT", field },
      });
    }
    expect(await api.db.mask.count()).toBe(0);
  });

  it("refuses a run that has not succeeded and one that is not there", async () => {
    const query = "query ($rule: MaskRuleInput!) { previewMask(rule: $rule) { unitCount } }";
    const queued = await api.graphql(query, { rule: rule({ runId: queuedId }) });
    expect(queued.errors?.[0]).toMatchObject({
      message: expect.stringMatching(/is QUEUED; masks are made from one that SUCCEEDED/),
      extensions: { code: "BAD_USER_INPUT", field: "runId" },
    });
    const unknown = Buffer.from("Run:0190a3c4-0000-7000-8000-000000000000").toString("base64url");
    const missing = await api.graphql(query, { rule: rule({ runId: unknown }) });
    expect(missing.errors?.[0]?.extensions).toEqual({ code: "NOT_FOUND", field: "runId" });
    const long = await api.graphql(
      'mutation ($rule: MaskRuleInput!) { createMask(rule: $rule, name: " ") { id } }',
      { rule: rule() },
    );
    expect(long.errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT", field: "name" });
  });
});

describe("evaluations in the queue", () => {
  const evaluate = (maskId: string, more = "useSeenImages: true") =>
    api.graphql<{ evaluateMask: { id: string; status: string } }>(
      `mutation { evaluateMask(maskId: "${maskId}", imageSetId: "${ids.images}", ${more}) {
        id status augmented augmentation draws sampleCount failure finishedAt baseline { top1 } perControl perClass { label } collapsed
        mask { id } imageSet { name } progress { evaluationsPlanned evaluationsDone } } }`,
    );
  const jobs = () =>
    api.db.$queryRaw<{ key: string }[]>`SELECT key FROM graphile_worker.jobs WHERE key LIKE 'mask-%'`;

  it("queues with the defaults, cancels, and goes with its mask", async () => {
    const mask = await create();
    const { data, errors } = await evaluate(mask.id);
    expect(errors).toBeUndefined();
    expect(data.evaluateMask).toMatchObject({
      status: "QUEUED",
      augmented: true,
      augmentation: null,
      draws: 1,
      sampleCount: 8,
      baseline: null,
      perControl: [],
      perClass: [],
      collapsed: null,
      mask: { id: mask.id },
      imageSet: { name: "few" },
      // Eight images without mask, masked, least sensitive, and under five random masks.
      progress: { evaluationsPlanned: 64, evaluationsDone: 0 },
    });
    expect(await jobs()).toHaveLength(1);
    const { id } = data.evaluateMask;
    const cancelled = await api.graphql(`mutation { cancelMaskEvaluation(id: "${id}") { status } }`);
    expect(cancelled.data).toEqual({ cancelMaskEvaluation: { status: "CANCELLED" } });
    expect(await jobs()).toHaveLength(0);
    const again = await api.graphql(`mutation { cancelMaskEvaluation(id: "${id}") { status } }`);
    expect(again.errors?.[0]).toMatchObject({
      message: "The evaluation is CANCELLED already; only a QUEUED or RUNNING one can be cancelled.",
      extensions: { code: "CONFLICT" },
    });

    const plain = (await evaluate(mask.id, "useSeenImages: true, augmented: false")).data.evaluateMask;
    expect(plain).toMatchObject({ augmented: false });
    const hue = await evaluate(mask.id, 'useSeenImages: true, augmentation: "hue", draws: 3, samples: 4');
    expect(hue.data.evaluateMask).toMatchObject({ augmentation: "hue", draws: 3, sampleCount: 4 });
    const query = `{ mask(id: "${mask.id}") { evaluations { id } } maskEvaluation(id: "${plain.id}") { status } node(id: "${id}") { id } }`;
    expect((await api.graphql(query)).data).toEqual({
      mask: { evaluations: [{ id }, { id: plain.id }, { id: hue.data.evaluateMask.id }] },
      maskEvaluation: { status: "QUEUED" },
      node: { id },
    });
    const remove = `mutation { deleteMask(id: "${mask.id}") }`;
    await api.db.maskEvaluation.updateMany({ where: { status: "QUEUED" }, data: { status: "RUNNING" } });
    expect((await api.graphql(remove)).errors?.[0]).toMatchObject({
      message: "The evaluation is RUNNING; cancel it before deleting it.",
      extensions: { code: "CONFLICT" },
    });
    expect((await api.graphql(query)).data).toMatchObject({ mask: { evaluations: { length: 3 } } });
    await api.db.maskEvaluation.updateMany({ where: { status: "RUNNING" }, data: { status: "QUEUED" } });
    expect((await api.graphql(remove)).errors).toBeUndefined();
    expect(await api.db.maskEvaluation.count()).toBe(0);
    expect(await jobs()).toHaveLength(0);
  });

  it.each([
    ["useSeenImages: false", "useSeenImages", /left no image of the set aside/],
    ["useSeenImages: true, samples: 0", "samples", /samples is 0/],
    ["useSeenImages: true, randomControls: 0", "randomControls", /randomControls is 0/],
    ["useSeenImages: true, draws: 0", "draws", /draws is 0/],
    ["useSeenImages: true, seed: -1", "seed", /seed is -1/],
    ['useSeenImages: true, partition: "test"', "partition", /train, valid/],
    ['useSeenImages: true, augmentation: "hues"', "augmentation", /hues/],
    ['useSeenImages: true, augmented: false, augmentation: "hue"', "augmentation", /leave augmented out/],
  ])("refuses evaluateMask(%s) and queues nothing", async (more, field, message) => {
    const mask = await create();
    const { errors } = await evaluate(mask.id, more);
    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(message),
      extensions: { code: "BAD_USER_INPUT", field },
    });
    expect(await api.db.maskEvaluation.count()).toBe(0);
  });

  it("keeps a run from being extended while its maps are read, and goes with the run", async () => {
    const own = await createRun();
    await finishWithFakeResult(api, own);
    const mask = await create({ runId: own });
    await evaluate(mask.id);
    const extend = await api.graphql(`mutation { extendRun(id: "${own}", baseSamples: 32) { id } }`);
    expect(extend.errors?.[0]).toMatchObject({
      message: expect.stringMatching(/^1 test of masks of this run/),
      extensions: { code: "CONFLICT" },
    });
    await api.db.maskEvaluation.updateMany({ data: { status: "RUNNING" } });
    const remove = `mutation { deleteRun(id: "${own}") }`;
    expect((await api.graphql(remove)).errors?.[0]?.message).toBe(
      "The evaluation is RUNNING; cancel it before deleting it.",
    );
    const { data } = await api.graphql(`{ run(id: "${own}") { status masks { evaluations { status } } } }`);
    expect(data).toEqual({
      run: { status: "SUCCEEDED", masks: [{ evaluations: [{ status: "RUNNING" }] }] },
    });
    await api.db.maskEvaluation.updateMany({ data: { status: "QUEUED" } });
    expect((await api.graphql(remove)).errors).toBeUndefined();
    expect([await api.db.mask.count(), await api.db.maskEvaluation.count()]).toEqual([0, 0]);
    expect(await jobs()).toHaveLength(0);
  });
});
