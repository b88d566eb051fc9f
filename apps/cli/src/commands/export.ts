import path from "node:path";
import { RunFileReader } from "@unitscope/core/commandLine";
import { Command, Option } from "commander";
import { addCheck, requireNoFaults } from "../asking/checks.js";
import { exportAuthors } from "../exporting/exportAuthors.js";
import { exportCsv } from "../exporting/exportCsv.js";
import { identityOf, writeExport } from "../exporting/exportFolder.js";
import { exportNetcdf } from "../exporting/exportNetcdf.js";
import { exportNpy } from "../exporting/exportNpy.js";
import { exportParquet } from "../exporting/exportParquet.js";
import { doExport, type ExportFormat } from "../exporting/exportTask.js";
import { writeNameTable } from "../exporting/nameTable.js";
import { selectedMeasures } from "../exporting/selectedMaps.js";
import type { Terminal } from "../terminal.js";
import { addResultOptions, checkpointsOption, runArgument } from "./commonOptions.js";
import { nameList } from "./options.js";

const FORMATS = ["parquet", "csv", "netcdf", "npy", "authors"] as const;

interface ExportOptions {
  readonly format: (typeof FORMATS)[number];
  readonly out: string;
  readonly checkpoints?: readonly string[];
  readonly measures?: readonly string[];
  readonly name?: string;
  readonly halfWidths?: boolean;
  readonly flags?: boolean;
  readonly overwrite?: boolean;
  readonly json?: boolean;
}

const HELP = `
Formats:
  parquet, csv  units/<checkpoint>.<measure>.parquet, all with the same columns: run, checkpoint, measure, factor,
                with_factor, channel, y, x, value, half_width, trusted, distinguishable; and _aggregates.parquet with
                channels and checkpoints as one output each. pandas.read_parquet(<dir>) reads all units
  netcdf        <checkpoint>.nc, netCDF-4, which is HDF5 with dimension scales: xarray.open_dataset opens it
  npy           one file an index map: <checkpoint>.<measure>.<factor>[.<withFactor>].npy, float32 of shape C,H,W
  authors       HDF5 files with the dataset names of the authors' code: si+sT, si2, shpv, means, mean, var, cs_pvals,
                cs_rbscc, cs_pbrcc

A folder holds one export: another run's or another selection's is refused. Ctrl-C leaves nothing behind.

Examples:
  unitscope export run.h5 --format parquet --out tables
  unitscope export run.h5 --format netcdf --measures ST,S1 --out maps
  unitscope export run.h5 --format npy --measures ST,S1 --checkpoints layer1 --half-widths --out arrays`;

/** `unitscope export`: a run in formats that other tools read. */
export function exportCommand(terminal: Terminal): Command {
  const command = new Command("export")
    .description("Turns a finished run into tables, netCDF, NumPy or the authors' HDF5 files.")
    .addArgument(runArgument())
    .addOption(new Option("--format <format>", "what to write").choices(FORMATS).makeOptionMandatory())
    .addOption(checkpointsOption("all of the run"))
    .option("--measures <names>", "only these, such as S1,ST (default: all of the run)", nameList)
    .option("--name <text>", "what tables call the run (default: the name of its file without .h5)")
    .option(
      "--half-widths",
      "npy: the half widths too, as <map>.halfWidth.npy; other formats have them anyway",
    )
    .option(
      "--flags",
      "npy: which half widths can be trusted, which indices told from 0; other formats have it",
    );
  addCheck(command, checkExportOptions);
  return addResultOptions(command, {
    out: ["--out <dir>", "folder for the files, which holds nothing else; made when there is none"],
    output: { kind: "folder" },
  })
    .addHelpText("after", HELP)
    .action(async (file: string, options: ExportOptions) => {
      const { format, out, checkpoints, measures, overwrite = false } = options;
      const name = options.name ?? path.basename(file).replace(/\.h5$/i, "");
      const selection = { checkpoints, measures };
      const also = {
        halfWidths: format === "npy" && (options.halfWidths ?? false),
        flags: format === "npy" && (options.flags ?? false),
      };
      const formats: Record<ExportOptions["format"], ExportFormat> = {
        parquet: exportParquet,
        csv: exportCsv,
        netcdf: exportNetcdf,
        npy: (task) => exportNpy(task, also),
        authors: exportAuthors,
      };
      const run = await RunFileReader.open(file);
      let written: { files: string[]; isNew: boolean };
      try {
        // What the run does not have is told before the folder is looked at.
        selectedMeasures(run, selection);
        const identity = identityOf(run, selection, { format, run: name, ...also });
        const write = async (directory: string) => [
          ...(await doExport(terminal, formats[format], { run, selection, directory, name })),
          // The authors' files have the names inside.
          ...(format === "authors" ? [] : await writeNameTable(run, directory)),
        ];
        written = await writeExport(out, identity, write, overwrite);
      } finally {
        run.close();
      }
      const { files, isNew } = written;
      if (!isNew) terminal.stderr.write(`"${out}" holds this export already; nothing is left to do.\n`);
      terminal.stdout.write(
        options.json ? `${JSON.stringify({ format, files })}\n` : `${out}: ${files.length} files\n`,
      );
    });
}

function checkExportOptions({ format, halfWidths, flags, measures }: ExportOptions): void {
  if (format !== "authors") return;
  const faults: string[] = [];
  const stray = (flag: string, reason: string) =>
    faults.push(`${flag} does not go with --format authors, whose files ${reason}.`);
  if (halfWidths) stray("--half-widths", "have no place for them");
  if (flags) stray("--flags", "have no place for them");
  if (measures !== undefined) stray("--measures", "hold fixed measures");
  requireNoFaults(faults);
}
