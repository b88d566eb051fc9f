import { createHash } from "node:crypto";
import { type IndexMapResult, type RunSpec, storedEstimate } from "@unitscope/core/reading";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { findIndexMaps } from "../db/indexMaps.js";
import { findRun, updateRun } from "../db/runs.js";
import { localId } from "../graphql/globalId.js";
import { fakeMap, fakeResult, startQueuedRun } from "../testing/fakeResult.js";
import { queueRun } from "../testing/queuedRun.js";
import { importFewSamples, type SampleIds } from "../testing/sampleStores.js";
import { startTestApi, type TestApi } from "../testing/testApi.js";
import { IndexMapValues } from "./indexMapValues.js";
import type { ChannelUnits } from "./packedChannel.js";
import { mapRows } from "./resultRows.js";
import { storeRunResult } from "./runResultStore.js";
import { packFlags } from "./unitFlags.js";

/** Eight maps of it are so many units that threads encode them, and so many bytes that they are sent in parts. */
const LARGE = { name: "layer4", tensor: "layer4", shape: [64, 56, 56] };
const FACTORS = ["hue", "grayscaling"];

let api: TestApi;
let ids: SampleIds;
beforeAll(async () => {
  api = await startTestApi();
  ids = await importFewSamples(api);
});
afterAll(() => api.stop());

let id: string;
let spec: RunSpec;
beforeEach(async () => {
  const globalId = await queueRun(api, ids);
  spec = { ...(await startQueuedRun(api, globalId)), checkpoints: [LARGE] };
  id = localId("Run", globalId);
});

function largeMaps(seed = 0): IndexMapResult[] {
  const value = (u: number) => Math.sin(u * (1.1 + seed));
  const measures = ["S1", "ST", "SHAPLEY", "CONTRAST"] as const;
  return measures.flatMap((measure) => FACTORS.map((factor) => fakeMap(LARGE, measure, factor, null, value)));
}

function store(maps: readonly IndexMapResult[], design = spec): Promise<boolean> {
  return storeRunResult({ databaseUrl: api.databaseUrl, threads: 2 }, id, design, fakeResult(spec, maps));
}

/** Everything about the run's maps, without the ids that they get anew; of the units' bits a digest. */
async function storedMaps() {
  const values = new IndexMapValues(api.db);
  const maps = await findIndexMaps(api.db, [id]);
  return Promise.all(
    maps.map(async (map) => ({ row: { ...map, id: "" }, units: digest(await values.of(map)) })),
  );
}

/** Arrays of so many units are compared by the test library in minutes. */
function digest({ values, halfWidths, flags }: ChannelUnits): string {
  const hash = createHash("sha256").update(values).update(halfWidths);
  return (flags ? hash.update(flags) : hash).digest("hex");
}

it("stores what threads encode as it would be without them, in the order of the result", async () => {
  const maps = largeMaps();
  expect(await store(maps)).toBe(true);
  const stored = await storedMaps();
  expect(stored).toHaveLength(maps.length);
  for (const [position, map] of maps.entries()) {
    const { map: row } = mapRows(id, position, map, LARGE);
    const units = digest({ ...storedEstimate(map), flags: map.flags && packFlags(map.flags) });
    expect(stored[position]).toEqual({ row: { ...row, id: "" }, units });
  }
  expect(await findRun(api.db, id)).toMatchObject({ status: "SUCCEEDED", failure: null });
});

it("stores nothing of a run that is no longer running", async () => {
  await updateRun(api.db, id, { status: "CANCELLED" });
  expect(await store(largeMaps())).toBe(false);
  expect(await storedMaps()).toEqual([]);
});

/** Lets the insertion of the last map's channels end in what the statement does. */
async function sabotage(statement: string): Promise<void> {
  await api.db.$executeRawUnsafe(`
    CREATE FUNCTION sabotage() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF (SELECT position FROM "IndexMap" WHERE id = NEW."indexMapId") = 7 THEN ${statement}; END IF;
      RETURN NEW;
    END $$`);
  await api.db.$executeRawUnsafe(`
    CREATE TRIGGER sabotage BEFORE INSERT ON "ChannelIndex" FOR EACH ROW WHEN (NEW.channel = 40)
    EXECUTE FUNCTION sabotage()`);
}

const failures: [string, string, RegExp][] = [
  ["the database refuses a row", "RAISE EXCEPTION 'no room is left'", /no room is left/],
  ["the connection ends", "PERFORM pg_terminate_backend(pg_backend_pid())", /./],
];
it.each(failures)("leaves the former result when %s in between", async (_, statement, message) => {
  await store(largeMaps());
  const former = await storedMaps();
  // As if it were extended.
  await updateRun(api.db, id, { status: "RUNNING" });
  await sabotage(statement);
  try {
    await expect(store(largeMaps(1))).rejects.toThrow(message);
  } finally {
    await api.db.$executeRawUnsafe("DROP FUNCTION sabotage CASCADE");
  }
  expect(await storedMaps()).toEqual(former);
  expect(await findRun(api.db, id)).toMatchObject({ status: "RUNNING" });

  expect(await store(largeMaps(1))).toBe(true);
  expect(await storedMaps()).not.toEqual(former);
});

it("leaves the former result when a map cannot be encoded or is not of the design", async () => {
  await store(largeMaps());
  const former = await storedMaps();
  await updateRun(api.db, id, { status: "RUNNING" });
  const broken = largeMaps(1).map((map, i) => (i < 7 ? map : { ...map, channelAggregated: undefined }));
  await expect(store(broken as IndexMapResult[])).rejects.toThrow(TypeError);
  const foreign = largeMaps(1).map((map, i) => (i < 7 ? map : { ...map, checkpoint: "layer9" }));
  await expect(store(foreign)).rejects.toThrow('names the checkpoint "layer9", the design does not');
  expect(await storedMaps()).toEqual(former);
  expect(await findRun(api.db, id)).toMatchObject({ status: "RUNNING" });
});
