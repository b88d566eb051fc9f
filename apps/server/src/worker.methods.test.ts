import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { importFewSamples, type SampleIds } from "./testing/sampleStores.js";
import { startTestApi, type TestApi } from "./testing/testApi.js";
import { WorkerProcess } from "./testing/workerProcess.js";

/** Only a fault waits as long as this. */
const PATIENCE_MS = 500_000;
const FACTORS = ["hue", "grayscaling", "permutation", "class", "partition"];

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

interface Index {
  measure: string;
  factor: string | null;
  value: number | null;
  halfWidth95: number | null;
  trusted: boolean | null;
}
interface FinishedRun {
  status: string;
  failure: string | null;
  progress: { evaluationsPlanned: number; evaluationsDone: number };
  indexMaps: { measure: string; factor: string | null; flagsBase64: string | null }[];
  units: { totalCount: number; nodes: { value: number; trusted: boolean | null }[] };
  unit: { mean: number | null; variance: number | null; indices: Index[] };
}

async function createRun(more: Record<string, unknown>): Promise<string> {
  const input = {
    modelId: ids.plain,
    imageSetId: ids.images,
    factors: ["hue", "grayscaling"],
    checkpoints: ["fc"],
    baseSamples: 8,
    ...more,
  };
  const create = "mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }";
  const { data, errors } = await api.graphql<{ createRun: { id: string } }>(create, { input });
  expect(errors).toBeUndefined();
  return data.createRun.id;
}

/** Lets a worker perform the run; then its maps, its units by one measure, and its first unit. */
async function perform(id: string, measure: string, factor: string): Promise<FinishedRun> {
  worker ??= WorkerProcess.start(api);
  const query = `query ($id: ID!, $measure: Measure!, $factor: String!) { run(id: $id) {
    status failure progress { evaluationsPlanned evaluationsDone } indexMaps { measure factor flagsBase64 }
    units(where: { checkpoint: "fc", measure: $measure, factor: $factor }) { totalCount nodes { value trusted } }
    unit(checkpoint: "fc", channel: 0) { mean variance indices { measure factor value halfWidth95 trusted } } } }`;
  const start = Date.now();
  for (;;) {
    const { data } = await api.graphql<{ run: FinishedRun }>(query, { id, measure, factor });
    if (data?.run.status === "SUCCEEDED") return data.run;
    if (data?.run.status === "FAILED" || Date.now() - start > PATIENCE_MS) {
      throw new Error(`${data?.run.status}: ${data?.run.failure}\n${worker.log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
const measuresOf = (items: readonly { measure: string }[]) => [...new Set(items.map((i) => i.measure))];

/** Indices are kept to 2^-18, so that each of the five is off by half of that at most: 1e-5 together. */
function expectToAddUpToOne(effects: readonly Index[]): void {
  expect(effects.reduce((total, { value }) => total + value!, 0)).toBeCloseTo(1, 4);
}

it("performs and compares runs by trajectories", async () => {
  const plain = await createRun({ method: "SHAPLEY", softmax: true });
  const augmented = await createRun({ method: "SHAPLEY", softmax: true, modelId: ids.augmented });
  const run = await perform(plain, "SHAPLEY", "hue");
  await perform(augmented, "SHAPLEY", "hue");
  // Five factors: 8 (5 + 1).
  expect(run.progress).toEqual({ evaluationsPlanned: 48, evaluationsDone: 48 });
  expect(measuresOf(run.indexMaps)).toEqual(["MEAN", "VARIANCE", "SHAPLEY", "S1", "ST"]);
  expect(run.units.totalCount).toBeGreaterThan(0);
  expect(measuresOf(run.unit.indices)).toEqual(["SHAPLEY", "S1", "ST"]);
  // Class probabilities.
  expect(run.unit.mean).toBeGreaterThan(0);
  expect(run.unit.mean).toBeLessThan(1);
  const effects = run.unit.indices.filter(({ measure }) => measure === "SHAPLEY");
  expect(effects.map(({ factor }) => factor)).toEqual(FACTORS);
  expectToAddUpToOne(effects);
  // Eight base samples are too few for any interval.
  expect(effects.every(({ trusted }) => trusted === false)).toBe(true);

  type Compared = {
    compareRuns: {
      rows: {
        factor: string;
        cells: { difference: number | null; aggregatedDifference: number | null }[];
      }[];
    };
  };
  const { data } = await api.graphql<Compared>(
    `{ compareRuns(runIds: ["${plain}", "${augmented}"], measure: SHAPLEY) {
        rows { factor cells { difference aggregatedDifference aggregatedDifferenceHalfWidth95 } } } }`,
  );
  const { rows } = data.compareRuns;
  expect(rows.map(({ factor }) => factor)).toEqual(FACTORS);
  // Effects add up to 1 in both networks, so their differences to 0.
  expect(rows.reduce((sum, { cells }) => sum + cells[1]!.aggregatedDifference!, 0)).toBeCloseTo(0, 9);
  expect(rows.some(({ cells }) => Math.abs(cells[1]!.difference!) > 1e-6)).toBe(true);
});

it("performs nested Shapley runs", async () => {
  const loops = { permutations: 3, outerSamples: 1, innerSamples: 2 };
  const run = await perform(await createRun({ method: "SHAPLEY_NESTED", ...loops }), "SHAPLEY", "class");
  expect(run.progress.evaluationsDone).toBe(run.progress.evaluationsPlanned);
  expect(measuresOf(run.indexMaps)).toEqual(["MEAN", "VARIANCE", "SHAPLEY"]);
  expect(run.units.totalCount).toBeGreaterThan(0);
  expect(run.unit.indices.map(({ factor }) => factor)).toEqual(FACTORS);
  expectToAddUpToOne(run.unit.indices);
});

it("performs runs for mean and variance", async () => {
  const run = await perform(await createRun({ method: "VARIANCE" }), "VARIANCE", "");
  expect(run.indexMaps).toEqual([
    { measure: "MEAN", factor: null, flagsBase64: null },
    { measure: "VARIANCE", factor: null, flagsBase64: null },
  ]);
  expect(run.unit.variance).toBeGreaterThan(0);
  expect(run.unit.indices).toEqual([]);
  expect(run.units.nodes.every(({ value, trusted }) => value > 0 && trusted === null)).toBe(true);
});

it("performs contrasts of treatment and control", async () => {
  const run = await perform(await createRun({ method: "CONTRAST", draws: 2 }), "CONTRAST", "hue");
  // Each image as it is, with two hues, and grey.
  expect(run.progress.evaluationsPlanned).toBe(32);
  const measures = ["CONTRAST", "CONTRAST_MEAN", "CONTRAST_SD", "CONTRAST_RANK", "CONTRAST_P"];
  expect(measuresOf(run.indexMaps)).toEqual([...measures, "CONTRAST_P_CORRECTED"]);
  expect(measuresOf(run.unit.indices)).toEqual([...measures, "CONTRAST_P_CORRECTED"]);
  expect(run.unit.mean).toBeNull();
  expect(run.units.totalCount).toBeGreaterThan(0);
  for (const { measure, value, halfWidth95, trusted } of run.unit.indices) {
    expect(value, measure).not.toBeNull();
    expect(trusted).toBeNull();
    if (measure.startsWith("CONTRAST_P")) {
      expect(value).toBeLessThanOrEqual(1);
      expect(halfWidth95).toBeNull();
    }
  }
});
