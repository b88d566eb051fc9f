import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { labelsFromTexts } from "@unitscope/core/reading";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { fieldFile } from "../../../tests/golden/fieldCases.js";
import { inputTwin } from "../../../tests/golden/inputTwins.js";
import { projectFile, runToEnd } from "../../cli/src/testing/runCommand.js";
import { numbersOf } from "../../cli/src/testing/runNumbers.js";
import { toGlobalId } from "./graphql/globalId.js";
import { importImageFolder } from "./importing/importImageFolder.js";
import { importModelFile, type ModelImport } from "./importing/importModel.js";
import { startTestApi, type TestApi } from "./testing/testApi.js";
import { WorkerProcess } from "./testing/workerProcess.js";

/** Only a fault waits as long as this. */
const PATIENCE_MS = 500_000;
const PHOTOS = projectFile("tests/reference/field/refused_inputs/photos");
const LABELS = ["ant", "bee", "c", "d"];
const FACTORS = ["hue", "rolling"];
const folder = mkdtempSync(path.join(tmpdir(), "unitscope-forms-"));

let api: TestApi;
let imageSetId: string;
let worker: WorkerProcess | undefined;
beforeAll(async () => {
  api = await startTestApi();
  const set = await importImageFolder(api.db, api.blobs, { dir: PHOTOS, name: "photos" });
  imageSetId = toGlobalId("ImageSet", set.id);
});
afterEach(async () => {
  await worker?.end("SIGTERM");
  worker = undefined;
});
afterAll(async () => {
  await api.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function ask<Data>(text: string, variables: Record<string, unknown> = {}): Promise<Data> {
  const { data, errors } = await api.graphql<Data>(text, variables);
  expect(errors).toBeUndefined();
  return data;
}

async function imported(
  name: string,
  bytes: Uint8Array,
  preprocessing: ModelImport["preprocessing"] = null,
): Promise<string> {
  const labels = labelsFromTexts(LABELS);
  const row = await importModelFile(api.db, api.blobs, { file: { bytes }, name, labels, preprocessing });
  return toGlobalId("Model", row.id);
}

/** Waits until the worker is done with a job. */
async function ended(kind: "run" | "maskEvaluation", id: string): Promise<void> {
  const start = Date.now();
  for (;;) {
    const { job } = await ask<{ job: { status: string; failure: string | null } }>(
      `query ($id: ID!) { job: ${kind}(id: $id) { status failure } }`,
      { id },
    );
    if (job.status === "SUCCEEDED") return;
    if (job.status === "FAILED" || Date.now() - start > PATIENCE_MS) {
      throw new Error(`${JSON.stringify(job)}\n${worker?.log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

interface Unit {
  channel: number;
  value: number;
}

describe("a network of the field has the numbers of the command line", () => {
  it.each([
    ["gray", {}],
    ["nhwc", {}],
    ["hwdyn", { crop: "24x20" }],
    ["nonsquare", {}],
    ["uint8", {}],
  ])(
    "%s",
    async (name, preprocessing) => {
      const bytes = fieldFile(`refused_inputs/${name}.onnx`);
      const modelId = await imported(name, bytes, preprocessing);
      const input = {
        modelId,
        imageSetId,
        method: "SHAPLEY",
        factors: FACTORS,
        baseSamples: 16,
        // What goes with the network, as the command line takes it.
        minMax: null,
        holdOut: 0.5,
      };
      const { run } = await ask<{ run: { id: string; design: { checkpoints: { name: string }[] } } }>(
        "mutation ($input: CreateRunInput!) { run: createRun(input: $input) { id design } }",
        { input },
      );
      worker = WorkerProcess.start(api);
      await ended("run", run.id);
      const rule = {
        runId: run.id,
        measure: "ST",
        factor: "rolling",
        percentile: 0.5,
        direction: "ABOVE",
        alpha: 0,
      };
      const { mask } = await ask<{ mask: { id: string } }>(
        "mutation ($rule: MaskRuleInput!) { mask: createMask(rule: $rule) { id } }",
        { rule },
      );
      const { test } = await ask<{ test: { id: string } }>(
        "mutation ($mask: ID!, $set: ID!) { test: evaluateMask(maskId: $mask, imageSetId: $set, samples: 4, randomControls: 1) { id } }",
        { mask: mask.id, set: imageSetId },
      );
      await ended("maskEvaluation", test.id);

      const model = path.join(folder, `${name}.onnx`);
      writeFileSync(model, bytes);
      const labels = path.join(folder, "labels.txt");
      writeFileSync(labels, LABELS.join("\n"));
      const file = path.join(folder, `${name}.h5`);
      const given =
        Object.keys(preprocessing).length === 0 ? [] : ["--preprocessing", JSON.stringify(preprocessing)];
      const material = ["--model", model, "--images", PHOTOS];
      const design = [
        "--method",
        "shapley",
        "--factors",
        FACTORS.join(),
        "--base-samples",
        "16",
        "--hold-out",
        "0.5",
      ];
      await runToEnd(["analyze", ...material, ...design, ...given, "--out", file]);
      const last = run.design.checkpoints.at(-1)?.name ?? "";
      const numbers = (await numbersOf(file))[`${last} ST rolling`] ?? [];
      const { found } = await ask<{ found: { units: { nodes: Unit[] } } }>(
        `query ($id: ID!, $where: UnitFilter!) { found: run(id: $id) { units(where: $where, first: 500) { nodes { channel value } } } }`,
        { id: run.id, where: { checkpoint: last, measure: "ST", factor: "rolling" } },
      );
      expect(found.units.nodes.length).toBeGreaterThan(0);
      for (const { channel, value } of found.units.nodes) expect(value).toBe(numbers[channel]);

      const options = ["--measure", "ST", "--factor", "rolling", "--percentile", "0.5", "--samples", "4"];
      const args = [...material, ...options, "--random-controls", "1", "--labels", labels, "--json"];
      const expected = JSON.parse(await runToEnd(["evaluate", file, ...args]));
      const accuracy = "{ top1 halfWidth95 }";
      const { evaluation } = await ask<{ evaluation: object }>(
        `query ($id: ID!) { evaluation: maskEvaluation(id: $id) { sampleCount baseline ${accuracy} masked ${accuracy} randomControl ${accuracy} perControl } }`,
        { id: test.id },
      );
      expect(expected).toMatchObject(evaluation);
    },
    PATIENCE_MS,
  );
});

const MODEL = `query ($id: ID!) { model(id: $id) {
  inputShape inputChannels inputHeight inputWidth inputLayout inputType
  preprocessing { resize resizeHeight resizeWidth resizeMode crop cropHeight cropWidth mean std channelOrder }
  checkpoints { tensor shape } } }`;

describe("what a network takes", () => {
  it("is told: one channel, channels last, sizes and levels", async () => {
    const id = await imported("levels", fieldFile("refused_inputs/uint8.onnx"));
    expect(await ask(MODEL, { id })).toMatchObject({
      model: {
        inputChannels: 3,
        inputLayout: "NCHW",
        inputType: "uint8",
        inputHeight: 16,
        preprocessing: { mean: [0, 0, 0], std: [1 / 255, 1 / 255, 1 / 255], resizeMode: "SHORTER_SIDE" },
      },
    });
    const grey = await imported("grey", fieldFile("refused_inputs/gray.onnx"));
    expect(await ask(MODEL, { id: grey })).toMatchObject({
      model: {
        inputChannels: 1,
        inputShape: [-1, 1, 16, 16],
        preprocessing: { mean: [0.449], std: [0.226] },
      },
    });
    const long = await imported("long", fieldFile("refused_inputs/nonsquare.onnx"));
    expect(await ask(MODEL, { id: long })).toMatchObject({
      model: {
        inputHeight: 16,
        inputWidth: 24,
        preprocessing: {
          crop: 16,
          cropHeight: 16,
          cropWidth: 24,
          resize: 16,
          resizeWidth: 24,
          resizeMode: "COVER",
        },
      },
    });
  });

  it("is tried at the crop where the network leaves the size open; another crop is another network", async () => {
    const bytes = inputTwin({ layout: "NHWC", height: "h", width: "w" });
    const shapeAt = async (name: string, crop: string) => {
      const row = await importModelFile(api.db, api.blobs, {
        file: { bytes },
        name,
        preprocessing: { crop },
      });
      const { model } = await ask<{ model: { checkpoints: { tensor: string; shape: number[] }[] } & object }>(
        MODEL,
        {
          id: toGlobalId("Model", row.id),
        },
      );
      expect(model).toMatchObject({
        inputHeight: null,
        inputWidth: null,
        inputLayout: "NHWC",
        inputType: "float32",
      });
      return model.checkpoints.find(({ tensor }) => tensor === "relu1")?.shape;
    };
    expect(await shapeAt("small", "12x20")).toEqual([4, 12, 20]);
    expect(await shapeAt("large", "40x30")).toEqual([4, 40, 30]);
  });
});
