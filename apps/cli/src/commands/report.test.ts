import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { mapCorrelation, mapDiscriminant, RunFileReader } from "@unitscope/core/commandLine";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readFactorMaps, valuesOf } from "../postAnalysis/factorMaps.js";
import { projectFile, runCommand, runToEnd } from "../testing/runCommand.js";

const FACTORS = ["hue", "erasing", "permutation", "class", "partition"];

let folder: string;
let run: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "unitscope-report-"));
  run = path.join(folder, "run.h5");
  const model = ["--model", projectFile("samples/resnet18-plain.onnx")];
  const images = ["--images", projectFile("samples/tinted-fashion")];
  const design = ["--method", "sobol", "--second-order", "--factors", "hue,erasing", "--base-samples", "16"];
  const out = ["--checkpoints", "layer3,layer4,fc", "--out", run];
  await runToEnd(["analyze", ...model, ...images, ...design, ...out]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** [d](U) maps of the run. */
async function mapsOf(checkpoint: string, measure: string): Promise<Float32Array[]> {
  const reader = await RunFileReader.open(run);
  try {
    const stored = reader.checkpoints.find(({ name }) => name === checkpoint);
    if (!stored) throw new Error(`no checkpoint ${checkpoint}`);
    return valuesOf(readFactorMaps(reader, stored, measure));
  } finally {
    reader.close();
  }
}

/** What is undefined is null in JSON. */
const asJson = (value: unknown) => JSON.parse(JSON.stringify(value));

async function resultsOf(...args: string[]) {
  const [what = "", ...options] = args;
  const { report, results } = JSON.parse(await runToEnd(["report", what, run, "--json", ...options]));
  expect(report).toBe(what);
  return results;
}

describe("reports as JSON", () => {
  it("correlate factors at every checkpoint, by the leading measure of the run", async () => {
    const results = await resultsOf("correlation");
    expect(results.map(({ checkpoint }: { checkpoint: string }) => checkpoint)).toEqual([
      "layer3",
      "layer4",
      "fc",
    ]);
    const maps = await mapsOf("layer4", "ST");
    const { rho, sd } = mapCorrelation(maps, maps, [128, 2, 2]);
    expect(results[1]).toMatchObject({ measure: "ST", labels: FACTORS, rho: asJson(rho), sd: asJson(sd) });
    // A mean over pixels has no p value.
    expect(results[1].pValue[0][1]).toBeNull();
    expect(results[2].pValue[0][1]).toBeGreaterThan(0);
  });

  it("correlate two measures", async () => {
    const [result] = await resultsOf("cross", "--other-measure", "S1", "--checkpoint", "layer3");
    const { rho } = mapCorrelation(await mapsOf("layer3", "ST"), await mapsOf("layer3", "S1"), [64, 4, 4]);
    expect(result).toMatchObject({ measure: "ST", otherMeasure: "S1", labels: FACTORS, rho: asJson(rho) });
  });

  it("tell factors apart at the deepest checkpoint with extent", async () => {
    const [result] = await resultsOf("discriminant", "--repeats", "2", "--folds", "4", "--seed", "9");
    const plan = { folds: 4, repeats: 2, seed: 9 };
    const { accuracy, foldAccuracies, confusion, interval } = mapDiscriminant(
      await mapsOf("layer4", "ST"),
      [128, 2, 2],
      plan,
    );
    expect(result).toMatchObject({ checkpoint: "layer4", ...plan, accuracy, foldAccuracies, confusion });
    expect([result.low95, result.high95]).toEqual([interval.low, interval.high]);
    expect(result.points).toHaveLength(result.sampleCount);
  });

  it("divide units, and cluster factors", async () => {
    const [{ shares, undefinedUnits }] = await resultsOf("specialization", "--checkpoint", "layer4");
    expect(shares.map(({ factor }: { factor: string }) => factor)).toEqual([...FACTORS, "undecided"]);
    const units = shares.reduce((sum: number, share: { units: number }) => sum + share.units, 0);
    expect(units + undefinedUnits).toBe(512);
    const [tree] = await resultsOf("clustering", "--checkpoint", "fc", "--height", "1");
    expect(tree).toMatchObject({ height: 1, leaves: FACTORS, clusterOfLeaf: [1, 1, 1, 1, 1] });
    expect(tree.merges).toHaveLength(4);
  });
});

describe("reports as tables", () => {
  const text = (...args: string[]) => {
    const [what = "", ...options] = args;
    return runToEnd(["report", what, run, ...options]);
  };

  it("name factors on both sides of a correlation", async () => {
    const table = await text("correlation", "--checkpoint", "layer4");
    expect(table).toMatch(/^layer4: Spearman's rho of ST, across channels, mean over 4 pixels\n/);
    expect(table).toMatch(/^ +hue +erasing +permutation +class +partition$/m);
    expect(table).toMatch(/^hue +1\.00 /m);
    expect(await text("correlation", "--checkpoint", "fc")).toContain("of ST, across units");
  });

  it("show accuracy with its interval and chance, and who is taken for whom", async () => {
    const table = await text("discriminant", "--repeats", "1");
    expect(table).toMatch(/^accuracy 0\.\d{3}, 95 % interval 0\.\d{3} to [01]\.\d{3}; chance 0\.200$/m);
    expect(table).toMatch(/^erasing( +[01]\.\d\d){5}$/m);
  });

  it("show every merge and cluster", async () => {
    const table = await text("clustering", "--checkpoint", "layer4", "--height", "0");
    expect(table.match(/^ *[01]\.\d{3} /gm)).toHaveLength(4);
    expect(table.match(/^cluster \d at height 0: \S+$/gm)).toHaveLength(5);
  });

  it("show how many units are undecided", async () => {
    expect(await text("specialization", "--checkpoint", "fc")).toMatch(/^undecided +\d+ +\d+\.\d %$/m);
  });
});

it.each([
  ["another report's option", ["discriminant", "--height", "1"], "--height belongs to the report clustering"],
  ["a missing second measure", ["cross"], "needs --other-measure"],
  ["an unknown second measure", ["cross", "--other-measure", "SHAPLEY"], "no SHAPLEY at the checkpoint"],
  ["pairs", ["correlation", "--measure", "S2"], "S2 is of two factors"],
  ["no factors", ["clustering", "--measure", "MEAN"], "MEAN has no factors"],
  ["no shares", ["specialization", "--measure", "VARIANCE"], "no share of variance"],
  ["an unknown measure", ["correlation", "--measure", "S9"], 'no measure "S9"; it has MEAN'],
  ["an unknown checkpoint", ["correlation", "--checkpoint", "fd"], 'no checkpoint "fd"; it has layer3'],
  ["a checkpoint without extent", ["discriminant", "--checkpoint", "fc"], "[10] has no extent"],
  ["too many fits", ["discriminant", "--repeats", "101"], "at most 500"],
  ["a height above 1", ["clustering", "--height", "2"], "from 0 to 1, not 2"],
  ["an unknown report", ["summary"], "It must be one of correlation"],
])("refuses %s", async (_, [what = "", ...options], message) => {
  const outcome = await runCommand(["report", what, run, ...options]);
  expect(outcome).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(message) });
});

describe("report table", () => {
  interface TableRow {
    checkpoint: string;
    factor: string;
    value: number;
    halfWidth95: number;
    difference: number | null;
    differenceHalfWidth95: number | null;
  }

  it("has every checkpoint's aggregated index and its difference from the first, with intervals", async () => {
    const [{ measure, baseline, rows }] = await resultsOf("table", "--measure", "ST");
    expect({ measure, baseline, count: rows.length }).toEqual({
      measure: "ST",
      baseline: "layer3",
      count: 15,
    });
    const find = (checkpoint: string): TableRow =>
      rows.find((row: TableRow) => row.checkpoint === checkpoint && row.factor === "hue");
    const [base, fc] = [find("layer3"), find("fc")];
    expect(base.difference).toBeNull();
    expect(fc.difference).toBeCloseTo(fc.value - base.value, 12);
    // Of the same images, so that the half widths add up: see core's dependentDifference.
    expect(fc.differenceHalfWidth95).toBeCloseTo(fc.halfWidth95 + base.halfWidth95, 12);
    const reader = await RunFileReader.open(run);
    const stored = reader.checkpoints.find(({ name }) => name === "fc");
    const st = stored?.measures.find((candidate) => candidate.measure === "ST");
    const hue = st?.maps.find(({ factor }) => factor === "hue");
    if (!stored || !st || !hue) throw new Error("no map");
    const { checkpointValue, checkpointHalfWidth } = reader.readAggregated(stored, st, hue);
    reader.close();
    expect([fc.value, fc.halfWidth95]).toEqual([checkpointValue, checkpointHalfWidth]);
  });

  it("is written in Markdown, LaTeX and CSV, of the factors that are asked for", async () => {
    const table = (...more: string[]) =>
      runToEnd([
        "report",
        "table",
        run,
        "--measure",
        "ST",
        "--factor",
        "hue,class",
        "--baseline",
        "fc",
        ...more,
      ]);
    const [header, rule, ...rows] = (await table()).split("\n");
    expect(header).toBe("| checkpoint | factor | ST | less fc |");
    expect(rule).toBe("| --- | --- | ---: | ---: |");
    expect(rows[0]).toMatch(/^\| layer3 \| hue \| -?\d\.\d{3} ± \d\.\d{3} \| -?\d\.\d{3} ± \d\.\d{3} \|$/);
    expect(rows.filter((row) => row.startsWith("| fc"))).toHaveLength(2);
    const latex = await table("--format", "latex");
    expect(latex).toContain("\\begin{tabular}{llrr}");
    expect(latex).toMatch(/^ {2}layer3 & hue & \$-?\d\.\d{3} \\pm \d\.\d{3}\$ & \$.*\$ \\\\$/m);
    expect(latex).toContain("95 \\% intervals");
    const [columns, first] = (await table("--format", "csv")).split("\n");
    expect(columns).toBe("checkpoint,factor,value,value_half_width,difference,difference_half_width");
    expect(first?.split(",")).toHaveLength(6);
  });

  it("takes pairs of S2, and refuses what has no index of a whole checkpoint", async () => {
    const [{ rows }] = await resultsOf("table", "--measure", "S2", "--checkpoint", "fc", "--factor", "hue");
    expect(rows.map(({ factor }: TableRow) => factor)).toContain("hue|erasing");
    expect(await runCommand(["report", "table", run, "--measure", "MEAN"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("MEAN has no index of a whole checkpoint"),
    });
    expect(await runCommand(["report", "table", run, "--baseline", "fd"])).toMatchObject({ code: 2 });
  });
});

describe("--factor", () => {
  it("takes the rows of a correlation, and only these maps of the others", async () => {
    const [first] = await resultsOf("correlation", "--checkpoint", "layer4", "--factor", "hue");
    expect(first).toMatchObject({ labels: ["hue"], columnLabels: FACTORS });
    expect(first.rho[0][0]).toBeCloseTo(1, 12);
    const [shares] = await resultsOf("specialization", "--checkpoint", "fc", "--factor", "hue,class");
    expect(shares.shares.map(({ factor }: { factor: string }) => factor)).toEqual([
      "hue",
      "class",
      "undecided",
    ]);
  });

  it("names a factor that the run has not", async () => {
    expect(await runCommand(["report", "correlation", run, "--factor", "hu"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('The run has no factor "hu"; it has hue, erasing'),
    });
  });
});
