import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { localId } from "./graphql/globalId.js";
import { importFewSamples, type SampleIds } from "./testing/sampleStores.js";
import { startTestApi, type TestApi } from "./testing/testApi.js";
import { WorkerProcess } from "./testing/workerProcess.js";

/** Only a fault waits as long as this. */
const PATIENCE_MS = 500_000;

let api: TestApi;
let ids: SampleIds;
let runId: string;
let worker: WorkerProcess | undefined;
beforeAll(async () => {
  api = await startTestApi();
  ids = await importFewSamples(api);
  runId = await performRun();
});
afterEach(async () => {
  await worker?.end("SIGTERM");
});
afterAll(() => api.stop());

/** The id of a finished run that masks can be made from. */
async function performRun(): Promise<string> {
  const input = {
    modelId: ids.plain,
    imageSetId: ids.images,
    method: "SHAPLEY",
    factors: ["hue", "grayscaling"],
    checkpoints: ["layer3", "layer4", "fc"],
    baseSamples: 16,
    // One of the two images of every class and partition.
    holdOut: 0.5,
  };
  const create = "mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }";
  const { id } = (await ask<{ createRun: Job }>(create, { input })).createRun;
  worker = WorkerProcess.start(api);
  expect(await until("run", id, hasEnded)).toMatchObject({ status: "SUCCEEDED" });
  await worker.end("SIGTERM");
  return id;
}

interface Job {
  id: string;
  status: string;
  failure: string | null;
  progress: { evaluationsPlanned: number; evaluationsDone: number; evaluationsReused: number };
}
type Kind = "run" | "maskEvaluation" | "maskStudy";

const hasEnded = ({ status }: Job) => ["SUCCEEDED", "FAILED", "CANCELLED"].includes(status);

async function ask<Data>(text: string, variables: Record<string, unknown> = {}): Promise<Data> {
  const { data, errors } = await api.graphql<Data>(text, variables);
  expect(errors).toBeUndefined();
  return data;
}

/** Looks at a job until the condition holds. */
async function until(kind: Kind, id: string, condition: (job: Job) => boolean): Promise<Job> {
  const query = `query ($id: ID!) { job: ${kind}(id: $id) {
    id status failure progress { evaluationsPlanned evaluationsDone evaluationsReused } } }`;
  const start = Date.now();
  for (;;) {
    const { job } = await ask<{ job: Job }>(query, { id });
    if (condition(job)) return job;
    if (Date.now() - start > PATIENCE_MS) throw new Error(`Still ${JSON.stringify(job)}\n${worker?.log}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function createMask(more: Record<string, unknown> = {}): Promise<string> {
  const rule = {
    runId,
    measure: "SHAPLEY",
    factor: "hue",
    percentile: 0.5,
    direction: "ABOVE",
    alpha: 0,
    ...more,
  };
  const create = "mutation ($rule: MaskRuleInput!) { createMask(rule: $rule) { id } }";
  return (await ask<{ createMask: { id: string } }>(create, { rule })).createMask.id;
}

async function evaluate(maskId: string, more = ""): Promise<string> {
  const text = `mutation { evaluateMask(maskId: "${maskId}", imageSetId: "${ids.images}" ${more}) { id } }`;
  return (await ask<{ evaluateMask: Job }>(text)).evaluateMask.id;
}

async function createStudy(more: string, ofRun = runId): Promise<string> {
  const text = `mutation { createMaskStudy(runId: "${ofRun}", imageSetId: "${ids.images}", measure: SHAPLEY, ${more}) { id } }`;
  return (await ask<{ createMaskStudy: Job }>(text)).createMaskStudy.id;
}

interface Accuracy {
  top1: number;
  top5: number;
  halfWidth95: number;
}
interface Difference {
  difference: number;
  halfWidth95: number;
}
interface Evaluation {
  sampleCount: number;
  baseline: Accuracy;
  masked: Accuracy;
  randomControl: Accuracy;
  leastSensitive: Accuracy | null;
  maskedMinusBaseline: Difference;
  maskedMinusRandom: Difference;
  maskedMinusLeastSensitive: Difference | null;
  perControl: number[];
  perClass: { label: string; sampleCount: number; baselineTop1: number; maskedTop1: number }[];
  collapsed: boolean;
  collapsedTo: string | null;
}
async function evaluationOf(id: string): Promise<Evaluation> {
  const accuracy = "{ top1 top5 halfWidth95 top5HalfWidth95 }";
  const difference = "{ difference halfWidth95 }";
  const query = `{ maskEvaluation(id: "${id}") { sampleCount baseline ${accuracy} masked ${accuracy}
    randomControl ${accuracy} leastSensitive ${accuracy} maskedMinusBaseline ${difference}
    maskedMinusRandom ${difference} maskedMinusLeastSensitive ${difference} perControl collapsed collapsedTo
    perClass { label sampleCount baselineTop1 baselineHalfWidth95 maskedTop1 maskedHalfWidth95 randomTop1 } } }`;
  return (await ask<{ maskEvaluation: Evaluation }>(query)).maskEvaluation;
}

async function deleteMasks(): Promise<void> {
  const { run } = await ask<{ run: { masks: { id: string }[] } }>(`{ run(id: "${runId}") { masks { id } } }`);
  for (const { id } of run.masks) await ask(`mutation { deleteMask(id: "${id}") }`);
  expect(await blobs("predictions")).toEqual([]);
}

/** Names of the files below a folder of the blob store; none where the folder was not needed yet. */
async function blobs(folder: string): Promise<string[]> {
  const place = path.join(api.dataDir, "blobs", folder);
  if (!existsSync(place)) return [];
  const found = await readdir(place, { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile()).map(({ name }) => name);
}

/** What a study predicted, bit for bit. */
async function predictions(id: string): Promise<Buffer> {
  const row = await api.db.maskStudy.findUniqueOrThrow({ where: { id: localId("MaskStudy", id) } });
  return Buffer.from(await api.blobs.getNamed(row.predictionsKey!));
}

it("tests a mask against its controls", async () => {
  worker = WorkerProcess.start(api);
  const silenced = await evaluate(await createMask());
  const unchanged = await evaluate(await createMask({ alpha: 1 }), ', augmentation: "hue", draws: 2');
  const soft = await evaluate(await createMask({ soft: "M" }), ", augmented: false, randomControls: 2");
  const ended = await until("maskEvaluation", silenced, hasEnded);
  expect(ended).toMatchObject({ status: "SUCCEEDED", failure: null });
  // Four images left aside: without mask, masked, least sensitive, five random masks.
  expect(ended.progress).toMatchObject({ evaluationsPlanned: 32, evaluationsDone: 32 });
  const damage = await evaluationOf(silenced);
  expect(damage).toMatchObject({ sampleCount: 4, perControl: { length: 5 } });
  expect(damage.perClass.map(({ label, sampleCount }) => [label, sampleCount])).toEqual([
    ["trouser", 2],
    ["bag", 2],
  ]);
  expect(damage.maskedMinusBaseline.difference).toBeCloseTo(damage.masked.top1 - damage.baseline.top1, 12);
  expect(damage.maskedMinusRandom.difference).toBeCloseTo(damage.masked.top1 - damage.randomControl.top1, 12);
  expect(damage.maskedMinusLeastSensitive!.difference).toBeCloseTo(
    damage.masked.top1 - damage.leastSensitive!.top1,
    12,
  );
  const ofClasses = damage.perClass.reduce((sum, { maskedTop1 }) => sum + maskedTop1, 0) / 2;
  expect(ofClasses).toBeCloseTo(damage.masked.top1, 12);
  expect(damage.collapsedTo === null).toBe(!damage.collapsed);

  // Multiplied by 1, nothing changes, whichever units are chosen.
  await until("maskEvaluation", unchanged, hasEnded);
  const same = await evaluationOf(unchanged);
  expect([same.masked, same.randomControl.top1, same.leastSensitive]).toEqual([
    same.baseline,
    same.baseline.top1,
    same.baseline,
  ]);
  expect(same.perControl).toEqual([0, 0, 0, 0, 0]);

  await until("maskEvaluation", soft, hasEnded);
  expect(await evaluationOf(soft)).toMatchObject({
    leastSensitive: null,
    maskedMinusLeastSensitive: null,
    perControl: { length: 2 },
    masked: { top1: expect.any(Number) },
  });
  await deleteMasks();
});

it("tests a combined mask, and says why a test failed", async () => {
  const [left, right] = [await createMask(), await createMask({ factor: "grayscaling" })];
  const combine = `mutation { combineMasks(left: "${left}", right: "${right}", combination: INTERSECTION) { id } }`;
  const { id } = (await ask<{ combineMasks: { id: string } }>(combine)).combineMasks;
  worker = WorkerProcess.start(api);
  const both = await evaluate(id);
  expect(await until("maskEvaluation", both, hasEnded)).toMatchObject({
    status: "SUCCEEDED",
    failure: null,
  });
  expect(await evaluationOf(both)).toMatchObject({ leastSensitive: null, perControl: { length: 5 } });

  // The blob store lost the images.
  const files = await api.db.imageFile.findMany();
  await api.db.imageFile.updateMany({ data: { sha256: "0".repeat(64) } });
  const broken = await evaluate(left);
  const failed = await until("maskEvaluation", broken, hasEnded);
  expect(failed.status).toBe("FAILED");
  expect(failed.failure).toMatch(
    /^The image "(train|valid)\/(bag|trouser)\/00\d\.png" was there when its set was checked/,
  );
  for (const { imageSetId, position, sha256 } of files) {
    const where = { imageSetId_position: { imageSetId, position } };
    await api.db.imageFile.update({ where, data: { sha256 } });
  }
  // It cannot be resumed, so it leaves no state.
  const row = await api.db.maskEvaluation.findUniqueOrThrow({
    where: { id: localId("MaskEvaluation", broken) },
  });
  expect([row.stateKey, row.predictionsKey]).toEqual([null, null]);
  await deleteMasks();
});

it("goes on with a study after the worker was stopped, killed and cancelled, to the same bits", async () => {
  const spec =
    'factors: ["hue", "grayscaling"], checkpoints: ["layer3"], draws: 8, samples: 4, randomControls: 2';
  const disturbed = await createStudy(spec);
  const studyId = localId("MaskStudy", disturbed);
  const { evaluationsPlanned } = (await until("maskStudy", disturbed, () => true)).progress;
  /** Starts a worker that is held back at this share of the study, and waits until it has done what comes before. */
  const workUpTo = async (share: number, threads: number) => {
    const holdAt = Math.round(share * evaluationsPlanned);
    worker = WorkerProcess.start(api, { threads, holdAt });
    const job = await until(
      "maskStudy",
      disturbed,
      (seen) => hasEnded(seen) || seen.progress.evaluationsDone >= holdAt,
    );
    expect(job, worker.log).toMatchObject({ status: "RUNNING" });
    return worker;
  };

  const stopped = await workUpTo(0.25, 1);
  expect(await stopped.end("SIGTERM"), stopped.log).toBe(0);
  expect(await until("maskStudy", disturbed, () => true)).toMatchObject({ status: "QUEUED" });
  const state = await api.db.maskStudy.findUniqueOrThrow({ where: { id: studyId } });
  expect(state.stateKey).not.toBeNull();

  const killed = await workUpTo(0.5, 1);
  await killed.end("SIGKILL");
  // Nobody is left to say that the worker is gone: the next one finds out.
  expect(await until("maskStudy", disturbed, () => true)).toMatchObject({ status: "RUNNING" });

  const last = await workUpTo(0.75, 2);
  await ask(`mutation { cancelMaskStudy(id: "${disturbed}") { id } }`);
  expect(await until("maskStudy", disturbed, hasEnded)).toMatchObject({ status: "CANCELLED" });
  expect(await blobs(`states/${studyId}`)).toHaveLength(1);
  last.open();
  await ask(`mutation { resumeMaskStudy(id: "${disturbed}") { id } }`);
  const whole = await createStudy(spec);
  const ended = await until("maskStudy", disturbed, hasEnded);
  expect(ended).toMatchObject({ status: "SUCCEEDED", failure: null });
  expect(ended.progress.evaluationsDone).toBe(ended.progress.evaluationsPlanned);
  // A finished study needs no state.
  expect(await blobs(`states/${studyId}`)).toEqual([]);

  expect(await until("maskStudy", whole, hasEnded)).toMatchObject({ status: "SUCCEEDED" });
  expect((await predictions(disturbed)).equals(await predictions(whole))).toBe(true);
  await ask(`mutation { deleteMaskStudy(id: "${whole}") }`);
  await ask(`mutation { deleteMaskStudy(id: "${disturbed}") }`);
  expect(await blobs("predictions")).toEqual([]);
});

interface Study {
  status: string;
  progress: Job["progress"];
  accuracies: {
    input: string;
    maskFactor: string;
    top1: number[];
    top5: number[];
    halfWidth95: number[];
    unmaskedTop1: number;
    randomTop1: number[];
    maskedMinusRandom: Difference[];
    collapsed: boolean[];
  }[];
  correlation: {
    labels: string[];
    columnLabels: string[];
    rho: (number | null)[][];
    pValue: (number | null)[][];
  };
  clustering: {
    leaves: string[];
    merges: { size: number }[];
    clusterOfLeaf: number[];
    leafOrder: number[];
  };
}
interface SingleClass {
  factor: string;
  input: string;
  classes: { label: string; index: number; value: number; overlapShare: number }[];
  jaccard: number;
  jaccards: number[];
  unmaskedJaccard: number;
  randomJaccard95: number;
  chanceJaccard: number;
  configuration: { label: string };
  isCandidate: boolean;
}

it("tells accuracies, correlations, clusters and single classes of a study", async () => {
  // A run of its own, which is deleted with all that hangs on it.
  const ownRun = await performRun();
  const id = await createStudy('factors: ["hue", "class"], samples: 4, randomControls: 2', ownRun);
  const maskId = await createMask({ runId: ownRun, percentile: 0.8, alpha: 0.5 });
  worker = WorkerProcess.start(api);
  const plain = await evaluate(maskId, ", augmented: false, samples: 4");
  const augmented = await evaluate(maskId, ', augmentation: "hue", samples: 4');
  expect(await until("maskStudy", id, hasEnded)).toMatchObject({ status: "SUCCEEDED", failure: null });
  const { maskStudy } = await ask<{ maskStudy: Study }>(
    `{ maskStudy(id: "${id}") { status progress { evaluationsPlanned evaluationsDone evaluationsReused }
        accuracies { input maskFactor top1 top5 halfWidth95 unmaskedTop1 unmaskedTop5 randomTop1 collapsed
          maskedMinusRandom { difference halfWidth95 } }
        correlation { labels columnLabels rho pValue }
        clustering(height: 0.5) { leaves merges { left right height size } clusterOfLeaf leafOrder height } } }`,
  );
  const { accuracies, correlation, clustering } = maskStudy;
  expect(accuracies.map(({ input, maskFactor }) => `${input} ${maskFactor}`)).toEqual([
    "original hue",
    "original class",
    "hue hue",
    "hue class",
  ]);
  for (const { top1, top5, halfWidth95, randomTop1, maskedMinusRandom, collapsed } of accuracies) {
    for (const list of [top1, top5, halfWidth95, randomTop1, maskedMinusRandom, collapsed]) {
      expect(list).toHaveLength(17);
    }
    for (const [i, share] of top1.entries()) {
      expect(maskedMinusRandom[i]!.difference).toBeCloseTo(share - randomTop1[i]!, 12);
      expect(top5[i]).toBeGreaterThanOrEqual(share);
    }
  }
  // Number 8 of the configurations multiplies the fifth most sensitive to hue by 0.5, as the mask does.
  for (const [evaluation, place] of [
    [plain, 0],
    [augmented, 2],
  ] as const) {
    expect(await until("maskEvaluation", evaluation, hasEnded)).toMatchObject({ status: "SUCCEEDED" });
    const { masked, baseline } = await evaluationOf(evaluation);
    expect(accuracies[place]!.top1[8]).toBe(masked.top1);
    expect(accuracies[place]!.top5[8]).toBe(masked.top5);
    expect(accuracies[place]!.unmaskedTop1).toBe(baseline.top1);
  }
  expect(correlation).toMatchObject({ labels: ["hue"], columnLabels: ["hue", "class"] });
  expect(correlation.rho[0]).toHaveLength(2);
  expect(correlation.pValue[0]!.map((p) => p === null)).toEqual(correlation.rho[0]!.map((r) => r === null));
  expect(clustering).toMatchObject({
    leaves: ["hue--hue", "hue--class"],
    merges: [{ size: 2 }],
    clusterOfLeaf: { length: 2 },
    leafOrder: [0, 1],
  });

  const { singleClass } = await ask<{ singleClass: SingleClass[] }>(
    `{ singleClass(studyId: "${id}", measure: SHAPLEY, topClasses: 3) { factor input
        classes { label index value halfWidth95 overlapShare } jaccard jaccards unmaskedJaccard randomJaccard95 chanceJaccard
        configuration { label } isCandidate collapsed } }`,
  );
  expect(singleClass.map(({ factor, input }) => [factor, input])).toEqual([
    ["hue", "hue"],
    ["class", "original"],
  ]);
  const units = await ask<{ run: { units: { nodes: { channel: number; value: number }[] } } }>(
    `{ run(id: "${ownRun}") { units(where: { checkpoint: "fc", measure: SHAPLEY, factor: "hue" }, first: 3) { nodes { channel value } } } }`,
  );
  expect(singleClass[0]!.classes.map(({ index, value }) => ({ channel: index, value }))).toEqual(
    units.run.units.nodes,
  );
  for (const match of singleClass) {
    expect(match.jaccards).toHaveLength(17);
    expect(match.jaccards).toContain(match.jaccard);
    // Three classes and five answers of ten: one, two or three in common in 105, 105 and 21 of 252 ways.
    expect(match.chanceJaccard).toBeCloseTo((105 / 7 + (105 * 2) / 6 + (21 * 3) / 5) / 252, 12);
  }
  const unread = await api.graphql(
    `{ singleClass(studyId: "${id}", measure: ST, topClasses: 11) { factor } }`,
  );
  expect(unread.errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT", field: "topClasses" });

  // Everything of a run goes with it.
  expect(await blobs("predictions")).toHaveLength(3);
  await ask(`mutation { deleteRun(id: "${ownRun}") }`);
  expect(await blobs("predictions")).toEqual([]);
  expect(await blobs(`states/${localId("Run", ownRun)}`)).toEqual([]);
  expect(await blobs(`states/${localId("MaskStudy", id)}`)).toEqual([]);
  expect(await api.db.maskStudy.count()).toBe(0);
});
