import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommand, runToEnd, runUntil, temporaryFolder } from "../testing/runCommand.js";
import { analyzeSample } from "../testing/sampleRun.js";

let folder: string;
let run: string;
let other: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "unitscope-export-folder-"));
  [run, other] = [path.join(folder, "run.h5"), path.join(folder, "other.h5")];
  const design = ["--method", "sobol", "--second-order", "--factors", "hue", "--checkpoints", "layer4,fc"];
  await analyzeSample(run, ...design, "--base-samples", "8");
  await analyzeSample(other, ...design, "--base-samples", "8", "--seed", "1");
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FC = ["--format", "csv", "--checkpoints", "fc"];

describe("a folder holds one export", () => {
  it.each([
    ["another run", () => [other, ...FC], "tables of another run, run;"],
    [
      "another selection",
      () => [run, ...FC, "--measures", "ST"],
      "another selection of this run (checkpoints fc, measures all);",
    ],
    ["another format", () => [run, "--format", "npy", "--checkpoints", "fc"], "an export of the format csv;"],
    ["another name", () => [run, ...FC, "--name", "x"], "tables in which the run is called run;"],
  ])("and no tables of %s", async (_, args, message) => {
    const out = path.join(temporaryFolder(), "tables");
    await runToEnd(["export", run, ...FC, "--out", out]);
    const before = filesOf(out);
    const { code, stderr } = await runCommand(["export", ...args(), "--out", out]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(message) });
    expect(stderr).toContain("choose another --out, so that tables do not mix, or give --overwrite");
    expect(filesOf(out)).toEqual(before);
    await runToEnd(["export", ...args(), "--out", out, "--overwrite"]);
    const manifest = JSON.parse(readFileSync(path.join(out, "_export.json"), "utf8"));
    // Nothing of the one before is left.
    expect(filesOf(out)).toEqual([...manifest.files, "_export.json"].sort());
  });

  it("and what is there already is not written again", async () => {
    const out = path.join(temporaryFolder(), "tables");
    const args = ["export", run, ...FC, "--out", out, "--json"];
    const first = await runCommand(args);
    const again = await runCommand(args);
    expect(again).toMatchObject({
      code: 0,
      stdout: first.stdout,
      stderr: expect.stringContaining("already"),
    });
  });

  it("and nothing of anybody else's, which --overwrite does not remove", async () => {
    const out = temporaryFolder();
    writeFileSync(path.join(out, "thesis.tex"), "");
    for (const more of [[], ["--overwrite"]]) {
      const { code, stderr } = await runCommand(["export", run, ...FC, "--out", out, ...more]);
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("(thesis.tex)") });
    }
    expect(readdirSync(out)).toEqual(["thesis.tex"]);
  });

  it("but hidden files, and may be there empty", async () => {
    const out = temporaryFolder();
    writeFileSync(path.join(out, ".DS_Store"), "");
    await runToEnd(["export", run, ...FC, "--out", out]);
    expect(readdirSync(out)).toContain("units");
  });
});

it.each(["parquet", "csv", "netcdf", "npy"])(
  "leaves nothing of an export (%s) that is stopped",
  async (format) => {
    const parent = temporaryFolder();
    const args = ["export", run, "--format", format, "--out"];
    expect(await runUntil(3, [...args, path.join(parent, "new")])).toMatchObject({
      code: 130,
      stderr: expect.stringContaining("Stopped; nothing was written."),
    });
    mkdirSync(path.join(parent, "old"));
    await runUntil(3, [...args, path.join(parent, "old")]);
    expect(readdirSync(parent)).toEqual(["old"]);
    expect(readdirSync(path.join(parent, "old"))).toEqual([]);
  },
);

it("takes the export of a folder for what it says, and removes nothing outside it", async () => {
  const parent = temporaryFolder();
  const out = path.join(parent, "tables");
  await runToEnd(["export", run, ...FC, "--out", out]);
  writeFileSync(path.join(parent, "kept.txt"), "");
  const file = path.join(out, "_export.json");
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, JSON.stringify({ ...manifest, files: [...manifest.files, "../kept.txt"] }));
  await runToEnd(["export", other, ...FC, "--out", out, "--overwrite"]);
  expect(existsSync(path.join(parent, "kept.txt"))).toBe(true);
  writeFileSync(file, "{");
  expect((await runCommand(["export", run, ...FC, "--out", out])).stderr).toContain("is damaged");
});

const PYTHON = "/usr/bin/python3";
const has = (module: string): boolean => {
  try {
    execFileSync(PYTHON, ["-c", `import ${module}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};
const isPythonThere = existsSync(PYTHON) && ["h5py", "pandas", "xarray", "netCDF4"].every(has);
if (!isPythonThere) {
  process.stderr.write(
    "Skipped: what Python reads of exports needs python3-h5py, -pandas, -xarray, -netcdf4.\n",
  );
}

describe.skipIf(!isPythonThere && process.env["CI"] === undefined)("Python", () => {
  it("reads the numbers of the run, by pandas, xarray and h5py alike", async () => {
    const out = temporaryFolder();
    await runToEnd(["export", run, "--format", "csv", "--out", path.join(out, "csv")]);
    await runToEnd(["export", run, "--format", "netcdf", "--out", path.join(out, "maps")]);
    const script = `
import glob, h5py, json, numpy, pandas, xarray
units = pandas.concat(map(pandas.read_csv, sorted(glob.glob("csv/units/*.csv"))))
maps = xarray.open_dataset("maps/layer4.nc")
st = units[(units.checkpoint == "layer4") & (units.measure == "ST") & (units.factor == "hue")].sort_values(["channel", "y", "x"])
numpy.testing.assert_array_equal(maps["ST"].sel(factor="hue").values.ravel(), st["value"].astype("float32"))
numpy.testing.assert_array_equal(maps["ST_half_width"].sel(factor="hue").values.ravel(), st["half_width"].astype("float32"))
h5 = h5py.File("maps/layer4.nc")
print(json.dumps({
  "columns": list(units.columns), "dims": list(maps["ST"].dims), "shape": list(maps["ST"].shape),
  "units": [maps["ST"].attrs["units"], maps["VARIANCE"].attrs["units"]], "name": maps["ST"].attrs["long_name"],
  "s2": list(maps["S2"].dims), "pair": str(maps["pair"].values[0]), "checkpoint": list(maps["ST_checkpoint"].dims),
  "scales": [d.keys()[0] for d in h5["ST"].dims], "run": maps.attrs["run"], "vector": list(xarray.open_dataset("maps/fc.nc")["ST"].dims)}))`;
    const read = JSON.parse(execFileSync(PYTHON, ["-c", script], { cwd: out, encoding: "utf8" }));
    expect(read).toMatchObject({
      dims: ["factor", "channel", "y", "x"],
      shape: [3, 128, 2, 2],
      units: ["1", "activation^2"],
      name: "total Sobol' index",
      s2: ["pair", "channel", "y", "x"],
      pair: expect.stringMatching(/^hue\|/),
      checkpoint: ["factor"],
      scales: ["factor", "channel", "y", "x"],
      run: "run",
      vector: ["factor", "channel"],
    });
  });
});

/** Paths of all files in a folder, sorted. */
function filesOf(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
    .sort();
}
