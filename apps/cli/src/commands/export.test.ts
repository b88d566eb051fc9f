import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { RunFileReader, readNpy } from "@unitscope/core/commandLine";
import h5wasm, { type Dataset, type Group } from "h5wasm/node";
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projectFile, runCommand, runToEnd, temporaryFolder } from "../testing/runCommand.js";

const SAMPLES = [
  "--model",
  projectFile("samples/resnet18-plain.onnx"),
  "--images",
  projectFile("samples/tinted-fashion"),
];

const COLUMNS = [
  ...["run", "checkpoint", "measure", "factor", "with_factor", "channel", "y", "x"],
  ...["value", "half_width", "trusted", "distinguishable"],
];

let folder: string;
let run: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "unitscope-export-"));
  run = path.join(folder, "run.h5");
  const design = ["--method", "sobol", "--second-order", "--factors", "hue,erasing", "--base-samples", "16"];
  await runToEnd(["analyze", ...SAMPLES, ...design, "--checkpoints", "layer4,fc", "--out", run]);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The index map as it is in the run. */
async function stored(
  checkpoint: string,
  measure: string,
  factor: string | null,
  withFactor: string | null = null,
) {
  const reader = await RunFileReader.open(run);
  try {
    const c = reader.checkpoints.find(({ name }) => name === checkpoint);
    const m = c?.measures.find((candidate) => candidate.measure === measure);
    const name = m?.maps.find((map) => map.factor === factor && map.withFactor === withFactor);
    if (!c || !m || !name) throw new Error(`no map ${checkpoint} ${measure} ${factor}`);
    return { ...reader.readUnits(c, m, name), ...reader.readAggregated(c, m, name) };
  } finally {
    reader.close();
  }
}

const orNull = (value: number) => (Number.isFinite(value) ? value : null);

it("writes one .npy file an index map", async () => {
  const out = temporaryFolder();
  const { files } = JSON.parse(await runToEnd(["export", run, "--format", "npy", "--out", out, "--json"]));
  // Five factors: 5 S1, 5 ST, 10 S2, mean, variance at two checkpoints.
  expect(files).toHaveLength(2 * 22);
  expect(await readNpy(path.join(out, "layer4.ST.hue.npy"), "map")).toEqual({
    shape: [128, 2, 2],
    data: (await stored("layer4", "ST", "hue")).values,
  });
  expect(await readNpy(path.join(out, "fc.S2.hue.erasing.npy"), "map")).toEqual({
    shape: [10],
    data: (await stored("fc", "S2", "hue", "erasing")).values,
  });
  await readNpy(path.join(out, "fc.MEAN.npy"), "map");
});

it("writes only what is asked for, with half widths", async () => {
  const out = temporaryFolder();
  const args = [
    "export",
    run,
    "--format",
    "npy",
    "--out",
    out,
    "--json",
    "--checkpoints",
    "fc",
    "--measures",
    "ST",
  ];
  const { files } = JSON.parse(await runToEnd([...args, "--half-widths"]));
  expect(files).toHaveLength(10);
  const { data } = await readNpy(path.join(out, "fc.ST.hue.halfWidth.npy"), "map");
  expect(data).toEqual((await stored("fc", "ST", "hue")).halfWidths);
});

describe("tables", () => {
  it("in Parquet", async () => {
    const out = temporaryFolder();
    await runToEnd(["export", run, "--format", "parquet", "--out", out]);
    const rows = await parquetReadObjects({
      file: await asyncBufferFromFile(path.join(out, "units/layer4.S2.parquet")),
    });
    expect(rows).toHaveLength(10 * 512);
    expect(Object.keys(rows[0] ?? {})).toEqual(COLUMNS);
    expect(rows[0]).toMatchObject({ run: "run", checkpoint: "layer4", measure: "S2" });
    const { values, halfWidths } = await stored("layer4", "S2", "hue", "class");
    const found = rows.filter((row) => row["factor"] === "hue" && row["with_factor"] === "class");
    expect(found.map((row) => row["value"])).toEqual(Array.from(values, orNull));
    expect(found.map((row) => row["half_width"])).toEqual(Array.from(halfWidths, orNull));
    expect(found[7]).toMatchObject({ channel: 1, y: 1, x: 1 });
    const aggregates = await parquetReadObjects({
      file: await asyncBufferFromFile(path.join(out, "_aggregates.parquet")),
    });
    const { checkpointValue, channelValues } = await stored("fc", "ST", "hue");
    const ofHue = aggregates.filter(
      (row) => row["checkpoint"] === "fc" && row["measure"] === "ST" && row["factor"] === "hue",
    );
    expect(ofHue.map((row) => [row["channel"], row["value"]])).toEqual([
      [null, checkpointValue],
      ...Array.from(channelValues, (value, channel) => [channel, orNull(value)]),
    ]);
  });

  it("of one schema in Parquet, whatever the measure", async () => {
    const out = temporaryFolder();
    await runToEnd(["export", run, "--format", "parquet", "--name", "plain", "--out", out]);
    const folder = path.join(out, "units");
    const schemas = readdirSync(folder).map(async (name) => {
      const { schema } = await parquetMetadataAsync(await asyncBufferFromFile(path.join(folder, name)));
      return JSON.stringify(schema);
    });
    expect(schemas).toHaveLength(10);
    expect(new Set(await Promise.all(schemas)).size).toBe(1);
    // Readers of the whole folder take no name that begins with "_".
    expect(readdirSync(out).sort()).toEqual(["_aggregates.parquet", "_export.json", "units"]);
    const [row] = await parquetReadObjects({
      file: await asyncBufferFromFile(path.join(folder, "fc.MEAN.parquet")),
    });
    expect(row).toMatchObject({ run: "plain", measure: "MEAN", factor: null, trusted: null });
  });

  it("in CSV", async () => {
    const out = temporaryFolder();
    await runToEnd(["export", run, "--format", "csv", "--out", out]);
    const [header, ...rows] = readFileSync(path.join(out, "units/fc.ST.csv"), "utf8").trimEnd().split("\n");
    expect(header).toBe(COLUMNS.join());
    expect(rows).toHaveLength(5 * 10);
    const { values } = await stored("fc", "ST", "hue");
    for (const [u, row] of rows.slice(0, 10).entries()) {
      const cells = row.split(",");
      expect(cells.slice(0, 8)).toEqual(["run", "fc", "ST", "hue", "", String(u), "0", "0"]);
      // Nine digits give a float32 back exactly.
      expect(Math.fround(Number(cells[8]))).toBe(values[u]);
    }
    expect(readFileSync(path.join(out, "_aggregates.csv"), "utf8")).toMatch(/^run,layer4,S1,hue,,,-?\d/m);
  });
});

it("writes HDF5 with the authors' dataset names", async () => {
  const out = temporaryFolder();
  const { files } = JSON.parse(
    await runToEnd(["export", run, "--format", "authors", "--out", out, "--json"]),
  );
  expect(files).toEqual([path.join(out, "sobol.h5"), path.join(out, "variances.h5")]);
  await h5wasm.ready;
  const h5 = new h5wasm.File(path.join(out, "sobol.h5"), "r");
  expect(h5.keys()).toEqual(["layer4", "fc"]);
  const group = h5.get("layer4") as Group;
  expect(Array.from(group.attrs["shape"]?.value as Int32Array)).toEqual([128, 2, 2]);
  const [both, pairs] = [group.get("si+sT") as Dataset, group.get("si2") as Dataset];
  expect([both.shape, pairs.shape]).toEqual([
    [2, 5, 512],
    [1, 10, 512],
  ]);
  expect(both.slice([[1, 2], [0, 1], []])).toEqual((await stored("layer4", "ST", "hue")).values);
  expect(pairs.slice([[0, 1], [0, 1], []])).toEqual((await stored("layer4", "S2", "hue", "erasing")).values);
  h5.close();
});

it("writes flags: as columns of tables always, as .npy files where asked for", async () => {
  const parent = temporaryFolder();
  const wanted = ["--checkpoints", "fc", "--measures", "ST,MEAN", "--flags", "--half-widths"];
  for (const format of ["npy", "parquet", "csv"]) {
    await runToEnd(["export", run, "--format", format, ...wanted, "--out", path.join(parent, format)]);
  }
  const reader = await RunFileReader.open(run);
  const fc = reader.checkpoints.find(({ name }) => name === "fc");
  const st = fc?.measures.find(({ measure }) => measure === "ST");
  const hue = st?.maps.find(({ factor }) => factor === "hue");
  const flags = fc && st && hue ? reader.readFlags(fc, st, hue) : null;
  reader.close();
  if (flags === null) throw new Error("no flags");
  const npy = readFileSync(path.join(parent, "npy/fc.ST.hue.distinguishable.npy"));
  expect(npy.toString("latin1")).toContain("{'descr': '|b1', 'fortran_order': False, 'shape': (10,), }");
  expect([...npy.subarray(-10)]).toEqual([...flags.distinguishable]);
  expect([...readFileSync(path.join(parent, "npy/fc.ST.hue.trusted.npy")).subarray(-10)]).toEqual([
    ...flags.trusted,
  ]);
  expect(existsSync(path.join(parent, "npy/fc.MEAN.trusted.npy"))).toBe(false);
  const rows = await parquetReadObjects({
    file: await asyncBufferFromFile(path.join(parent, "parquet/units/fc.ST.parquet")),
  });
  const ofHue = rows.filter((row) => row["factor"] === "hue");
  expect(ofHue.map((row) => Number(row["distinguishable"]))).toEqual([...flags.distinguishable]);
  const [, first] = readFileSync(path.join(parent, "csv/units/fc.ST.csv"), "utf8").split("\n");
  expect(first).toMatch(new RegExp(`,${flags.trusted[0]},${flags.distinguishable[0]}$`));
  expect(readFileSync(path.join(parent, "csv/units/fc.MEAN.csv"), "utf8")).toMatch(/\d,,$/m);
});

it("writes a contrast, in the authors' files under the names that stand for what they hold", async () => {
  const [parent, contrast] = [temporaryFolder(), path.join(folder, "contrast.run.h5")];
  const out = path.join(parent, "authors");
  const design = ["--method", "contrast", "--factors", "hue,hflip", "--base-samples", "16", "--draws", "1"];
  await runToEnd(["analyze", ...SAMPLES, ...design, "--checkpoints", "fc", "--out", contrast]);
  const { files } = JSON.parse(
    await runToEnd(["export", contrast, "--format", "authors", "--out", out, "--json"]),
  );
  expect(files.map((file: string) => path.basename(file))).toEqual(["contrast.hue.h5", "contrast.hflip.h5"]);
  const reader = await RunFileReader.open(contrast);
  const [fc] = reader.checkpoints;
  await h5wasm.ready;
  const h5 = new h5wasm.File(path.join(out, "contrast.hflip.h5"), "r");
  const group = h5.get("fc") as Group;
  const names = { cs_pvals: "CONTRAST_P_CORRECTED", cs_rbscc: "CONTRAST_RANK", cs_pbrcc: "CONTRAST" };
  for (const [dataset, wanted] of Object.entries(names)) {
    const measure = fc?.measures.find((candidate) => candidate.measure === wanted);
    const hflip = measure?.maps.find(({ factor }) => factor === "hflip");
    if (!fc || !measure || !hflip) throw new Error(`no ${wanted}`);
    expect((group.get(dataset) as Dataset).value).toEqual(reader.readUnits(fc, measure, hflip).values);
  }
  h5.close();
  reader.close();
  // There are no aggregated indices of a contrast, so no table of them.
  for (const format of ["csv", "parquet"]) {
    await runToEnd(["export", contrast, "--format", format, "--out", path.join(parent, format)]);
    expect(existsSync(path.join(parent, format, `units/fc.CONTRAST_P.${format}`))).toBe(true);
    expect(existsSync(path.join(parent, format, `_aggregates.${format}`))).toBe(false);
  }
});

it("writes the authors' Shapley effects in units of variance", async () => {
  const [out, other] = [temporaryFolder(), path.join(folder, "shapley.run.h5")];
  const design = [
    "--method",
    "shapley",
    "--factors",
    "hue,erasing",
    "--base-samples",
    "16",
    "--checkpoints",
    "fc",
  ];
  const summary = await runToEnd(["analyze", ...SAMPLES, ...design, "--out", other]);
  expect(summary).toMatch(/^factor +checkpoint +SHAPLEY +ST +S1$/m);
  await runToEnd(["export", other, "--format", "authors", "--out", out]);
  await h5wasm.ready;
  const h5 = new h5wasm.File(path.join(out, "shapley.h5"), "r");
  const group = h5.get("fc") as Group;
  const effects = (group.get("shpv") as Dataset).value as Float32Array;
  const means = (group.get("means") as Dataset).value as Float32Array;
  expect([effects.length, means.length]).toEqual([5 * 10, 10]);
  const reader = await RunFileReader.open(other);
  const [fc] = reader.checkpoints;
  const variance = fc?.measures.find(({ measure }) => measure === "VARIANCE");
  if (!fc || !variance?.maps[0]) throw new Error("no variance");
  const { values } = reader.readUnits(fc, variance, variance.maps[0]);
  reader.close();
  h5.close();
  // The effects of a unit add up to its variance, as the shares do to 1; float32.
  for (const [u, total] of values.entries()) {
    const sum = [0, 1, 2, 3, 4].reduce((all, factor) => all + (effects[10 * factor + u] ?? Number.NaN), 0);
    expect(sum / total).toBeCloseTo(1, 5);
  }
});

it("names what the run does not have", async () => {
  const args = ["export", run, "--format", "npy", "--out", path.join(folder, "none")];
  expect(await runCommand([...args, "--checkpoints", "fd"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(
      'unitscope: The run has no checkpoint "fd"; it has layer4, fc. Did you mean fc?\n',
    ),
  });
  expect((await runCommand([...args, "--measures", "SHAPLEY"])).stderr).toContain(
    "it has MEAN, VARIANCE, S1, ST, S2",
  );
  const authors = ["export", run, "--out", folder, "--flags", "--format", "authors"];
  expect(await runCommand(authors)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("no place for them"),
  });
});
