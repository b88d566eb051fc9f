import { MapAnalysisError } from "@unitscope/core";
import {
  checkDiscriminantPlan,
  DEFAULT_CLUSTERING_HEIGHT,
  DEFAULT_DISCRIMINANT_PLAN,
  deepestDiscriminant,
  RunFileReader,
  type StoredCheckpoint,
} from "@unitscope/core/commandLine";
import { Argument, Command, Option } from "commander";
import { UsageError } from "../errors.js";
import { clusteringReport } from "../postAnalysis/clusteringReport.js";
import { correlationReport } from "../postAnalysis/correlationReport.js";
import { discriminantReport } from "../postAnalysis/discriminantReport.js";
import {
  type FactorMaps,
  leadingMeasure,
  ofFactors,
  readFactorMaps,
  reportedCheckpoints,
  requireFactors,
  requireKnownFactors,
  requireShares,
  requireSingle,
} from "../postAnalysis/factorMaps.js";
import type { Report } from "../postAnalysis/report.js";
import { TABLE_FORMATS, tableReport } from "../postAnalysis/sensitivityTable.js";
import { specializationReport } from "../postAnalysis/specializationReport.js";
import type { Terminal } from "../terminal.js";
import { addJsonOption, measureOption, runArgument } from "./commonOptions.js";
import { finiteNumber, nameList, wholeNumber } from "./options.js";
import { checkReportOptions, type ReportOptions, WHATS, type What } from "./reportOptions.js";

const DEFAULT = DEFAULT_DISCRIMINANT_PLAN;

const HELP = `
Reports:
  correlation     Spearman's rho between the factors' maps, at every pixel across channels, mean over pixels
  cross           the same between the maps of two measures
  discriminant    can the factor be told from its map? Cross-validated linear discriminant analysis
  specialization  how units divide by the factor with the largest index
  clustering      factors by how alike their maps rank the units
  table           every checkpoint's index of every factor and its difference from another checkpoint's, with the half
                  widths of 95 % intervals, for a paper: Markdown, LaTeX (booktabs) or CSV

Examples:
  unitscope report correlation run.h5 --measure ST --checkpoint layer1
  unitscope report cross run.h5 --measure SHAPLEY --other-measure ST
  unitscope report correlation run.h5 --factor hue
  unitscope report table run.h5 --measure ST --format latex > table.tex
  unitscope report discriminant run.h5 --folds 5 --repeats 100
  unitscope report clustering run.h5 --height 0.3 --json`;

/** `unitscope report`: what a run's index maps say of each other. */
export function reportCommand(terminal: Terminal): Command {
  const command = new Command("report")
    .description(
      "Compares a run's index maps with each other: correlation, discriminant analysis, clustering.",
    )
    .addArgument(new Argument("<what>", "the report").choices(WHATS))
    .addArgument(runArgument())
    .addOption(measureOption("whose index maps"))
    .option(
      "--factor <keys>",
      "only these, such as hue,erasing; of a correlation, their rows (default: all)",
      nameList,
    )
    .option("--checkpoint <name>", "only this (default: all; discriminant: the deepest that will do)")
    .option("--other-measure <measure>", "cross: the measure of the columns")
    .addOption(
      new Option("--format <format>", "table: how it is written (default: markdown)").choices(TABLE_FORMATS),
    )
    .option("--baseline <checkpoint>", "table: where differences are taken from (default: the first)")
    .option(
      "--height <distance>",
      `clustering: where the tree is cut, 0 to 1 (default: ${DEFAULT_CLUSTERING_HEIGHT})`,
      finiteNumber,
    )
    .option(
      "--folds <n>",
      `discriminant: folds that channels are dealt into (default: ${DEFAULT.folds})`,
      wholeNumber(2),
    )
    .option("--repeats <n>", `discriminant: other splits (default: ${DEFAULT.repeats})`, wholeNumber(1))
    .option("--seed <n>", `discriminant: seed of the splits (default: ${DEFAULT.seed})`, wholeNumber(0));
  return addJsonOption(command)
    .addHelpText("after", HELP)
    .action(async (what: What, file: string, options: ReportOptions) => {
      checkReportOptions(what, options);
      const run = await RunFileReader.open(file);
      let reports: Report[];
      try {
        reports = await reportsOf(what, run, options);
      } catch (error) {
        throw error instanceof MapAnalysisError ? new UsageError(error.message) : error;
      } finally {
        run.close();
      }
      terminal.stdout.write(
        options.json
          ? `${JSON.stringify({ run: file, report: what, results: reports.map(({ data }) => data) })}\n`
          : `${reports.map(({ lines }) => lines.join("\n")).join("\n\n")}\n`,
      );
    });
}

async function reportsOf(what: What, run: RunFileReader, options: ReportOptions): Promise<Report[]> {
  const measure = options.measure ?? leadingMeasure(run);
  const checkpoints = reportedCheckpoints(run, {
    measures: [measure],
    ...(options.checkpoint === undefined ? {} : { checkpoints: [options.checkpoint] }),
  });
  const read = (checkpoint: StoredCheckpoint, of = measure) => readFactorMaps(run, checkpoint, of);
  const only = (maps: FactorMaps) => ofFactors(maps, options.factor);
  const maps = () => checkpoints.map((checkpoint) => only(read(checkpoint)));
  switch (what) {
    case "correlation":
      requireFactors(measure);
      return checkpoints.map((checkpoint) => {
        const all = read(checkpoint);
        return correlationReport(options.factor === undefined ? all : only(all), all);
      });
    case "cross": {
      const other = options.otherMeasure ?? measure;
      for (const each of [measure, other]) requireSingle(each);
      return maps().map((own) => correlationReport(own, read(own.checkpoint, other)));
    }
    case "table": {
      const { baseline, factor, format = "markdown" } = options;
      requireKnownFactors(run, measure, factor);
      return [tableReport({ run, checkpoints, measure, factors: factor, baseline }, format)];
    }
    case "specialization":
      requireShares(measure);
      return maps().map(specializationReport);
    case "clustering": {
      requireFactors(measure);
      const height = checkHeight(options.height ?? DEFAULT_CLUSTERING_HEIGHT);
      return maps().map((own) => clusteringReport(own, height));
    }
    case "discriminant": {
      requireFactors(measure);
      const { folds = DEFAULT.folds, repeats = DEFAULT.repeats, seed = DEFAULT.seed } = options;
      const plan = { folds, repeats, seed };
      checkDiscriminantPlan(plan);
      if (options.checkpoint !== undefined) return maps().map((own) => discriminantReport(own, plan));
      return [
        await deepestDiscriminant(checkpoints, (checkpoint) =>
          discriminantReport(only(read(checkpoint)), plan),
        ),
      ];
    }
  }
}

function checkHeight(height: number): number {
  if (height >= 0 && height <= 1) return height;
  throw new UsageError(`A --height is a distance from 0 to 1, not ${height}.`);
}
