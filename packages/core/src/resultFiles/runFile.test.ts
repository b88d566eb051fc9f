import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { createHdf5 } from "../files/hdf5.js";
import type { IndexMapResult, RunResult } from "../run/runResult.js";
import type { RunSpec } from "../run/runSpec.js";
import { type StoredEstimate, storedEstimate } from "../run/storedEstimate.js";
import { temporaryFolder } from "../testing/temporaryFolder.js";
import { type RunOrigin, writeRunFile } from "./runFile.js";
import { RunFileReader } from "./runFileReader.js";

const checkpoints = [
  { name: "layer1", tensor: "/layer1/Relu_output_0", shape: [2, 3, 2] },
  { name: "onnx::Add/7", tensor: "onnx::Add/7", shape: [4] },
];
const spec = { method: "SOBOL", checkpoints } as unknown as RunSpec;
const origin: RunOrigin = {
  model: "m.onnx",
  modelSha256: "aa",
  imagesDigest: "bb",
  partitions: ["train"],
  classes: ["a", "ü"],
};

function mapOf(
  checkpoint: number,
  measure: string,
  factor: string | null,
  withFactor: string | null,
  seed: number,
) {
  const { name, shape } = checkpoints[checkpoint] ?? { name: "", shape: [] };
  const units = shape.reduce((product, axis) => product * axis, 1);
  const channels = shape[0] ?? 0;
  // Quarters are exact in float32; the first unit is undefined.
  const numbers = (length: number, first: number) =>
    Float64Array.from({ length }, (_, i) => (i === 0 && factor !== null ? Number.NaN : first + i / 4));
  return {
    checkpoint: name,
    measure,
    factor,
    withFactor,
    values: numbers(units, seed),
    halfWidths: numbers(units, seed + 100),
    aggregated: factor === null ? Number.NaN : seed / 3,
    aggregatedHalfWidth: seed / 7,
    channelAggregated: numbers(channels, seed / 3),
    channelAggregatedHalfWidths: numbers(channels, seed / 7),
    flags:
      factor === null
        ? null
        : {
            trusted: Uint8Array.from({ length: units }, (_, i) => (i + seed) % 2),
            distinguishable: Uint8Array.from({ length: units }, (_, i) => Number((i + seed) % 3 === 0)),
            simultaneousHalfWidth: seed === 3 ? Number.NEGATIVE_INFINITY : seed / 9,
          },
  } as IndexMapResult;
}

const maps = [0, 1].flatMap((c) => [
  mapOf(c, "MEAN", null, null, 1),
  mapOf(c, "S1", "hue", null, 2),
  mapOf(c, "S1", "erasing", null, 3),
  mapOf(c, "S2", "hue", "erasing", 4),
]);
const result = { maps, evaluations: {}, provenance: { engine: "x" } } as unknown as RunResult;

const skipped = { count: 1_001, images: Array.from({ length: 1_000 }, (_, i) => badImage(i)) };

/** Long enough that a thousand of them are more than an attribute of 64 KiB. */
function badImage(index: number) {
  return {
    name: `train/a class/${index}.png`,
    reason: "begins like a PNG file but cannot be decoded: it is cut off",
  };
}

async function written(): Promise<string> {
  const file = path.join(temporaryFolder(), "run.h5");
  await writeRunFile(file, spec, origin, result, skipped);
  return file;
}

it("gives back every map, undefined units included", async () => {
  const run = await RunFileReader.open(await written());
  expect(run.spec).toEqual(spec);
  expect(run.origin).toEqual(origin);
  expect(run.skipped).toEqual(skipped);
  expect(run.checkpoints.map(({ name, shape }) => ({ name, shape }))).toEqual([
    { name: "layer1", shape: [2, 3, 2] },
    { name: "onnx::Add/7", shape: [4] },
  ]);
  const found = run.checkpoints.flatMap((checkpoint) =>
    checkpoint.measures.flatMap((measure) =>
      measure.maps.map((name): IndexMapResult => {
        const units = run.readUnits(checkpoint, measure, name);
        const aggregated = run.readAggregated(checkpoint, measure, name);
        return {
          checkpoint: checkpoint.name,
          measure: measure.measure as IndexMapResult["measure"],
          factor: name.factor,
          withFactor: name.withFactor,
          values: Float64Array.from(units.values),
          halfWidths: Float64Array.from(units.halfWidths),
          aggregated: aggregated.checkpointValue,
          aggregatedHalfWidth: aggregated.checkpointHalfWidth,
          channelAggregated: aggregated.channelValues,
          channelAggregatedHalfWidths: aggregated.channelHalfWidths,
          flags: run.readFlags(checkpoint, measure, name),
        };
      }),
    ),
  );
  run.close();
  // Without a defined unit there is no half width for all of them: stored as NaN.
  const expected = maps.map(({ flags, ...map }) => ({
    ...map,
    ...floats(storedEstimate({ ...map, flags })),
    flags: flags && {
      ...flags,
      simultaneousHalfWidth: map.factor === "erasing" ? Number.NaN : flags.simultaneousHalfWidth,
    },
  }));
  expect(found).toEqual(expected);
});

function floats({ values, halfWidths }: StoredEstimate): Pick<IndexMapResult, "values" | "halfWidths"> {
  return { values: Float64Array.from(values), halfWidths: Float64Array.from(halfWidths) };
}

it("refuses what is no run", async () => {
  const file = path.join(temporaryFolder(), "a.h5");
  await expect(RunFileReader.open(file)).rejects.toThrow(`There is no run "${file}"`);
  writeFileSync(file, "text");
  await expect(RunFileReader.open(file)).rejects.toThrow("is no HDF5 file");
  (await createHdf5(file)).close();
  await expect(RunFileReader.open(file)).rejects.toThrow("is an HDF5 file, but no run");
  const other = await createHdf5(file);
  other.create_attribute("format", "unitscope-run");
  other.create_attribute("version", 99, [], "<i");
  other.close();
  await expect(RunFileReader.open(file)).rejects.toThrow("a run of format 99; this version reads format 1");
});

it("refuses a truncated file", async () => {
  const file = await written();
  truncateSync(file, Math.floor(readFileSync(file).length / 2));
  await expect(RunFileReader.open(file)).rejects.toThrow("damaged or truncated");
});
