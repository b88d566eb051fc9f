import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { RunFileReader } from "@unitscope/core/commandLine";
import { describe, expect, it } from "vitest";
import { interrupt } from "../testing/heldProcess.js";
import { projectFile, runCommand, runToEnd, temporaryFolder } from "../testing/runCommand.js";
import { numbersOf } from "../testing/runNumbers.js";

const MODEL = projectFile("samples/resnet18-plain.onnx");
const IMAGES = projectFile("samples/tinted-fashion");

function argumentsFor(out: string, ...more: string[]): string[] {
  const common = ["analyze", "--model", MODEL, "--images", IMAGES, "--method", "sobol", "--out", out];
  return [...common, "--factors", "hue,grayscaling", "--checkpoints", "layer4,fc", "--threads", "1", ...more];
}

it("writes index maps of every factor and prints the most sensitive ones", async () => {
  const out = path.join(temporaryFolder(), "new", "run.h5");
  const { code, stdout, stderr } = await runCommand(
    argumentsFor(out, "--second-order", "--base-samples", "16", "--mkdir"),
  );
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.stringMatching(/run\.h5: 192 evaluations, of which \d+/),
  });
  expect(stdout).toMatch(/^factor +checkpoint +ST +S1$/m);
  // 16 base samples are too few for any unit.
  expect(stdout).toContain("Of the half widths of single units (ST) 0 % can be trusted");
  expect(stdout).toMatch(/^fc +\w+ +-?\d\.\d{3} ± \d\.\d{3} +-?\d\.\d{3} ± \d\.\d{3}$/m);
  // Nothing but the result is left: no state, no half file.
  expect(readdirSync(path.dirname(out))).toEqual(["run.h5"]);
  const numbers = await numbersOf(out);
  // hue, grayscaling, permutation, class, partition: 5 S1, 5 ST, 10 S2, mean and variance at two checkpoints.
  expect(Object.keys(numbers)).toHaveLength(2 * 22);
  expect(numbers["fc ST class"]).toHaveLength(20);
  expect(numbers["fc ST class"]?.[0]).toBeGreaterThan(0);
});

/** Options of small runs of the other methods, and what they print and hold. */
const METHODS = [
  {
    method: "shapley-nested",
    more: ["--permutations", "3", "--outer-samples", "1", "--inner-samples", "2", "--players", "columns"],
    header: /^factor +checkpoint +SHAPLEY$/m,
    measures: ["MEAN", "VARIANCE", "SHAPLEY"],
  },
  {
    method: "variance",
    more: ["--base-samples", "16", "--softmax"],
    header: /^checkpoint +units +mean +variance +without variance$/m,
    measures: ["MEAN", "VARIANCE"],
  },
  {
    method: "contrast",
    more: ["--base-samples", "16", "--draws", "2"],
    header: /^factor +checkpoint +mean \|r\| +max \|r\| +p < 0.05$/m,
    measures: [
      "CONTRAST",
      "CONTRAST_MEAN",
      "CONTRAST_SD",
      "CONTRAST_RANK",
      "CONTRAST_P",
      "CONTRAST_P_CORRECTED",
    ],
  },
];

it.each(METHODS)("runs the method $method, and shows the same of the stored run", async (wanted) => {
  const out = path.join(temporaryFolder(), "run.h5");
  const args = [...argumentsFor(out, ...wanted.more), "--method", wanted.method];
  const first = await runCommand(args);
  expect(first).toMatchObject({ code: 0, stdout: expect.stringMatching(wanted.header) });
  const again = await runCommand(args);
  expect(again.stderr).toContain("holds this run already");
  expect(again.stdout).toBe(first.stdout);
  const run = await RunFileReader.open(out);
  const [layer4] = run.checkpoints;
  expect(layer4?.measures.map(({ measure }) => measure)).toEqual(wanted.measures);
  run.close();
  const json = JSON.parse(await runToEnd([...args, "--json"]));
  expect(json.mostSensitive ?? json.levels ?? json.contrast).not.toHaveLength(0);
});

it("reads class probabilities with --softmax", async () => {
  const out = path.join(temporaryFolder(), "run.h5");
  const args = argumentsFor(out, "--base-samples", "16", "--softmax", "--overwrite");
  await runToEnd([...args, "--method", "variance"]);
  const means = (await numbersOf(out))["fc MEAN"]?.slice(0, 10) ?? [];
  // Probabilities of float32 add up to 1 to its rounding.
  expect(means.reduce((sum, mean) => sum + mean, 0)).toBeCloseTo(1, 5);
  expect(Math.min(...means)).toBeGreaterThanOrEqual(0);
});

it("stores which half widths can be trusted and which indices be told from zero", async () => {
  const out = path.join(temporaryFolder(), "run.h5");
  await runToEnd(argumentsFor(out, "--base-samples", "128"));
  const run = await RunFileReader.open(out);
  const fc = run.checkpoints.find(({ name }) => name === "fc");
  const flagsOf = (wanted: string, factor: string | null) => {
    const measure = fc?.measures.find((candidate) => candidate.measure === wanted);
    const name = measure?.maps.find((map) => map.factor === factor);
    if (!fc || !measure || !name) throw new Error(`no ${wanted} of ${factor}`);
    return run.readFlags(fc, measure, name);
  };
  const flags = flagsOf("ST", "class");
  // The class moves every logit, but not every logit lives from 64 of the 128 base samples.
  expect([...(flags?.distinguishable ?? [])]).toEqual(new Array(10).fill(1));
  expect(flags?.trusted).toContain(1);
  expect(flags?.trusted).toContain(0);
  expect(flags?.simultaneousHalfWidth).toBeGreaterThan(0);
  expect(flagsOf("VARIANCE", null)).toBeNull();
  run.close();
});

it("gives the summary as JSON, also of a run that is there already", async () => {
  const out = path.join(temporaryFolder(), "run.h5");
  const args = argumentsFor(
    out,
    "--base-samples",
    "8",
    "--without",
    "permutation,partition",
    "--image",
    "separate",
    "--json",
  );
  const summary = JSON.parse(await runToEnd(args));
  expect(summary.evaluations).toEqual({ planned: 48, done: 48, reused: expect.any(Number) });
  expect(summary.checkpoints.map((c: { checkpoint: string }) => c.checkpoint)).toEqual(["layer4", "fc"]);
  expect(Object.keys(summary.checkpoints[0].measures.ST)).toEqual(["hue", "grayscaling", "class", "image"]);
  const again = await runCommand(args);
  expect(again.stderr).toContain("holds this run already");
  expect(JSON.parse(again.stdout)).toEqual(summary);
});

describe("stopped and started again", () => {
  const size = ["--base-samples", "64"];

  it("goes on and ends with the same bits", async () => {
    const folder = temporaryFolder();
    const [whole, parts] = [path.join(folder, "whole.h5"), path.join(folder, "parts.h5")];
    await runToEnd(argumentsFor(whole, ...size));
    const { code, stderr } = await interrupt(20, argumentsFor(parts, ...size));
    expect(code).toBe(130);
    expect(stderr).toContain(`unitscope: Stopped; the state is in "${parts}.state"`);
    expect(readdirSync(folder).sort()).toEqual(["parts.h5.state", "whole.h5"]);
    await runToEnd(argumentsFor(parts, ...size));
    expect(await numbersOf(parts)).toEqual(await numbersOf(whole));
    expect(readdirSync(folder).sort()).toEqual(["parts.h5", "whole.h5"]);
  });

  it("refuses the state of another model or design", async () => {
    const out = path.join(temporaryFolder(), "run.h5");
    expect((await interrupt(20, argumentsFor(out, ...size))).code).toBe(130);
    const args = argumentsFor(out, ...size);
    args[args.indexOf(MODEL)] = projectFile("samples/resnet18-augmented.onnx");
    const { code, stderr } = await runCommand(args);
    expect(code).toBe(1);
    expect(stderr).toContain("left by a run of another model; delete it");
    const design = await runCommand(argumentsFor(out, ...size, "--seed", "9"));
    expect(design.code).toBe(1);
    expect(design.stderr).toContain(`The state "${out}.state": The stored state belongs to another design`);
  });
});

it("extends a finished run whose state was kept, to the bits of one run of that size", async () => {
  const folder = temporaryFolder();
  const [whole, parts] = [path.join(folder, "whole.h5"), path.join(folder, "parts.h5")];
  await runToEnd(argumentsFor(whole, "--base-samples", "256", "--factors", "hue", "--checkpoints", "fc"));
  const small = argumentsFor(parts, "--factors", "hue", "--checkpoints", "fc", "--keep-state");
  await runToEnd([...small, "--base-samples", "128"]);
  expect(existsSync(`${parts}.state`)).toBe(true);
  const { code, stderr } = await runCommand([...small, "--base-samples", "256"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining("1280 evaluations") });
  expect(await numbersOf(parts)).toEqual(await numbersOf(whole));
});

it("does not touch a file that holds something else, unless told to", async () => {
  const out = path.join(temporaryFolder(), "run.h5");
  writeFileSync(out, "precious");
  const args = argumentsFor(out, "--base-samples", "8");
  const refused = await runCommand(args);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("is no HDF5 file; give --overwrite to replace it");
  expect(readFileSync(out, "utf8")).toBe("precious");
  await runToEnd([...args, "--overwrite"]);
  const other = await runCommand([...args, "--seed", "1"]);
  expect(other.stderr).toContain("holds a run of another design; give --overwrite");
  await runToEnd([...args, "--base-samples", "16"]);
  const smaller = await runCommand(args);
  expect(smaller.stderr).toContain("with 16 base samples, more than the 8 asked for");
});

it("names what is wrong with a request", async () => {
  const out = path.join(temporaryFolder(), "run.h5");
  const refused = async (code: number, ...more: string[]) => {
    const found = await runCommand(argumentsFor(out, "--base-samples", "8", ...more));
    expect(found.code).toBe(code);
    return found.stderr;
  };
  expect(await refused(2, "--factors", "hue,tint")).toContain('There is no augmentation "tint"');
  expect(await refused(2, "--checkpoints", "layer7")).toContain(
    'no checkpoint "layer7"; there are maxpool, layer1',
  );
  expect(await refused(2, "--without", "hue")).toContain('--without names "hue"');
  expect(await refused(2, "--target-half-width", "2")).toContain("between 0 and 1");
  expect(await refused(2, "--preprocessing", "imagnet")).toContain('no preprocessing preset "imagnet"');
  expect(await refused(2, "--images", out)).toContain("There is no folder of images");
  expect(await refused(2, "--set", "set1")).toContain("cannot be used with option");
});

it("refuses options that the method does not know", async () => {
  const refused = async (method: string, ...more: string[]) => {
    const found = await runCommand([...argumentsFor("run.h5", ...more), "--method", method]);
    expect(found).toMatchObject({ code: 2, stdout: "" });
    return found.stderr;
  };
  expect(await refused("shapley", "--second-order")).toContain("--second-order belongs to --method sobol.");
  expect(await refused("sobol", "--permutations", "8")).toContain(
    "--permutations belongs to --method shapley-nested.",
  );
  expect(await refused("variance", "--players", "columns")).toContain("--players belongs to");
  expect(await refused("sobol", "--draws", "2")).toContain("--draws belongs to --method contrast.");
  expect(await refused("shapley-nested", "--base-samples", "64")).toContain("give --permutations");
  expect(await refused("contrast", "--switches")).toContain(
    "--switches does not go with --method contrast; a contrast takes one augmentation at a time",
  );
  expect(await refused("variance", "--target-half-width", "0.1")).toContain("no common scale");
  expect(await refused("sobol", "--players", "groups")).toContain("It must be one of factors, columns");
});
