import { afterAll, beforeAll, expect, it } from "vitest";
import { importFewSamples, type SampleIds } from "../../testing/sampleStores.js";
import { startTestApi, type TestApi } from "../../testing/testApi.js";

let api: TestApi;
let ids: SampleIds;
beforeAll(async () => {
  api = await startTestApi();
  ids = await importFewSamples(api);
});
afterAll(() => api.stop());

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
  expect(set1!.factors.find(({ key }) => key === "grayscaling")!.parameters).toEqual([{ key: "on", max: 1 }]);
});
