import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  cropSize,
  decodeImage,
  heldOutImages,
  prepareImage,
  RunFileReader,
  readImageFolder,
  readNpy,
  toFloatImage,
  writeInput,
  writeNpy,
} from "@unitscope/core/commandLine";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projectFile, runCommand, runToEnd, runUntil, temporaryFolder } from "../testing/runCommand.js";
import {
  analyzeSample,
  SAMPLE_CLASSES,
  SAMPLE_IMAGES,
  SAMPLE_LABELS,
  SAMPLE_MODEL,
} from "../testing/sampleRun.js";

const DESIGN = ["--method", "shapley", "--factors", "hue,erasing", "--checkpoints", "layer3,layer4,fc"];
const HUE = ["--measure", "ST", "--factor", "hue", "--percentile", "0.7"];

let folder: string;
let run: string;
/** Of a test on the run's own images. */
let material: string[];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "unitscope-evaluate-"));
  run = path.join(folder, "run.h5");
  await analyzeSample(run, ...DESIGN, "--preprocessing", "imagenet", "--base-samples", "16");
  material = [
    "--model",
    SAMPLE_MODEL,
    "--images",
    SAMPLE_IMAGES,
    "--labels",
    SAMPLE_LABELS,
    "--threads",
    "1",
  ];
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function evaluate(...options: string[]) {
  return JSON.parse(await runToEnd(["evaluate", run, ...material, ...options, "--json"]));
}

/** The images that the run left aside as the network's input, and their classes. */
async function heldOutInputs(file: string): Promise<number[]> {
  const reader = await RunFileReader.open(run);
  const { preprocessing, minMax, holdOut } = reader.spec;
  reader.close();
  const images = await readImageFolder(SAMPLE_IMAGES);
  const positions = heldOutImages(images.entries, holdOut);
  const { width: crop } = cropSize(preprocessing);
  const inputs = new Float32Array(positions.length * 3 * crop * crop);
  for (const [i, position] of positions.entries()) {
    const pixels = prepareImage(await decodeImage(await images.read(position), "image"), preprocessing);
    const image = toFloatImage(pixels, crop, crop);
    writeInput(image, { ...preprocessing, minMax }, inputs, i * 3 * crop * crop);
  }
  await writeNpy(file, [positions.length, 3, crop, crop], inputs);
  return positions.map((position) => {
    const name = images.classes[images.entries[position]?.classIndex ?? -1] ?? "";
    return SAMPLE_CLASSES.indexOf(name);
  });
}

/** Share of the rows of logits [N, 10] whose label is among the k largest. */
async function accuracyOf(file: string, labels: readonly number[], k: number): Promise<number> {
  const { data } = await readNpy(file, "logits");
  const right = labels.filter((label, i) => {
    const row = [...data.subarray(10 * i, 10 * i + 10)];
    const order = [...row.keys()].sort((a, b) => (row[b] ?? 0) - (row[a] ?? 0));
    return order.slice(0, k).includes(label);
  });
  return right.length / labels.length;
}

it("gives the accuracies of the network run by itself, with the mask's files as its masks", async () => {
  const [mask, x, y] = ["mask", "x.npy", "y.npy"].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ];
  await runToEnd(["mask", run, ...HUE, "--out", mask]);
  const labels = await heldOutInputs(x);
  // 6 of 24 images of each of 10 classes in 2 partitions.
  expect(labels).toHaveLength(120);
  const result = await evaluate("--mask", mask, "--plain");
  const logits = [
    "activations",
    "--model",
    SAMPLE_MODEL,
    "--input",
    x,
    "--checkpoint",
    "fc",
    "--out",
    y,
    "--overwrite",
  ];
  await runToEnd(logits);
  expect(result.sampleCount).toBe(120);
  expect(result.baseline.top1).toBeCloseTo(await accuracyOf(y, labels, 1), 12);
  expect(result.baseline.top5).toBeCloseTo(await accuracyOf(y, labels, 5), 12);
  const masks = ["layer3", "layer4"].flatMap((name) => [
    "--mask",
    `${name}=${path.join(mask, `${name}.npy`)}`,
  ]);
  await runToEnd([...logits, ...masks]);
  expect(result.masked.top1).toBeCloseTo(await accuracyOf(y, labels, 1), 12);
  expect(result.masked.top5).toBeCloseTo(await accuracyOf(y, labels, 5), 12);
  // The network is no toss of coins, and 30 % of its units are no trifle.
  expect(result.baseline.top1).toBeGreaterThan(0.7);
  expect(result.masked.top1).toBeLessThan(result.baseline.top1);
  expect(result.maskedMinusBaseline.difference).toBeCloseTo(result.masked.top1 - result.baseline.top1, 12);
  expect(result.perClass.map(({ label }: { label: string }) => label)).toEqual(SAMPLE_CLASSES);
  // From the rule, the same as from the stored mask.
  expect({ ...(await evaluate(...HUE, "--plain")), out: null }).toEqual({ ...result, out: null });
});

it("compares a mask with random ones and the least sensitive units, and one that changes nothing with itself", async () => {
  const result = await evaluate(...HUE, "--augmentation", "hue", "--draws", "2", "--random-controls", "3");
  expect(result).toMatchObject({ input: "hue", draws: 2, sampleCount: 120, unitCount: 308 + 154 });
  expect(result.perControl).toHaveLength(3);
  const mean = result.perControl.reduce((sum: number, x: number) => sum + x, 0) / 3;
  expect(result.maskedMinusRandom.difference).toBeCloseTo(mean, 12);
  expect(result.masked.top1 - result.randomControl.top1).toBeCloseTo(mean, 12);
  expect(result.maskedMinusLeastSensitive.difference).toBeCloseTo(
    result.masked.top1 - result.leastSensitive.top1,
    12,
  );
  const idle = await evaluate(...HUE, "--alpha", "1");
  expect(idle.input).toBe("augmented");
  expect(idle.masked).toEqual(idle.baseline);
  expect(idle.perControl).toEqual([0, 0, 0, 0, 0]);
  expect(idle.maskedMinusBaseline.difference).toBe(0);
});

it("has no least sensitive units for soft and combined masks", async () => {
  const both = path.join(folder, "both");
  const erasing = [...HUE, "--factor", "erasing"];
  const hue = path.join(folder, "hue");
  await runToEnd(["mask", run, ...HUE, "--out", hue]);
  await runToEnd(["mask", run, ...erasing, "--combine", "union", hue, "--out", both]);
  const soft = ["--measure", "ST", "--factor", "hue", "--soft", "1-m"];
  for (const mask of [["--mask", both], soft]) {
    const result = await evaluate(...mask, "--samples", "20", "--random-controls", "1");
    expect(result).toMatchObject({ sampleCount: 20, leastSensitive: null, maskedMinusLeastSensitive: null });
  }
});

it("prints tables", async () => {
  const args = ["evaluate", run, ...material, ...HUE, "--plain"];
  const stdout = await runToEnd(args);
  expect(stdout).toContain("462 units: ST of hue, percentile 0.7 above, alpha 0\n120 images as they are\n");
  for (const row of ["baseline", "masked", "random masks \\(mean of 5\\)", "least sensitive units"]) {
    expect(stdout).toMatch(
      new RegExp(`^${row} +\\d\\.\\d{3} ± \\d\\.\\d{3}  \\d\\.\\d{3} ± \\d\\.\\d{3}$`, "m"),
    );
  }
  expect(stdout).toMatch(/^masked less random +[-+]\d\.\d{3} ± \d\.\d{3}$/m);
  expect(stdout).toMatch(/^from each random mask: (-?\d\.\d{3}(, |$)){5}$/m);
  expect(stdout).toMatch(/^shirt +12 +\d\.\d{3} ± \d\.\d{3} {2}\d\.\d{3} ± \d\.\d{3} +\d\.\d{3}$/m);
});

describe("with --out", () => {
  it("goes on after a stop and ends with the same bytes", async () => {
    const [whole, parts] = [path.join(folder, "whole.json"), path.join(folder, "parts.json")];
    const args = ["evaluate", run, ...material, ...HUE, "--draws", "8", "--out"];
    await runToEnd([...args, whole]);
    const stopped = await runUntil(20, [...args, parts]);
    expect(stopped).toMatchObject({ code: 130, stdout: "" });
    expect(stopped.stderr).toContain(`Stopped; the state is in "${parts}.state"`);
    expect(existsSync(parts)).toBe(false);
    const { code, stdout } = await runCommand([...args, parts, "--threads", "2"]);
    expect(code).toBe(0);
    expect(readFileSync(parts)).toEqual(readFileSync(whole));
    expect(existsSync(`${parts}.state`)).toBe(false);
    const again = await runCommand([...args, parts]);
    expect(again.stderr).toContain("holds this evaluation already");
    expect(again.stdout).toBe(stdout);
  });

  it("replaces a file that holds something else only when told to", async () => {
    const out = path.join(temporaryFolder(), "evaluation.json");
    writeFileSync(out, "precious");
    const args = [
      "evaluate",
      run,
      ...material,
      ...HUE,
      "--samples",
      "10",
      "--random-controls",
      "1",
      "--out",
      out,
    ];
    expect((await runCommand(args)).stderr).toContain("holds no evaluation; give --overwrite to replace it");
    expect(readFileSync(out, "utf8")).toBe("precious");
    await runToEnd([...args, "--overwrite"]);
    const other = await runCommand([...args, "--seed", "1"]);
    expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining("holds another evaluation") });
  });
});

describe("images and network", () => {
  const few = ["--samples", "10", "--random-controls", "1"];

  it("refuses another network", async () => {
    const other = projectFile("samples/resnet18-augmented.onnx");
    expect(await runCommand(["evaluate", run, ...material, ...HUE, "--model", other])).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(
        /is another network than that of .*; give the run's, resnet18-plain\.onnx, whose/,
      ),
    });
  });

  it("takes all images of another folder, and says so", async () => {
    const images = path.join(temporaryFolder(), "images");
    cpSync(path.join(SAMPLE_IMAGES, "valid"), images, { recursive: true });
    const args = [
      "evaluate",
      run,
      ...material,
      ...HUE,
      "--images",
      images,
      "--random-controls",
      "1",
      "--json",
    ];
    const { stdout, stderr } = await runCommand(args);
    expect(stderr).toContain(
      "holds other images than those of the run; all of them are taken as not seen by it.",
    );
    expect(JSON.parse(stdout).sampleCount).toBe(240);
  });

  it("keeps to a partition, and to images the run has not seen unless told otherwise", async () => {
    const valid = await evaluate(...HUE, "--partition", "valid", "--random-controls", "1");
    expect(valid.sampleCount).toBe(60);
    const seen = await evaluate(
      ...HUE,
      "--partition",
      "valid",
      "--use-seen-images",
      "--random-controls",
      "1",
    );
    expect(seen.sampleCount).toBe(240);
    const all = path.join(folder, "all.h5");
    const small = ["--preprocessing", "imagenet", "--base-samples", "8", "--hold-out", "0"];
    await analyzeSample(all, ...DESIGN, ...small);
    expect(await runCommand(["evaluate", all, ...material, ...HUE])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("The run left no image of the set aside"),
    });
  });

  it("says how folders and classes go together without labels, and what is wrong with labels", async () => {
    const without = material.filter((word, i) => word !== "--labels" && material[i - 1] !== "--labels");
    const { stderr } = await runCommand(["evaluate", run, ...without, ...HUE, ...few]);
    expect(stderr).toContain("in alphabetical order: 0 ankle-boot, 1 bag, 2 coat, ....");
    const labels = path.join(temporaryFolder(), "labels.txt");
    const args = ["evaluate", run, ...without, ...HUE, ...few, "--labels", labels];
    expect((await runCommand(args)).stderr).toContain(`There is no list of labels "${labels}"`);
    writeFileSync(labels, "a\n\nb\n");
    expect((await runCommand(args)).stderr).toContain("There is nothing in line 2; every one names a class.");
    writeFileSync(labels, SAMPLE_CLASSES.slice(1).join("\n"));
    expect(await runCommand(args)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("There are 9 class labels, but the network has 10 outputs"),
    });
    // Letter case does not matter.
    writeFileSync(labels, SAMPLE_CLASSES.join("\r\n").toUpperCase());
    expect(await runCommand(args)).toMatchObject({ code: 0 });
  });
});

it.each([
  [["--plain", "--augmentation", "hue"], "cannot be used with option"],
  [["--augmentation", "tint"], "tint"],
  [["--partition", "test"], 'no partition "test"; there are train, valid.'],
  [["--samples", "0"], "It must be a whole number of 1 or more."],
  [["--percentile", "7"], "The percentile of a mask is from 0 to 1, not 7."],
])("refuses %j", async (options, message) => {
  const { code, stdout, stderr } = await runCommand(["evaluate", run, ...material, ...HUE, ...options]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(message);
});
