import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { buildVariant, type ExporterVariant } from "../../../../tests/golden/exporterVariants.js";
import { dynamicallyQuantisedNet } from "../../../../tests/golden/tinyNets.js";
import { projectFile, runToEnd } from "../testing/runCommand.js";

const PHOTOS = projectFile("tests/reference/field/reshape1/photos");
const folder = mkdtempSync(path.join(tmpdir(), "unitscope-exporters-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, bytes: Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

const HALF: ExporterVariant = {
  opset: 17,
  batch: "free",
  parameters: "stored",
  names: "torch",
  flatten: "Flatten",
  end: "nothing",
  half: "everywhere",
};
const field = (name: string) => projectFile(`tests/reference/field/${name}`);

it.each([
  ["PyTorch's default export, weights in a file of their own", field("external/model.onnx")],
  ["operator set 7", field("opsets/opset7.onnx")],
  ["operator set 24", field("opsets/opset24.onnx")],
  ["an operator of another domain", field("fused_unknown_type/model.onnx")],
  ["a value with a name longer than a file's", field("long_name/model.onnx")],
  ["half precision", written("half.onnx", buildVariant(HALF).bytes)],
  ["dynamic quantisation", written("quantised.onnx", dynamicallyQuantisedNet())],
])("inspects, analyses, masks, exports and evaluates a network with %s", async (_what, model) => {
  const { checkpoints, sha256 } = JSON.parse(await runToEnd(["inspect", model, "--json"]));
  expect(checkpoints.filter(({ suggested }: { suggested: boolean }) => suggested).length).toBeGreaterThan(1);

  const images = ["--model", model, "--images", PHOTOS];
  const run = path.join(folder, `${sha256}.h5`);
  const design = [
    "--method",
    "sobol",
    "--factors",
    "hue,rolling",
    "--base-samples",
    "16",
    "--hold-out",
    "0.5",
  ];
  await runToEnd(["analyze", ...images, ...design, "--out", run]);
  await runToEnd(["export", run, "--format", "npy", "--out", `${run}.npy`]);

  // Folders ant and bee are two of the network's classes.
  const outputs: number = checkpoints.at(-1).shape[0];
  const labels = ["ant", "bee", "crab", "dove", "eel"].slice(0, outputs).join("\n");
  const named = ["--labels", written("labels.txt", Buffer.from(labels))];
  const rule = ["--measure", "ST", "--factor", "rolling", "--percentile", "0.5"];
  await runToEnd(["mask", run, ...rule, "--out", `${run}.mask`]);
  const evaluated = JSON.parse(await runToEnd(["evaluate", run, ...rule, ...images, ...named, "--json"]));
  expect(evaluated.sampleCount).toBeGreaterThan(0);
  expect(evaluated.baseline.top1).toBeGreaterThanOrEqual(0);
});
