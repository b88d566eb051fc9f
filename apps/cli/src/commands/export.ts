import { RunFileReader } from "@unitscope/core/resultFiles/runFileReader";
import { Command, Option } from "commander";
import { UsageError } from "../errors.js";
import { exportAuthors } from "../exporting/exportAuthors.js";
import { exportCsv } from "../exporting/exportCsv.js";
import { exportNpy } from "../exporting/exportNpy.js";
import { exportParquet } from "../exporting/exportParquet.js";
import { writeNameTable } from "../exporting/nameTable.js";
import type { Terminal } from "../terminal.js";
import { nameList } from "./options.js";

const FORMATS = ["parquet", "npy", "csv", "authors"] as const;

interface ExportOptions {
  readonly format: (typeof FORMATS)[number];
  readonly out: string;
  readonly checkpoints?: readonly string[];
  readonly measures?: readonly string[];
  readonly halfWidths?: boolean;
  readonly flags?: boolean;
  readonly json?: boolean;
}

const HELP = `
Formats:
  parquet, csv  a table for each checkpoint and measure: factor, with_factor, channel, y, x, value, half_width;
                and aggregates: channels and checkpoints as one output each
  npy           one file an index map: <checkpoint>.<measure>.<factor>[.<withFactor>].npy, float32 of shape C,H,W
  authors       HDF5 files with the dataset names of the authors' code: si+sT, si2, shpv, means, mean, var, cs_pvals,
                cs_rbscc, cs_pbrcc

Examples:
  unitscope export run.h5 --format parquet --flags --out tables
  unitscope export run.h5 --format npy --measures ST,S1 --checkpoints layer1 --half-widths --out maps`;

/** `unitscope export`: a run in formats that other tools read. */
export function exportCommand(terminal: Terminal): Command {
  return new Command("export")
    .description("Turns a finished run into Parquet, NumPy, CSV or the authors' HDF5 files.")
    .argument("<run.h5>", "what analyze wrote")
    .addOption(new Option("--format <format>", "what to write").choices(FORMATS).makeOptionMandatory())
    .requiredOption("--out <dir>", "folder for the files; made when there is none")
    .option("--checkpoints <names>", "only these", nameList)
    .option("--measures <names>", "only these, such as S1,ST", nameList)
    .option("--half-widths", "npy: the half widths too, as <map>.halfWidth.npy")
    .option(
      "--flags",
      "which half widths can be trusted, which indices be told from zero: columns, or .npy files",
    )
    .option("--json", "the files as JSON")
    .addHelpText("after", HELP)
    .action(async (file: string, options: ExportOptions) => {
      const { format, out, checkpoints, measures, halfWidths = false, flags = false } = options;
      if (halfWidths && format !== "npy") {
        throw new UsageError("--half-widths belongs to --format npy; the tables hold half widths anyway.");
      }
      if (flags && format === "authors") {
        throw new UsageError(
          "--flags does not go with --format authors, whose files have no place for them.",
        );
      }
      if (format === "authors" && measures !== undefined) {
        throw new UsageError(
          "--measures does not go with --format authors, whose files hold fixed measures.",
        );
      }
      const selection = { checkpoints, measures };
      const run = await RunFileReader.open(file);
      let files: string[];
      try {
        if (format === "parquet") files = await exportParquet(run, selection, out, flags);
        else if (format === "csv") files = await exportCsv(run, selection, out, flags);
        else if (format === "npy") files = await exportNpy(run, selection, out, { halfWidths, flags });
        else files = await exportAuthors(run, selection, out);
        if (format !== "authors") files.push(...(await writeNameTable(run, out)));
      } finally {
        run.close();
      }
      terminal.stdout.write(
        options.json ? `${JSON.stringify({ format, files })}\n` : `${out}: ${files.length} files\n`,
      );
    });
}
