import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { readLabels, type TestSpec } from "@unitscope/core/reading";
import { afterAll, beforeAll, expect, it } from "vitest";
import { importImageFolder } from "../../importing/importImageFolder.js";
import { importModelFile } from "../../importing/importModel.js";
import { finishWithFakeResult } from "../../testing/fakeResult.js";
import { startTestApi, type TestApi } from "../../testing/testApi.js";
import { localId, toGlobalId } from "../globalId.js";

/** Folders named by WordNet's ids beside synset_words.txt. */
const FIELD = new URL("../../../../../tests/reference/field/wnid_labels/", import.meta.url);
const field = (file: string) => fileURLToPath(new URL(file, FIELD));

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

it("find the folders of an image set that is named by them, and the words are shown", async () => {
  const { db, blobs } = api;
  const labels = readLabels(await readFile(field("synset_words.txt")));
  const model = await importModelFile(db, blobs, {
    file: { path: field("model.onnx") },
    name: "fish",
    labels,
  });
  const set = await importImageFolder(db, blobs, { dir: field("photos"), name: "photos" });
  const { data: listed } = await api.graphql(`{ model(name: "fish") { classLabels classIds } }`);
  expect(listed).toEqual({
    model: {
      classLabels: labels.map(({ label }) => label),
      classIds: ["n01440764", "n01443537", "n01484850", "n01491361"],
    },
  });

  const imageSetId = toGlobalId("ImageSet", set.id);
  const input = {
    modelId: toGlobalId("Model", model.id),
    imageSetId,
    method: "SOBOL",
    factors: ["hue", "rolling"],
    baseSamples: 16,
  };
  const created = await api.graphql<{ createRun: { id: string } }>(
    "mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }",
    { input },
  );
  const runId = created.data.createRun.id;
  await finishWithFakeResult(api, runId);
  const rule = { runId, measure: "ST", factor: "hue", percentile: 0.9, direction: "ABOVE", alpha: 0 };
  const mask = await api.graphql<{ createMask: { id: string } }>(
    "mutation ($rule: MaskRuleInput!) { createMask(rule: $rule) { id } }",
    { rule },
  );
  const evaluation = await api.graphql<{ evaluateMask: { id: string } }>(
    `mutation { evaluateMask(maskId: "${mask.data.createMask.id}", imageSetId: "${imageSetId}") { id } }`,
  );
  expect(evaluation.errors).toBeUndefined();
  const { spec } = await db.maskEvaluation.findUniqueOrThrow({
    where: { id: localId("MaskEvaluation", evaluation.data.evaluateMask.id) },
  });
  const { classNames, labels: classes } = spec as unknown as TestSpec;
  expect(classNames).toEqual(labels.map(({ label }) => label));
  expect([...new Set(classes)].sort()).toEqual([0, 1, 2, 3]);
});
