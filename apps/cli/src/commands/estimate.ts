import {
  type DesignEstimates,
  estimateShapley,
  estimateSobol,
  NpyReader,
  readProblem,
  writeIndicesFile,
  writeWhole,
} from "@unitscope/core/commandLine";
import { Command } from "commander";
import { addCheck } from "../asking/checks.js";
import { InputOption } from "../asking/pathOptions.js";
import { UsageError } from "../errors.js";
import type { Terminal } from "../terminal.js";
import { addResultOptions } from "./commonOptions.js";
import { addDesignOptions, designOptionsOf, type SharedDesignOptions } from "./designOptions.js";

interface EstimateOptions extends SharedDesignOptions {
  readonly evaluations: string;
  readonly rows?: string;
  readonly out: string;
  readonly json?: boolean;
}

const HELP = `
Y.npy holds a number or a row of numbers (units) for each row that sample wrote, float32 or float64; it is read as a
stream. indices.json holds {"S1": {"x1": [one per unit]}, "S1HalfWidth": {...}, "ST": ..., "S2": {"x1|x2": [...]}}
with the half widths of 95 % intervals and null where a unit has no variance.

Examples:
  unitscope estimate --problem problem.json --method sobol --n 1024 --second-order --evaluations Y.npy --out indices.json
  unitscope estimate --problem problem.json --method shapley --n 1024 --seed 7 --rows rows.csv --evaluations Y.npy --out indices.json`;

/** `unitscope estimate`: indices from evaluations made elsewhere. */
export function estimateCommand(terminal: Terminal): Command {
  const command = addDesignOptions(new Command("estimate"))
    .description("Estimates indices from evaluations of the rows that sample wrote; give the same options.")
    .addOption(
      new InputOption("--evaluations <Y.npy>", "results, rows x units", {
        what: "file of evaluations",
      }).makeOptionMandatory(),
    )
    .addOption(
      new InputOption("--rows <rows.csv>", "shapley: take the orders from here (default: from --seed)", {
        what: "file of rows",
      }),
    );
  addCheck(command, ({ method, rows }: EstimateOptions) => {
    if (method === "sobol" && rows !== undefined) {
      throw new UsageError("--rows belongs to --method shapley.");
    }
  });
  return addResultOptions(command, {
    out: ["--out <indices.json>", "indices with half widths"],
    output: { isRefusedWhenThere: true },
  })
    .addHelpText("after", HELP)
    .action(async (options: EstimateOptions) => {
      const { method, out, rows } = options;
      const problem = await readProblem(options.problem);
      const design = designOptionsOf(options);
      const reader = await NpyReader.open(options.evaluations, "file of evaluations");
      let estimates: DesignEstimates;
      try {
        estimates =
          method === "sobol"
            ? await estimateSobol(problem, options.secondOrder ?? false, design, reader)
            : await estimateShapley(problem, design, reader, rows);
      } finally {
        await reader.close();
      }
      const about = design.unscrambled ? { method, unscrambled: true } : { method, seed: design.seed };
      await writeWhole(out, (temporary) => writeIndicesFile(temporary, about, estimates));
      const { baseSamples, evaluations, units, blocks, measures } = estimates;
      const names = measures.map(({ measure }) => measure);
      terminal.stdout.write(
        options.json
          ? `${JSON.stringify({ out, method, baseSamples, evaluations, units, blocks, measures: names })}\n`
          : `${out}: ${names.join(", ")} of ${units} units from ${evaluations} evaluations\n`,
      );
    });
}
