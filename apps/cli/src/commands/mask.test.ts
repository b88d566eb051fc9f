import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readMask, readNpy } from "@unitscope/core/commandLine";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projectFile, runCommand, runToEnd, temporaryFolder } from "../testing/runCommand.js";

const ANALYZE = [
  "analyze",
  "--model",
  projectFile("samples/resnet18-plain.onnx"),
  "--images",
  projectFile("samples/tinted-fashion"),
  "--factors",
  "hue,erasing",
  "--checkpoints",
  "layer3,layer4,fc",
];
const SOBOL = ["--method", "sobol", "--second-order", "--base-samples", "16"];
const HUE = ["--measure", "ST", "--factor", "hue", "--percentile", "0.9"];

let folder: string;
let run: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "unitscope-mask-"));
  run = path.join(folder, "run.h5");
  await runToEnd([...ANALYZE, ...SOBOL, "--out", run]);
  await runToEnd(["export", run, "--format", "npy", "--out", path.join(folder, "maps")]);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An index map as `export` gives it. */
async function mapOf(name: string): Promise<number[]> {
  return [...(await readNpy(path.join(folder, "maps", `${name}.npy`), "map")).data];
}

async function multipliers(directory: string, checkpoint: string): Promise<number[]> {
  return [...(await readNpy(path.join(directory, `${checkpoint}.npy`), "mask")).data];
}

/** The units of the `count` largest values, ascending. */
function largest(values: readonly number[], count: number): number[] {
  const order = [...values.keys()].filter((u) => !Number.isNaN(values[u]));
  order.sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0));
  return order.slice(0, count).sort((a, b) => a - b);
}

async function make(out: string, ...options: string[]): Promise<void> {
  await runToEnd(["mask", run, ...options, "--out", out]);
}

describe("by percentile", () => {
  it("multiplies the most sensitive units of every convolutional checkpoint", async () => {
    const out = path.join(temporaryFolder(), "hue");
    const args = ["mask", run, ...HUE, "--alpha", "0.5", "--json"];
    const preview = JSON.parse(await runToEnd(args));
    const { files, ...made } = JSON.parse(await runToEnd([...args, "--out", out]));
    expect(preview).toEqual({ ...made, files: [] });
    expect(files.map((file: string) => path.relative(out, file))).toEqual([
      "mask.json",
      "layer3.npy",
      "layer3.units.csv",
      "layer4.npy",
      "layer4.units.csv",
    ]);
    // ceil(0.1 * 64 * 4 * 4) and ceil(0.1 * 128 * 2 * 2).
    const counts = { layer3: 103, layer4: 52 };
    expect(made.unitCount).toBe(155);
    for (const [i, [checkpoint, count]] of Object.entries(counts).entries()) {
      const values = await mapOf(`${checkpoint}.ST.hue`);
      const chosen = largest(values, count);
      const wanted = values.map((_, u) => (chosen.includes(u) ? 0.5 : 1));
      expect(await multipliers(out, checkpoint)).toEqual(wanted);
      const weakest = Math.min(...chosen.map((u) => values[u] ?? Number.NaN));
      expect(made.checkpoints[i]).toMatchObject({ checkpoint, unitCount: count, requested: count });
      expect(made.checkpoints[i]).toMatchObject({
        threshold: weakest,
        hasThreshold: true,
        undefinedCount: values.filter(Number.isNaN).length,
      });
      const inChannels = made.checkpoints[i].channels.map(
        ({ unitCount }: { unitCount: number }) => unitCount,
      );
      expect(inChannels.reduce((sum: number, n: number) => sum + n, 0)).toBe(count);
    }
    const [header, ...lines] = readFileSync(path.join(out, "layer4.units.csv"), "utf8").trim().split("\n");
    expect(header).toBe("channel,y,x,value");
    const values = await mapOf("layer4.ST.hue");
    const rows = lines.map((line) => line.split(",").map(Number));
    expect(rows.map(([c = 0, y = 0, x = 0]) => (c * 2 + y) * 2 + x)).toEqual(largest(values, 52));
    for (const [c = 0, y = 0, x = 0, value = 0] of rows) {
      expect(Math.fround(value)).toBe(values[(c * 2 + y) * 2 + x]);
    }
  });

  it("takes the least sensitive units, one checkpoint, or a pair of factors in either order", async () => {
    const below = temporaryFolder();
    const options = ["--direction", "below", "--percentile", "0.25", "--checkpoints", "fc"];
    await make(below, ...HUE, ...options);
    expect(existsSync(path.join(below, "layer4.npy"))).toBe(false);
    const fc = await mapOf("fc.ST.hue");
    // ceil(0.25 * 10) units, all but the 7 largest.
    const kept = largest(fc, 7);
    expect(await multipliers(below, "fc")).toEqual(fc.map((_, u) => (kept.includes(u) ? 1 : 0)));
    const [one, two] = [temporaryFolder(), temporaryFolder()];
    const pair = (a: string, b: string) => ["--measure", "S2", "--factor", a, "--with-factor", b];
    await make(one, ...pair("hue", "erasing"), "--percentile", "0.9");
    await make(two, ...pair("erasing", "hue"), "--percentile", "0.9");
    const s2 = await mapOf("layer4.S2.hue.erasing");
    const positive = s2.filter((value) => value > 0).length;
    const chosen = largest(s2, Math.min(52, positive));
    expect(await multipliers(one, "layer4")).toEqual(s2.map((_, u) => (chosen.includes(u) ? 0 : 1)));
    expect(await multipliers(two, "layer4")).toEqual(await multipliers(one, "layer4"));
  });

  it("says where fewer units have an index that can be chosen", async () => {
    const { stdout } = await runCommand(["mask", run, ...HUE, "--measure", "S1", "--percentile", "0"]);
    const s1 = await mapOf("layer4.S1.hue");
    const positive = s1.filter((value) => value > 0).length;
    expect(positive).toBeLessThan(512);
    expect(stdout).toContain(
      `layer4: ${positive} units in place of 512; only ${positive} have an index that can be chosen.`,
    );
  });
});

it("multiplies every unit by its index, or by the rest", async () => {
  const [m, rest] = [temporaryFolder(), temporaryFolder()];
  await make(m, "--measure", "ST", "--factor", "hue", "--soft", "m");
  await make(rest, "--measure", "ST", "--factor", "hue", "--soft", "1-m");
  const values = await mapOf("layer4.ST.hue");
  const [soft, inverted] = [await multipliers(m, "layer4"), await multipliers(rest, "layer4")];
  for (const [u, value] of values.entries()) {
    // A unit without an index has nothing to claim. Rounded to multiples of 2^-24.
    const claimed = Number.isNaN(value) ? 0 : Math.min(1, Math.max(0, value));
    expect(Math.abs((soft[u] ?? Number.NaN) - claimed)).toBeLessThanOrEqual(2 ** -25);
    expect((soft[u] ?? 0) + (inverted[u] ?? 0)).toBe(1);
  }
});

it("puts two masks together", async () => {
  const [hue, erasing, both, common] = ["hue", "erasing", "both", "common"].map((name) =>
    path.join(folder, "combine", name),
  ) as [string, string, string, string];
  mkdirSync(path.join(folder, "combine"), { recursive: true });
  await make(hue, ...HUE);
  const rule = [...HUE, "--factor", "erasing", "--checkpoints", "layer4"];
  await make(erasing, ...rule);
  await make(both, ...rule, "--combine", "union", hue);
  await make(common, "--mask", hue, "--combine", "intersection", erasing, "--alpha", "2");
  const [a, b] = [await multipliers(hue, "layer4"), await multipliers(erasing, "layer4")];
  expect(await multipliers(both, "layer4")).toEqual(a.map((x, u) => x * (b[u] ?? 0)));
  expect(await multipliers(both, "layer3")).toEqual(await multipliers(hue, "layer3"));
  expect(await multipliers(common, "layer4")).toEqual(a.map((x, u) => (x === 0 && b[u] === 0 ? 2 : 1)));
  expect(await multipliers(common, "layer3")).toEqual(new Array(1024).fill(1));
  const table = await runToEnd(["mask", run, "--mask", common]);
  expect(table).toContain("intersection, alpha 2, of (ST of hue, percentile 0.9 above, alpha 0) and (ST of");
  // The units of a mask that was put together have no value that they were chosen by.
  expect(readFileSync(path.join(common, "layer4.units.csv"), "utf8")).toMatch(/^\d+,\d+,\d+,$/m);
});

it("reads what it wrote, also of a mask that changes nothing", async () => {
  const out = temporaryFolder();
  await make(out, ...HUE, "--alpha", "1");
  const { checkpoints, run: spec } = await readMask(out);
  expect(spec.holdOut).toBe(0.25);
  expect(checkpoints.map(({ units }) => units.length)).toEqual([103, 52]);
  expect(await multipliers(out, "layer4")).toEqual(new Array(512).fill(1));
});

it("replaces a mask only when told to, and then wholly", async () => {
  const out = path.join(temporaryFolder(), "mask");
  await make(out, ...HUE);
  const again = ["mask", run, ...HUE, "--checkpoints", "layer4", "--out", out];
  expect(await runCommand(again)).toMatchObject({
    code: 1,
    stderr: `unitscope: "${out}" holds a mask already; give --overwrite to replace it, or choose another --out.\n`,
  });
  await runToEnd([...again, "--overwrite"]);
  expect(existsSync(path.join(out, "layer3.npy"))).toBe(false);
  expect((await readMask(out)).checkpoints).toHaveLength(1);
});

it("refuses a mask that was changed, or that another network or other images made", async () => {
  const out = path.join(temporaryFolder(), "mask");
  await make(out, ...HUE);
  const csv = path.join(out, "layer4.units.csv");
  const lines = readFileSync(csv, "utf8").split("\n");
  writeFileSync(csv, lines.filter((_, i) => i !== 1).join("\n"));
  const show = ["mask", run, "--mask", out];
  expect((await runCommand(show)).stderr).toContain(
    "do not fit together: one was changed after it was written",
  );
  writeFileSync(csv, [...lines.slice(0, -1), "128,0,0,1"].join("\n"));
  expect((await runCommand(show)).stderr).toContain("line 54: there is no unit 128,0,0 in [128,2,2]");
  const other = path.join(folder, "all.h5");
  await runToEnd([...ANALYZE, ...SOBOL, "--hold-out", "0", "--out", other]);
  await make(out, ...HUE, "--overwrite");
  expect(await runCommand(["mask", other, "--mask", out])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(
      `was made from another run than "${other}" (another design); make it anew.`,
    ),
  });
  expect((await runCommand(["mask", run, "--mask", folder])).stderr).toContain(
    `There is no mask "${path.join(folder, "mask.json")}"`,
  );
});

it.each([
  [[], "Say which mask: --measure and --factor"],
  [["--measure", "ST", "--factor", "hue"], "Say which units: --percentile"],
  [[...HUE, "--measure", "SHAPLEY"], 'no measure "SHAPLEY"; it has MEAN, VARIANCE, S1, ST, S2.'],
  [[...HUE, "--measure", "VARIANCE"], "A mask cannot be made from VARIANCE"],
  [[...HUE, "--measure", "S2"], 'no pair of factors "hue" of S2; it has hue|erasing,'],
  [
    [...HUE, "--factor", "tint"],
    'no factor "tint" of ST; it has hue, erasing, permutation, class, partition.',
  ],
  [[...HUE, "--percentile", "1.2"], "The percentile of a mask is from 0 to 1, not 1.2."],
  [[...HUE, "--percentile", "x"], "It must be a number."],
  [[...HUE, "--alpha", "1e9"], "The alpha of a mask is a number from -1000 to 1000"],
  [[...HUE, "--checkpoints", "layer9"], 'no checkpoint "layer9"; there are layer3, layer4, fc.'],
  [[...HUE, "--soft", "m"], "--percentile does not go with --soft"],
  [[...HUE, "--mask", "dir"], "--measure does not go with --mask"],
  [[...HUE, "--combine", "union"], "takes union or intersection and a folder"],
  [[...HUE, "--combine", "both", "dir"], "takes union or intersection and a folder"],
])("refuses %j", async (options, message) => {
  const { code, stdout, stderr } = await runCommand(["mask", run, ...options]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(message);
});

it("asks for --alpha when two masks differ in it", async () => {
  const out = temporaryFolder();
  await make(out, ...HUE, "--alpha", "1.5");
  const args = ["mask", run, "--mask", out, "--combine", "union", out];
  expect(await runCommand(args)).toMatchObject({ code: 0 });
  const mixed = ["mask", run, ...HUE, "--combine", "union", out];
  expect(await runCommand(mixed)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("The masks multiply by 0 and by 1.5; give an alpha"),
  });
});
