import path from "node:path";
import { writeRunFile } from "@unitscope/core/commandLine";
import type { CheckpointSpec, RunMeasure } from "@unitscope/core/reading";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runToEnd } from "../../../../cli/src/testing/runCommand.js";
import { fakeMap, finishWithMaps } from "../../testing/fakeResult.js";
import { importFewSamples, type SampleIds } from "../../testing/sampleStores.js";
import { startTestApi, type TestApi } from "../../testing/testApi.js";

const CREATE = "mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }";
const FACTORS = ["hue", "grayscaling", "permutation", "class", "partition"];

let api: TestApi;
let ids: SampleIds;
let finished: string;
let file: string;

beforeAll(async () => {
  api = await startTestApi();
  ids = await importFewSamples(api);
  finished = await createRun();
  const { spec, result } = await finishWithMaps(api, finished, ({ checkpoints }) =>
    checkpoints.flatMap((checkpoint) => [
      noisyMap(checkpoint, "VARIANCE", null, 0),
      ...FACTORS.map((factor, i) => noisyMap(checkpoint, "S1", factor, i + 1)),
      ...FACTORS.map((factor, i) => noisyMap(checkpoint, "ST", factor, i + 20)),
      fakeMap(checkpoint, "S2", "hue", "grayscaling", () => 0.1),
    ]),
  );
  file = path.join(api.dataDir, "run.h5");
  const origin = { model: "m", modelSha256: "", imagesDigest: "", partitions: [], classes: [] };
  await writeRunFile(file, spec, origin, result);
});
afterAll(() => api.stop());

async function createRun(): Promise<string> {
  const input = {
    modelId: ids.plain,
    imageSetId: ids.images,
    method: "SOBOL",
    factors: ["hue", "grayscaling"],
    checkpoints: ["layer3", "layer4", "fc"],
    baseSamples: 16,
  };
  const { data, errors } = await api.graphql<{ createRun: { id: string } }>(CREATE, { input });
  expect(errors).toBeUndefined();
  return data.createRun.id;
}

/** A map of numbers that look random, higher at a pixel that belongs to the factor. */
function noisyMap(checkpoint: CheckpointSpec, measure: RunMeasure, factor: string | null, number: number) {
  const pixels = checkpoint.shape.slice(1).reduce((product, axis) => product * axis, 1);
  return fakeMap(checkpoint, measure, factor, null, (u) => {
    const noise = Math.sin(1e4 * (u + 1) * (number + 1)) ** 2;
    return 0.2 * noise + (u % pixels === number % pixels ? 0.1 : 0);
  });
}

/** The answer of a field of the finished run. */
async function ask<Data extends object>(field: string, run = finished): Promise<Data> {
  const { data, errors } = await api.graphql<{ run: Data }>(`{ run(id: "${run}") { ${field} } }`);
  expect(errors).toBeUndefined();
  return data.run;
}

/** The error of a field of a run. */
async function refusal(field: string, run = finished) {
  const { errors } = await api.graphql(`{ run(id: "${run}") { ${field} } }`);
  return { message: errors?.[0]?.message, ...errors?.[0]?.extensions };
}

const MATRIX = "labels columnLabels rho pValue sd slices";
const TREE = "leaves merges { left right height size } leafOrder height clusterOfLeaf undefinedPairs";
const DISCRIMINANT = `checkpoint accuracy halfWidth95 low95 high95 foldAccuracies labels confusion chance
  channelCount pixelCount sampleCount explainedShares points { label channel x y }`;

describe("gives the numbers that the command line gives", () => {
  /** The first of the reports that the command line makes of the run, only the fields that the API gives. */
  async function report(args: string[], like: object): Promise<object> {
    const [what = "", ...options] = args;
    const { results } = JSON.parse(await runToEnd(["report", what, file, "--json", ...options]));
    expect(results).toHaveLength(1);
    return Object.fromEntries(Object.keys(like).map((key) => [key, results[0][key]]));
  }

  it.each(["layer3", "fc"])("correlation at %s", async (checkpoint) => {
    const { factorCorrelation } = await ask<{ factorCorrelation: object }>(
      `factorCorrelation(checkpoint: "${checkpoint}", measure: ST) { ${MATRIX} }`,
    );
    const args = ["correlation", "--checkpoint", checkpoint, "--measure", "ST"];
    expect(factorCorrelation).toEqual(await report(args, factorCorrelation));
    expect(factorCorrelation).toMatchObject({ labels: FACTORS, columnLabels: FACTORS });
  });

  it("correlation of two measures", async () => {
    const { measureCorrelation } = await ask<{ measureCorrelation: object }>(
      `measureCorrelation(checkpoint: "layer4", measure: ST, otherMeasure: VARIANCE) { ${MATRIX} }`,
    );
    const args = ["cross", "--checkpoint", "layer4", "--measure", "ST", "--other-measure", "VARIANCE"];
    expect(measureCorrelation).toEqual(await report(args, measureCorrelation));
    expect(measureCorrelation).toMatchObject({ labels: FACTORS, columnLabels: ["VARIANCE"] });
  });

  it("clustering", async () => {
    const { factorClustering } = await ask<{ factorClustering: object }>(
      `factorClustering(checkpoint: "layer4", measure: S1, height: 0.9) { ${TREE} }`,
    );
    const args = ["clustering", "--checkpoint", "layer4", "--measure", "S1", "--height", "0.9"];
    expect(factorClustering).toEqual(await report(args, factorClustering));
    expect(factorClustering).toMatchObject({ leaves: FACTORS, height: 0.9 });
  });

  it("specialization, whose rows add up to 1", async () => {
    const { specialization } = await ask<{
      specialization: { factor: string; units: number; share: number }[];
    }>('specialization(checkpoint: "layer4", measure: ST) { factor units share }');
    const args = ["specialization", "--checkpoint", "layer4", "--measure", "ST"];
    expect({ shares: specialization }).toEqual(await report(args, { shares: specialization }));
    expect(specialization.map(({ factor }) => factor)).toEqual([...FACTORS, "undecided"]);
    expect(specialization.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    // The last unit has no index.
    expect(specialization.reduce((sum, { units }) => sum + units, 0)).toBe(511);
    expect(specialization.at(-1)!.units).toBeGreaterThan(0);
  });

  it("discriminant analysis, by default at the deepest checkpoint that will do", async () => {
    const { discriminant } = await ask<{ discriminant: { checkpoint: string } }>(
      `discriminant(measure: ST) { ${DISCRIMINANT} }`,
    );
    expect(discriminant).toEqual(await report(["discriminant", "--measure", "ST"], discriminant));
    expect(discriminant).toMatchObject({
      checkpoint: "layer4",
      labels: FACTORS,
      chance: 1 / FACTORS.length,
      channelCount: 128,
      // One pixel is left out, because a unit of it has no index.
      pixelCount: 3,
      sampleCount: 128 * FACTORS.length,
    });
  });

  it("discriminant analysis as asked for", async () => {
    const { discriminant } = await ask<{ discriminant: { foldAccuracies: number[] } }>(
      `discriminant(measure: S1, checkpoint: "layer3", folds: 3, repeats: 2, seed: 5) { ${DISCRIMINANT} }`,
    );
    const args = ["discriminant", "--measure", "S1", "--checkpoint", "layer3"];
    const plan = ["--folds", "3", "--repeats", "2", "--seed", "5"];
    expect(discriminant).toEqual(await report([...args, ...plan], discriminant));
    expect(discriminant.foldAccuracies).toHaveLength(6);
    expect(discriminant).toMatchObject({ checkpoint: "layer3" });
  });
});

it("tells standard deviations where there are pixels, p values where there are none, and null for neither", async () => {
  const { conv, dense } = await ask<
    Record<string, { sd: number[][]; pValue: number[][]; slices: number[][] }>
  >(
    `conv: factorCorrelation(checkpoint: "layer4", measure: ST) { ${MATRIX} }
     dense: factorCorrelation(checkpoint: "fc", measure: ST) { ${MATRIX} }`,
  );
  expect([conv!.pValue[0]![1], conv!.slices[0]![1], dense!.sd[0]![1], dense!.slices[0]![1]]).toEqual([
    null,
    4,
    null,
    1,
  ]);
  expect(conv!.sd[0]![1]).toBeGreaterThan(0);
  expect(dense!.pValue[0]![1]).toBeGreaterThan(0);
});

it("gives null for the correlation of a constant", async () => {
  const { factorCorrelation } = await ask<{ factorCorrelation: { rho: (number | null)[][] } }>(
    'factorCorrelation(checkpoint: "fc", measure: S1) { rho }',
    await constantRun(),
  );
  expect(factorCorrelation.rho[0]).toEqual([null, null, null, null, null]);
  const { factorClustering } = await ask<{ factorClustering: object }>(
    `factorClustering(checkpoint: "fc", measure: S1) { ${TREE} }`,
    await constantRun(),
  );
  // Equal maps, if without a ranking, are one cluster at height 0.
  expect(factorClustering).toMatchObject({ clusterOfLeaf: [1, 1, 1, 1, 1], undefinedPairs: 0 });
});

async function constantRun(): Promise<string> {
  const id = await createRun();
  await finishWithMaps(api, id, ({ checkpoints }) =>
    checkpoints.flatMap((checkpoint) =>
      FACTORS.map((factor) => fakeMap(checkpoint, "S1", factor, null, () => 0.5)),
    ),
  );
  return id;
}

it("says why no checkpoint will do", async () => {
  expect(await refusal("discriminant(measure: S1) { accuracy }", await constantRun())).toMatchObject({
    message: expect.stringMatching(
      /no checkpoint whose maps can be told apart\. layer4: No feature varies.* layer3: /,
    ),
    code: "BAD_USER_INPUT",
    field: "checkpoint",
  });
});

it.each([
  [
    'factorCorrelation(checkpoint: "conv1", measure: ST) { rho }',
    "checkpoint",
    "it reads layer3, layer4, fc",
  ],
  ['factorCorrelation(checkpoint: "fc", measure: S2) { rho }', "measure", "S2 is of two factors"],
  ['factorCorrelation(checkpoint: "fc", measure: MEAN) { rho }', "measure", "MEAN has no factors"],
  ['factorCorrelation(checkpoint: "fc", measure: SHAPLEY) { rho }', "measure", "The run has no SHAPLEY."],
  [
    'measureCorrelation(checkpoint: "fc", measure: ST, otherMeasure: SHAPLEY) { rho }',
    "otherMeasure",
    "The run has no SHAPLEY.",
  ],
  ['factorClustering(checkpoint: "fc", measure: ST, height: 2) { leaves }', "height", "from 0 to 1, not 2"],
  ['specialization(checkpoint: "fc", measure: VARIANCE) { units }', "measure", "no share of variance"],
  ["discriminant(measure: SHAPLEY) { accuracy }", "measure", "The run has no SHAPLEY."],
  ["discriminant(measure: ST, folds: 1) { accuracy }", "folds", "from 2, not 1"],
  ["discriminant(measure: ST, repeats: 0) { accuracy }", "repeats", "from 1, not 0"],
  ["discriminant(measure: ST, repeats: 101) { accuracy }", "repeats", "at most 500"],
  ["discriminant(measure: ST, seed: -1) { accuracy }", "seed", "not -1"],
  ['discriminant(measure: ST, checkpoint: "fc") { accuracy }', "checkpoint", "[10] has no extent"],
  [
    'discriminant(measure: ST, checkpoint: "conv1") { accuracy }',
    "checkpoint",
    "it reads layer3, layer4, fc",
  ],
  [
    "discriminant(measure: ST, folds: 129, repeats: 1) { accuracy }",
    "checkpoint",
    "129 folds of channels need 129",
  ],
])("refuses %s", async (field, argument, message) => {
  expect(await refusal(field)).toMatchObject({
    message: expect.stringContaining(message),
    code: "BAD_USER_INPUT",
    field: argument,
  });
});

it("is empty until there are results, and a conflict where a number has to be", async () => {
  const queued = await createRun();
  const at = 'checkpoint: "fc", measure: ST';
  const empty = await ask(
    `factorCorrelation(${at}) { labels rho } factorClustering(${at}) { leaves merges { size } leafOrder clusterOfLeaf }
     specialization(${at}) { factor }`,
    queued,
  );
  expect(empty).toEqual({
    factorCorrelation: { labels: [], rho: [] },
    factorClustering: { leaves: [], merges: [], leafOrder: [], clusterOfLeaf: [] },
    specialization: [],
  });
  expect(await refusal("discriminant(measure: ST) { accuracy }", queued)).toMatchObject({
    message: "The run is QUEUED; it has no index maps yet.",
    code: "CONFLICT",
  });
});

it("counts what is computed when it refuses queries that are too costly", async () => {
  const many = Array.from(
    { length: 11 },
    (_, i) => `d${i}: discriminant(measure: ST, seed: ${i}) { accuracy }`,
  );
  expect(await refusal(many.join(" "))).toMatchObject({ code: "QUERY_TOO_COMPLEX" });
});
