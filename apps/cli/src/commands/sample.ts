import {
  CHANGED,
  CsvWriter,
  NpyWriter,
  type Problem,
  readProblem,
  sampleRows,
  writeWhole,
} from "@unitscope/core/commandLine";
import { Command } from "commander";
import { addCheck } from "../asking/checks.js";
import { UsageError } from "../errors.js";
import type { Terminal } from "../terminal.js";
import { addResultOptions } from "./commonOptions.js";
import { addDesignOptions, designOptionsOf, type SharedDesignOptions } from "./designOptions.js";

interface SampleOptions extends SharedDesignOptions {
  readonly out: string;
  readonly json?: boolean;
}

const HELP = `
problem.json is SALib's: {"names": ["x1", "x2", "x3"], "bounds": [[0, 1], [0, 1], [0, 1]], "groups": ["a", "a", "b"]}
Evaluate the rows in their order, save the results as a NumPy array of rows x units, and hand it to estimate.

Examples:
  unitscope sample --problem problem.json --method sobol --n 1024 --second-order --out rows.csv
  unitscope sample --problem problem.json --method shapley --n 1024 --seed 7 --out rows.csv`;

/** `unitscope sample`: the rows of a design, for functions that are evaluated elsewhere. */
export function sampleCommand(terminal: Terminal): Command {
  const command = addDesignOptions(new Command("sample")).description(
    "Writes the rows at which a function has to be evaluated.",
  );
  addCheck(command, ({ out, method }: SampleOptions) => {
    if (!/\.(csv|npy)$/i.test(out)) throw new UsageError(`--out is "${out}"; it must end in .csv or .npy.`);
    if (method === "shapley" && /\.npy$/i.test(out)) {
      throw new UsageError("The rows of trajectories carry their orders: --out must end in .csv.");
    }
  });
  return addResultOptions(command, {
    out: ["--out <file>", "rows.csv, one column an input; or rows.npy (sobol), float64"],
    output: { isRefusedWhenThere: true },
  })
    .addHelpText("after", HELP)
    .action(async (options: SampleOptions) => {
      const { out, method } = options;
      const problem = await readProblem(options.problem);
      const rows = sampleRows(problem, method, options.secondOrder ?? false, designOptionsOf(options));
      if (/\.npy$/i.test(out)) await writeNpyRows(out, problem, rows);
      else await writeCsvRows(out, problem, rows);
      const { baseSamples, rowsEach } = rows;
      const count = baseSamples * rowsEach;
      terminal.stdout.write(
        options.json
          ? `${JSON.stringify({ out, method, rows: count, columns: problem.names.length, baseSamples, rowsPerBaseSample: rowsEach })}\n`
          : `${out}: ${count} rows (${baseSamples} base samples of ${rowsEach}), ${problem.names.length} columns, ${problem.groups.length} factors\n`,
      );
    });
}

type Rows = ReturnType<typeof sampleRows>;

async function writeCsvRows(out: string, { names }: Problem, rows: Rows): Promise<void> {
  await writeWhole(out, async (temporary) => {
    const csv = await CsvWriter.create(temporary, rows.hasOrders ? [...names, CHANGED] : names);
    for (let index = 0; index < rows.baseSamples; index++) {
      for (const { values, changed } of rows.baseSample(index)) {
        await csv.row(rows.hasOrders ? [...values, changed ?? ""] : [...values]);
      }
    }
    await csv.close();
  });
}

async function writeNpyRows(out: string, { names }: Problem, rows: Rows): Promise<void> {
  await writeWhole(out, async (temporary) => {
    const npy = await NpyWriter.create(temporary, "float64", [
      rows.baseSamples * rows.rowsEach,
      names.length,
    ]);
    for (let index = 0; index < rows.baseSamples; index++) {
      for (const { values } of rows.baseSample(index)) await npy.append(values);
    }
    await npy.close();
  });
}
