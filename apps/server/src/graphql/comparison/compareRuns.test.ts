import { afterAll, beforeAll, expect, it } from "vitest";
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

let first: string;
let second: string;
beforeAll(async () => {
  first = await createRun({ name: "first" });
  second = await createRun({ name: "second", modelId: ids.augmented, seed: 7 });
  await finishWithFakeResult(api, first);
  await finishWithFakeResult(api, second, 10);
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
