import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { writeNpy } from "@unitscope/core/commandLine";
import { describe, expect, it } from "vitest";
import { runCommand, runToEnd, temporaryFolder } from "../testing/runCommand.js";
import { type SalibProblem, salibAnalyses, salibNumbers, salibOutputs } from "../testing/salib.js";

type Indices = Record<string, Record<string, (number | null)[]>>;

/** Writes problem.json and Y.npy; arguments of `estimate` for them, and where its result lies. */
async function prepare(problem: unknown, shape: number[], values: Float32Array | Float64Array, n: number) {
  const folder = temporaryFolder();
  const [problemFile, evaluations, out] = ["problem.json", "Y.npy", "indices.json"].map((f) =>
    path.join(folder, f),
  );
  writeFileSync(problemFile as string, JSON.stringify(problem));
  await writeNpy(evaluations as string, shape, values);
  const args = [
    "estimate",
    "--problem",
    problemFile,
    "--n",
    String(n),
    "--evaluations",
    evaluations,
    "--out",
    out,
  ];
  return { folder, out: out as string, args: args as string[] };
}

const read = (file: string): Indices => JSON.parse(readFileSync(file, "utf8")) as Indices;

function pairs(names: readonly string[]): [string, number, number][] {
  return names.flatMap((a, j) =>
    names.slice(j + 1).map((b, k): [string, number, number] => [`${a}|${b}`, j, j + 1 + k]),
  );
}

describe("equals SALib for the same outputs", () => {
  it.each(salibAnalyses)("$id", async (golden) => {
    const values = salibNumbers(golden.Y, "float64");
    const { out, args } = await prepare(golden.problem, [values.length], values, golden.N);
    const second = golden.calc_second_order ? ["--second-order"] : [];
    await runToEnd([...args, "--method", "sobol", "--unscrambled", ...second]);
    const found = read(out);
    for (const [j, name] of golden.factor_names.entries()) {
      expect(Math.abs((found["S1"]?.[name]?.[0] ?? Number.NaN) - (golden.S1[j] ?? 0))).toBeLessThan(1e-9);
      expect(Math.abs((found["ST"]?.[name]?.[0] ?? Number.NaN) - (golden.ST[j] ?? 0))).toBeLessThan(1e-9);
      expect(found["STHalfWidth"]?.[name]?.[0]).toBeGreaterThan(0);
    }
    if (golden.S2 === undefined) expect(found).not.toHaveProperty("S2");
    else {
      for (const [key, j, k] of pairs(golden.factor_names)) {
        expect(Math.abs((found["S2"]?.[key]?.[0] ?? Number.NaN) - (golden.S2[j]?.[k] ?? 0))).toBeLessThan(
          1e-9,
        );
      }
    }
  });

  it("several float32 outputs at once, a constant one undefined", async () => {
    const { problem, N, outputs, Y, per_output: expected } = salibOutputs;
    const values = salibNumbers(Y, "float32");
    const { out, args } = await prepare(problem, [values.length / outputs, outputs], values, N);
    await runToEnd([...args, "--method", "sobol", "--unscrambled", "--second-order"]);
    const found = read(out);
    for (const [unit, { constant, S1, ST, S2 }] of expected.entries()) {
      for (const [j, name] of problem.names.entries()) {
        const [s1, st] = [found["S1"]?.[name]?.[unit], found["ST"]?.[name]?.[unit]];
        if (constant) expect([s1, st]).toEqual([null, null]);
        else {
          expect(Math.abs((s1 as number) - (S1[j] ?? 0))).toBeLessThan(1e-9);
          expect(Math.abs((st as number) - (ST[j] ?? 0))).toBeLessThan(1e-9);
        }
      }
      for (const [key, j, k] of pairs(problem.names)) {
        const s2 = found["S2"]?.[key]?.[unit];
        if (constant) expect(s2).toBeNull();
        else expect(Math.abs((s2 as number) - (S2?.[j]?.[k] ?? 0))).toBeLessThan(1e-9);
      }
    }
  });
});

/** Three inputs on [-1, 1]. */
const cube: SalibProblem = {
  num_vars: 3,
  names: ["a", "b", "c"],
  bounds: [
    [-1, 1],
    [-1, 1],
    [-1, 1],
  ],
};

describe("with the rows of sample", () => {
  /** Samples, evaluates 2 a + b (variances 4/3 and 1/3) and a dead unit, estimates. */
  async function roundTrip(n: number, options: string[]): Promise<Indices> {
    const { folder, out, args } = await prepare(cube, [1], new Float64Array(1), n);
    const rows = path.join(folder, "rows.csv");
    const shared = ["--problem", path.join(folder, "problem.json"), "--n", String(n), ...options];
    await runToEnd(["sample", ...shared, "--out", rows]);
    const lines = readFileSync(rows, "utf8").trimEnd().split("\n").slice(1);
    const values = lines.flatMap((line) => {
      const [a = 0, b = 0] = line.split(",").map(Number);
      return [2 * a + b, 7];
    });
    await writeNpy(path.join(folder, "Y.npy"), [lines.length, 2], Float64Array.from(values));
    await runToEnd([...args, ...options]);
    return read(out);
  }

  it.each([[["--second-order"]], [["--seed", "3"]], [["--unscrambled"]], [["--block-size", "64"]]])(
    "finds the shares of a sum, %j",
    async (options) => {
      const found = await roundTrip(1024, ["--method", "sobol", ...options]);
      for (const measure of ["S1", "ST"]) {
        for (const [factor, share] of [
          ["a", 0.8],
          ["b", 0.2],
          ["c", 0],
        ] as const) {
          const value = found[measure]?.[factor]?.[0] as number;
          const halfWidth = found[`${measure}HalfWidth`]?.[factor]?.[0] as number;
          // Three standard errors, and the rounding where both are nothing.
          expect(Math.abs(value - share)).toBeLessThan((3 / 1.96) * halfWidth + 1e-12);
          expect(found[measure]?.[factor]?.[1]).toBeNull();
        }
      }
      expect(found["MEAN"]?.[1]).toBe(7);
      expect(found["VARIANCE"]?.[1]).toBe(0);
    },
  );
});

describe("trajectories", () => {
  /** Samples, evaluates a + 2 b + a b, whose variances are 1/3, 4/3 and 1/9; arguments for `estimate`. */
  async function evaluated(n: number, seed: number) {
    const { folder, out, args } = await prepare(cube, [1], new Float64Array(1), n);
    const rows = path.join(folder, "rows.csv");
    const design = ["--n", String(n), "--method", "shapley", "--seed", String(seed)];
    await runToEnd(["sample", "--problem", path.join(folder, "problem.json"), ...design, "--out", rows]);
    const lines = readFileSync(rows, "utf8").trimEnd().split("\n").slice(1);
    const values = lines.map((line) => {
      const [a = 0, b = 0] = line.split(",").map(Number);
      return a + 2 * b + a * b;
    });
    await writeNpy(path.join(folder, "Y.npy"), [lines.length], Float64Array.from(values));
    return { rows, out, args: [...args, "--method", "shapley"] };
  }

  it("give the Shapley effects of a function with an interaction", async () => {
    const { rows, out, args } = await evaluated(2048, 4);
    await runToEnd([...args, "--seed", "4"]);
    const found = read(out);
    const variance = 1 / 3 + 4 / 3 + 1 / 9;
    const exact = {
      SHAPLEY: { a: (1 / 3 + 1 / 18) / variance, b: (4 / 3 + 1 / 18) / variance, c: 0 },
      ST: { a: 4 / 9 / variance, b: 13 / 9 / variance, c: 0 },
      S1: { a: 1 / 3 / variance, b: 4 / 3 / variance, c: 0 },
    };
    for (const [measure, byFactor] of Object.entries(exact)) {
      for (const [factor, share] of Object.entries(byFactor)) {
        const halfWidth = found[`${measure}HalfWidth`]?.[factor]?.[0] as number;
        const value = found[measure]?.[factor]?.[0] as number;
        // Three standard errors, and the rounding where both are nothing.
        expect(Math.abs(value - share)).toBeLessThan((3 / 1.96) * halfWidth + 1e-12);
      }
    }
    const sum = ["a", "b", "c"].reduce(
      (total, factor) => total + (found["SHAPLEY"]?.[factor]?.[0] ?? Number.NaN),
      0,
    );
    expect(Math.abs(sum - 1)).toBeLessThan(1e-12);
    // The orders in the file say the same as the seed, whatever seed is named.
    await runToEnd([...args, "--rows", rows, "--overwrite"]);
    expect({ ...read(out), seed: 4 }).toEqual(found);
  });

  it("are refused when the file of rows does not fit", async () => {
    const { rows, args } = await evaluated(8, 0);
    const estimate = async (text: string) => {
      writeFileSync(rows, text);
      const { code, stderr } = await runCommand([...args, "--rows", rows]);
      expect(code).toBe(1);
      return stderr;
    };
    const whole = readFileSync(rows, "utf8");
    const lines = whole.trimEnd().split("\n");
    expect(await estimate(lines.slice(0, -1).join("\n"))).toContain("has fewer than the 8 trajectories");
    expect(await estimate(whole + lines.slice(1, 5).join("\n"))).toContain(
      "has more than the 8 trajectories",
    );
    expect(await estimate(whole.replace("changed", "order"))).toContain('has no column "changed"');
    expect(await estimate([...lines.slice(0, 2), ...lines.slice(3)].join("\n"))).toContain("row 4");
    expect(await estimate(whole.replace(/,[abc]\n/, ",z\n"))).toContain(
      'row 2: "changed" is "z"; expected a factor',
    );
  });
});

it("refuses evaluations that are not those of the design", async () => {
  const problem = {
    names: ["a", "b"],
    bounds: [
      [0, 1],
      [0, 1],
    ],
  };
  const { out, args, folder } = await prepare(problem, [30], new Float64Array(30).fill(1), 8);
  const sobol = [...args, "--method", "sobol"];
  const short = await runCommand(sobol);
  expect(short.code).toBe(1);
  expect(short.stderr).toContain(
    "has 30 rows; the design asks for 32: 8 base samples of 4 rows, 2 factors (48 rows with --second-order)",
  );
  const values = new Float64Array(64).fill(1);
  values[5] = Number.NaN;
  await writeNpy(path.join(folder, "Y.npy"), [32, 2], values);
  const broken = await runCommand(sobol);
  expect(broken.code).toBe(1);
  expect(broken.stderr).toContain("row 2, unit 1 is NaN");
  expect(() => readFileSync(out)).toThrow("ENOENT");
  const rows = await runCommand([...sobol, "--rows", "rows.csv"]);
  expect(rows).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--rows belongs to --method shapley."),
  });
});
