import request from "supertest";
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

let first: string;
beforeAll(async () => {
  first = await queueRun(api, ids, { name: "first" });
  await finishWithFakeResult(api, first);
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
        quantiles { p value } histogram { edges counts } coarse: histogram(bins: 3) { edges counts } } } } }`,
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
  expect((summary["coarse"] as { counts: number[] }).counts).toEqual([3, 3, 3]);
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
  const two = (await api.graphql<Units>(query, { id: first, after: one.pageInfo.endCursor })).data.run.units;
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
