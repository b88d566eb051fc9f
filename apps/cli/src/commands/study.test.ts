import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readStudyFile } from "@unitscope/core/commandLine";
import h5wasm, { type Dataset } from "h5wasm/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StudyAccuracy } from "../masking/studySummary.js";
import { projectFile, runCommand, runToEnd, runUntil, temporaryFolder } from "../testing/runCommand.js";
import { analyzeSample, SAMPLE_IMAGES, SAMPLE_LABELS, SAMPLE_MODEL } from "../testing/sampleRun.js";

const DESIGN = ["--method", "shapley", "--factors", "hue,grayscaling", "--base-samples", "16"];
const SMALL = ["--checkpoints", "layer4", "--samples", "20", "--random-controls", "2", "--threads", "1"];
const STUDY = [...SMALL, "--measure", "ST", "--factors", "hue,class"];

let folder: string;
let run: string;
let out: string;
let material: string[];
/** Of the study in `out`. */
let summary: {
  accuracies: StudyAccuracy[];
  correlation: {
    labels: string[];
    columnLabels: string[];
    rho: (number | null)[][];
    pValue: (number | null)[][];
  };
  clustering: { leaves: string[]; clusterOfLeaf: number[] };
  configurations: { label: string }[];
  sampleCount: number;
};

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "unitscope-study-"));
  [run, out] = [path.join(folder, "run.h5"), path.join(folder, "study.h5")];
  await analyzeSample(run, ...DESIGN, "--preprocessing", "imagenet", "--checkpoints", "layer3,layer4,fc");
  material = ["--model", SAMPLE_MODEL, "--images", SAMPLE_IMAGES, "--labels", SAMPLE_LABELS];
  summary = JSON.parse(await runToEnd(["study", run, ...material, ...STUDY, "--out", out, "--json"]));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function vectorOf(input: string, maskFactor: string): StudyAccuracy {
  const found = summary.accuracies.find((one) => one.input === input && one.maskFactor === maskFactor);
  if (found === undefined) throw new Error(`no vector ${input} ${maskFactor}`);
  return found;
}

it("masks every input by every factor in 17 configurations", () => {
  expect(summary.sampleCount).toBe(20);
  expect(summary.configurations).toHaveLength(17);
  const pairs = summary.accuracies.map(({ input, maskFactor }) => `${input} ${maskFactor}`);
  expect(pairs).toEqual(["original hue", "original class", "hue hue", "hue class"]);
  for (const { top1, top5, halfWidth95, randomTop1, maskedMinusRandom, collapsed } of summary.accuracies) {
    for (const values of [top1, top5, halfWidth95, randomTop1, maskedMinusRandom, collapsed]) {
      expect(values).toHaveLength(17);
    }
    for (const [c, { difference }] of maskedMinusRandom.entries()) {
      expect(difference).toBeCloseTo((top1[c] ?? 0) - (randomTop1[c] ?? 0), 12);
    }
  }
  expect(summary.correlation.labels).toEqual(["hue"]);
  expect(summary.correlation.columnLabels).toEqual(["hue", "class"]);
  const { rho, pValue } = summary.correlation;
  expect(pValue[0]).toHaveLength(2);
  // A correlation is defined where its p value is.
  for (const [column, p] of (pValue[0] ?? []).entries()) expect(p === null).toBe(rho[0]?.[column] === null);
  expect(summary.clustering.leaves).toEqual(["hue--hue", "hue--class"]);
});

it("gives the accuracies that evaluate gives one mask", async () => {
  const vector = vectorOf("original", "class");
  const rules = [
    { options: ["--percentile", "0.9", "--alpha", "0.5"], label: "alpha 0.5, percentile 0.9" },
    { options: ["--soft", "1-m"], label: "soft 1 - m" },
  ];
  for (const { options, label } of rules) {
    const mask = ["--measure", "ST", "--factor", "class", ...options];
    const one = JSON.parse(
      await runToEnd(["evaluate", run, ...material, ...SMALL, ...mask, "--plain", "--json"]),
    );
    const c = summary.configurations.findIndex((configuration) => configuration.label === label);
    expect(one.baseline).toMatchObject({ top1: vector.unmaskedTop1, top5: vector.unmaskedTop5 });
    expect(one.masked).toMatchObject({
      top1: vector.top1[c],
      top5: vector.top5[c],
      halfWidth95: vector.halfWidth95[c],
    });
  }
});

it("stores its tables for other programs", async () => {
  await h5wasm.ready;
  const h5 = new h5wasm.File(out, "r");
  const numbers = (name: string) => [...((h5.get(name) as Dataset).value as Float64Array)];
  expect(numbers("accuracies/top1")).toEqual(summary.accuracies.flatMap(({ top1 }) => top1));
  expect(numbers("accuracies/half_widths")).toEqual(summary.accuracies.flatMap((one) => one.halfWidth95));
  expect(numbers("accuracies/masked_minus_random")).toEqual(
    summary.accuracies.flatMap((one) => one.maskedMinusRandom.map(({ difference }) => difference)),
  );
  expect(numbers("accuracies/unmasked_top1")).toEqual(summary.accuracies.map((one) => one.unmaskedTop1));
  const rho = numbers("correlation/rho").map((value) => (Number.isNaN(value) ? null : value));
  expect(rho).toEqual(summary.correlation.rho.flat());
  expect((h5.get("accuracies") as InstanceType<typeof h5wasm.Group>).attrs["inputs"]?.value).toEqual(
    summary.accuracies.map(({ input }) => input),
  );
  h5.close();
});

it("shows the tables of a finished study again, with clusters at another height", async () => {
  const args = ["study", run, ...material, ...STUDY, "--out", out];
  const { code, stdout, stderr } = await runCommand([...args, "--height", "2"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining("holds this study already") });
  expect(stdout).toMatch(
    /^input \\ mask +hue +class\nhue +(-?\d\.\d{3}|undefined) +(-?\d\.\d{3}|undefined)$/m,
  );
  expect(stdout).toContain("Strongest effects against random masks, of 68:");
  expect(stdout).toMatch(/^(hue|original) +(hue|class) +(alpha|soft) .*[-+]\d\.\d{3} ± \d\.\d{3}$/m);
  // sqrt(1 - |rho|) is at most 1.
  expect(stdout).toContain(
    "Clusters of input--mask at height 2: 1, of which 0 of one member\n  hue--hue, hue--class",
  );
});

describe("with --out", () => {
  it("goes on after a stop and ends with the same predictions, whatever the threads", async () => {
    const parts = path.join(folder, "parts.h5");
    const args = ["study", run, ...material, ...STUDY, "--out", parts, "--json"];
    // It has six tasks: three of the images as they are, three under hue.
    const first = await runUntil(4, args);
    expect(first.code).toBe(130);
    expect(JSON.parse(first.stdout).error.code).toBe("CANCELLED");
    expect(first.stderr).toContain(`Stopped; the state is in "${parts}.state"`);
    expect(existsSync(parts)).toBe(false);
    expect(await runUntil(2, [...args, "--threads", "2"])).toMatchObject({ code: 130 });
    const { code, stdout } = await runCommand([...args, "--threads", "2"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ ...summary, out: parts });
    const [a, b] = [await readStudyFile(parts), await readStudyFile(out)];
    expect(a).toEqual(b);
    expect(existsSync(`${parts}.state`)).toBe(false);
  });

  it("replaces a file that holds something else only when told to", async () => {
    const other = path.join(temporaryFolder(), "study.h5");
    writeFileSync(other, "precious");
    const args = ["study", run, ...material, ...STUDY, "--out"];
    expect((await runCommand([...args, other])).stderr).toContain(
      "is no HDF5 file; give --overwrite to replace it",
    );
    expect(readFileSync(other, "utf8")).toBe("precious");
    expect(await runCommand([...args, run])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("but no study"),
    });
    expect(await runCommand([...args, out, "--seed", "1"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("holds another study (other run or options)"),
    });
  });
});

it.each([
  [["--measure", "VARIANCE"], "A mask cannot be made from VARIANCE"],
  [["--measure", "S2"], 'no measure "S2"'],
  [["--factors", "hue,tint"], 'no factor "tint"'],
  [["--checkpoints", "layer9"], 'no checkpoint "layer9"'],
  [["--random-controls", "0"], "It must be a whole number of 1 or more."],
])("refuses %j", async (options, message) => {
  const args = ["study", run, ...material, ...STUDY, ...options, "--out", path.join(folder, "none.h5")];
  const { code, stdout, stderr } = await runCommand(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(message);
});

describe("single-class", () => {
  it("matches the most sensitive classes with the predictions under masks", async () => {
    const { singleClass } = JSON.parse(
      await runToEnd(["single-class", out, run, "--measure", "ST", "--top", "3", "--json"]),
    );
    expect(singleClass.map((one: { factor: string; input: string }) => [one.factor, one.input])).toEqual([
      ["hue", "hue"],
      ["class", "original"],
    ]);
    await runToEnd([
      "export",
      run,
      "--format",
      "csv",
      "--out",
      path.join(folder, "tables"),
      "--checkpoints",
      "fc",
      "--measures",
      "ST",
    ]);
    const rows = readFileSync(path.join(folder, "tables/units/fc.ST.csv"), "utf8").split("\n");
    for (const { factor, classes, jaccards, jaccard } of singleClass) {
      const values = rows
        .map((row) => row.split(","))
        .filter((cells) => cells[3] === factor)
        .map((cells) => ({ index: Number(cells[5]), value: Number(cells[8]) }))
        .sort((a, b) => b.value - a.value);
      const found = classes.map(({ index }: { index: number }) => index);
      expect(found).toEqual(values.slice(0, 3).map(({ index }) => index));
      expect(jaccards).toHaveLength(17);
      expect(jaccards).toContain(jaccard);
      // Three of ten classes against five predicted ones overlap by one class to all three.
      expect(jaccard).toBeLessThanOrEqual(3 / 5);
    }
  });

  it("prints a verdict for each factor that follows the thresholds", async () => {
    const args = ["single-class", out, run, "--measure", "SHAPLEY", "--top", "1"];
    const lenient = ["--least-jaccard", "0", "--times-unmasked", "0"];
    expect(await runToEnd([...args, "--least-jaccard", "1"])).not.toContain("candidate");
    const table = await runToEnd([...args, ...lenient]);
    expect(table).toMatch(
      /^hue +hue +\d\.\d{4} +\d\.\d{4} +\d\.\d{4} +(alpha|soft) .*(candidate|random sets reach it)$/m,
    );
    expect(table).toMatch(/^class +\d +[a-z-]+ +-?\d\.\d{3} ± \d\.\d{3} +\d+ %$/m);
  });

  it("asks for a run of the same network with maps of its last value", async () => {
    const other = path.join(folder, "other.h5");
    await analyzeSample(other, ...DESIGN, "--preprocessing", "imagenet", "--checkpoints", "layer4");
    expect(await runCommand(["single-class", out, other, "--measure", "ST"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(
        "has no index maps of fc, the network's last value, only of layer4; analyze with fc",
      ),
    });
    const augmented = ["--model", projectFile("samples/resnet18-augmented.onnx"), "--checkpoints", "fc"];
    await analyzeSample(other, ...DESIGN, ...augmented, "--overwrite");
    expect((await runCommand(["single-class", out, other, "--measure", "ST"])).stderr).toContain(
      "is a run of another network than",
    );
    expect((await runCommand(["single-class", run, run, "--measure", "ST"])).stderr).toContain(
      "but no study",
    );
    expect((await runCommand(["single-class", out, run, "--measure", "ST", "--top", "99"])).code).toBe(2);
  });
});
