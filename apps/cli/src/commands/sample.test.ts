import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readNpy } from "@unitscope/core/commandLine";
import { describe, expect, it } from "vitest";
import { projectFile, runCommand, runToEnd, temporaryFolder } from "../testing/runCommand.js";
import { salibDesigns, salibNumbers } from "../testing/salib.js";

const problem = {
  names: ["x1", "x2", "x3"],
  bounds: [
    [0, 1],
    [-1, 1],
    [5, 10],
  ],
  groups: ["a", "a", "b"],
};

function problemFile(content: unknown = problem): { folder: string; file: string } {
  const folder = temporaryFolder();
  const file = path.join(folder, "problem.json");
  writeFileSync(file, JSON.stringify(content));
  return { folder, file };
}

function readRows(file: string): { header: string[]; rows: number[][] } {
  const [header = "", ...lines] = readFileSync(file, "utf8").trimEnd().split("\n");
  return { header: header.split(","), rows: lines.map((line) => line.split(",").map(Number)) };
}

describe("unscrambled designs are SALib's", () => {
  it.each(salibDesigns)("$id", async ({ problem: salib, N, calc_second_order: second, X, rows, columns }) => {
    const { folder, file } = problemFile(salib);
    const out = path.join(folder, "rows.csv");
    const base = [
      "sample",
      "--problem",
      file,
      "--method",
      "sobol",
      "--n",
      String(N),
      "--unscrambled",
      "--out",
      out,
    ];
    await runToEnd(second ? [...base, "--second-order"] : base);
    const expected = salibNumbers(X, "float64");
    const found = readRows(out);
    expect(found.header).toEqual(salib.names);
    expect(found.rows).toHaveLength(rows);
    // Equal but for the rounding of the scaling to the bounds.
    for (const [i, value] of found.rows.flat().entries())
      expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 12);
    expect(found.rows.flat()).toHaveLength(rows * columns);
  });
});

it("reads a problem with a byte order mark", async () => {
  const file = projectFile("tests/reference/field/bom_json/problem.json");
  expect([...readFileSync(file).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const out = path.join(temporaryFolder(), "rows.csv");
  await runToEnd(["sample", "--problem", file, "--method", "sobol", "--n", "4", "--out", out]);
  expect(readRows(out).header).toEqual(["a", "b"]);
});

it("writes the same rows for the same seed, others for another, in bounds", async () => {
  const { folder, file } = problemFile();
  const rowsOf = async (...more: string[]) => {
    const out = path.join(folder, "rows.csv");
    const design = ["--problem", file, "--method", "sobol", "--n", "32", "--overwrite"];
    await runToEnd(["sample", ...design, "--out", out, ...more]);
    return readRows(out).rows;
  };
  const rows = await rowsOf("--seed", "5");
  expect(rows).toHaveLength(32 * 4);
  expect(await rowsOf("--seed", "5")).toEqual(rows);
  expect(await rowsOf("--seed", "6")).not.toEqual(rows);
  for (const [x1 = -1, x2 = -2, x3 = 0] of rows) {
    expect(x1 >= 0 && x1 < 1 && x2 >= -1 && x2 < 1 && x3 >= 5 && x3 < 10).toBe(true);
  }
});

it("writes trajectories with the factor that changed", async () => {
  const { folder, file } = problemFile();
  const out = path.join(folder, "rows.csv");
  await runToEnd(["sample", "--problem", file, "--method", "shapley", "--n", "16", "--out", out]);
  const lines = readFileSync(out, "utf8").trimEnd().split("\n");
  expect(lines[0]).toBe("x1,x2,x3,changed");
  const rows = lines.slice(1).map((line) => line.split(","));
  expect(rows).toHaveLength(16 * 3);
  const columnsOf: Record<string, number[]> = { a: [0, 1], b: [2] };
  for (let first = 0; first < rows.length; first += 3) {
    const trajectory = rows.slice(first, first + 3);
    const changes = trajectory.map((row) => row[3] ?? "");
    expect(changes[0]).toBe("");
    expect(changes.slice(1).sort()).toEqual(["a", "b"]);
    for (const step of [1, 2]) {
      const moved = [0, 1, 2].filter(
        (column) => trajectory[step]?.[column] !== trajectory[step - 1]?.[column],
      );
      expect(moved).toEqual(columnsOf[changes[step] ?? ""]);
    }
  }
  const npy = await runCommand([
    "sample",
    "--problem",
    file,
    "--method",
    "shapley",
    "--n",
    "8",
    "--out",
    "r.npy",
  ]);
  expect(npy).toMatchObject({ code: 2, stderr: expect.stringContaining("must end in .csv") });
});

it("writes the same numbers as .npy", async () => {
  const { folder, file } = problemFile();
  const [csv, npy] = [path.join(folder, "rows.csv"), path.join(folder, "rows.npy")];
  const base = ["sample", "--problem", file, "--method", "sobol", "--n", "8", "--second-order", "--out"];
  await runToEnd([...base, csv]);
  const told = JSON.parse(await runToEnd([...base, npy, "--json"]));
  expect(told).toEqual({
    out: npy,
    method: "sobol",
    rows: 48,
    columns: 3,
    baseSamples: 8,
    rowsPerBaseSample: 6,
  });
  const { shape, data } = await readNpy(npy, "rows");
  expect(shape).toEqual([48, 3]);
  expect(Array.from(data)).toEqual(readRows(csv).rows.flat());
});

it("refuses what does not go together", async () => {
  const { folder, file } = problemFile();
  const base = ["sample", "--problem", file, "--n", "8"];
  const refused = async (...args: string[]) => {
    const { code, stderr } = await runCommand([...base, ...args]);
    expect(code).toBe(2);
    return stderr;
  };
  const out = ["--out", path.join(folder, "r.csv")];
  expect(await refused("--method", "shapley", "--second-order", ...out)).toContain(
    "belongs to --method sobol",
  );
  expect(await refused("--method", "shapley", "--unscrambled", ...out)).toContain(
    "belongs to --method sobol",
  );
  expect(await refused("--method", "sobol", "--block-size", "3", ...out)).toContain("power of two");
  expect(await refused("--method", "sobol", "--unscrambled", "--block-size", "4", ...out)).toContain(
    "--block-size",
  );
  expect(await refused("--method", "sobol", "--out", path.join(folder, "r.txt"))).toContain(
    "end in .csv or .npy",
  );
});
