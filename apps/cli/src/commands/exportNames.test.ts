import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { buildModel, valueInfo } from "../../../../tests/golden/onnxBuilder.js";
import { projectFile, runToEnd, temporaryFolder } from "../testing/runCommand.js";

const LONG = `model/${"a very long scope/".repeat(20)}Relu`;
const NAMES = [`${LONG}:0`, `${LONG}:1`, "con", "Pool", "pool"];

it("exports and masks checkpoints whose names cannot be those of files, and says which is which", async () => {
  const folder = temporaryFolder();
  const model = path.join(folder, "model.onnx");
  const nodes = [...NAMES, "y"].map((output, i) => ({
    operator: "Relu",
    inputs: [i === 0 ? "x" : (NAMES[i - 1] as string)],
    outputs: [output],
  }));
  const shape = ["n", 3, 8, 8];
  writeFileSync(
    model,
    buildModel({ nodes, inputs: [valueInfo("x", shape)], outputs: [valueInfo("y", shape)] }),
  );
  const images = ["--images", projectFile("samples/tinted-fashion")];
  const run = path.join(folder, "run.h5");
  const design = [
    "--method",
    "sobol",
    "--factors",
    "hue,erasing",
    "--base-samples",
    "16",
    "--checkpoints",
    NAMES.join(),
  ];
  await runToEnd(["analyze", "--model", model, ...images, ...design, "--out", run]);

  for (const format of ["npy", "csv", "parquet", "netcdf"]) {
    const out = path.join(folder, format);
    const { files } = JSON.parse(await runToEnd(["export", run, "--format", format, "--out", out, "--json"]));
    const paths: string[] = files.map((file: string) => path.relative(out, file));
    for (const file of paths) expect(existsSync(path.join(out, file)), file).toBe(true);
    const written = paths.map((file) => path.basename(file));
    for (const name of written) expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
    expect(new Set(written.map((name) => name.toLowerCase())).size).toBe(written.length);
    const table: Record<string, string> = JSON.parse(readFileSync(path.join(out, "_names.json"), "utf8"));
    expect(Object.values(table)).toEqual(NAMES.filter((name) => name !== "Pool"));
    for (const stem of [...Object.keys(table), "Pool"]) {
      expect(written.some((name) => name.startsWith(`${stem}.${format === "netcdf" ? "nc" : "ST."}`))).toBe(
        true,
      );
    }
  }
  await runToEnd(["export", run, "--format", "authors", "--out", path.join(folder, "authors")]);
  const mask = path.join(folder, "mask");
  await runToEnd(["mask", run, "--measure", "ST", "--factor", "hue", "--percentile", "0.5", "--out", mask]);
  const { checkpoints } = JSON.parse(readFileSync(path.join(mask, "mask.json"), "utf8"));
  expect(checkpoints.map(({ checkpoint }: { checkpoint: string }) => checkpoint)).toEqual(NAMES);
  const listed = checkpoints.map(({ multipliers }: { multipliers: string }) => multipliers);
  expect(readdirSync(mask)).toEqual(expect.arrayContaining(listed));
});
