import { MapAnalysisError } from "@unitscope/core/errors";
import { deepestDiscriminant } from "@unitscope/core/postAnalysis/deepestDiscriminant";
import {
  checkDiscriminantPlan,
  DEFAULT_DISCRIMINANT_PLAN,
} from "@unitscope/core/postAnalysis/discriminantPlan";
import { DEFAULT_CLUSTERING_HEIGHT } from "@unitscope/core/postAnalysis/factorClustering";
import { RunFileReader } from "@unitscope/core/resultFiles/runFileReader";
import { Argument, Command } from "commander";
import { UsageError } from "../errors.js";
import { clusteringReport } from "../postAnalysis/clusteringReport.js";
import { correlationReport } from "../postAnalysis/correlationReport.js";
import { discriminantReport } from "../postAnalysis/discriminantReport.js";
import {
  leadingMeasure,
  readFactorMaps,
  reportedCheckpoints,
  requireFactors,
  requireShares,
  requireSingle,
} from "../postAnalysis/factorMaps.js";
import type { Report } from "../postAnalysis/report.js";
import { specializationReport } from "../postAnalysis/specializationReport.js";
import type { Terminal } from "../terminal.js";
import { finiteNumber, wholeNumber } from "./options.js";
import { checkReportOptions, type ReportOptions, WHATS, type What } from "./reportOptions.js";

const DEFAULT = DEFAULT_DISCRIMINANT_PLAN;

const HELP = `
Reports:
  correlation     Spearman's rho between the factors' maps, at every pixel across channels, mean over pixels
  cross           the same between the maps of two measures
  discriminant    can the factor be told from its map? Cross-validated linear discriminant analysis
  specialization  how units divide by the factor with the largest index
  clustering      factors by how alike their maps rank the units

Examples:
  unitscope report correlation run.h5 --measure ST --checkpoint layer1
  unitscope report cross run.h5 --measure SHAPLEY --other-measure ST
  unitscope report discriminant run.h5 --folds 5 --repeats 100
  unitscope report clustering run.h5 --height 0.3 --json`;

/** `unitscope report`: what a run's index maps say of each other. */
export function reportCommand(terminal: Terminal): Command {
  return new Command("report")
    .description(
      "Compares a run's index maps with each other: correlation, discriminant analysis, clustering.",
    )
    .addArgument(new Argument("<what>", "the report").choices(WHATS))
    .argument("<run.h5>", "what analyze wrote")
    .option("--checkpoint <name>", "only this; discriminant: the deepest that will do unless named")
    .option("--measure <name>", "SHAPLEY, ST or S1, the first that the run has, unless named")
    .option("--other-measure <name>", "cross: the measure of the columns")
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
    .option("--seed <n>", `discriminant: decides the splits (default: ${DEFAULT.seed})`, wholeNumber(0))
    .option("--json", "the numbers as JSON, with the names of the API")
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
  const maps = (of = measure) => checkpoints.map((checkpoint) => readFactorMaps(run, checkpoint, of));
  switch (what) {
    case "correlation":
      requireFactors(measure);
      return maps().map((own) => correlationReport(own, own));
    case "cross": {
      const other = options.otherMeasure ?? measure;
      for (const each of [measure, other]) requireSingle(each);
      return maps().map((own) => correlationReport(own, readFactorMaps(run, own.checkpoint, other)));
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
          discriminantReport(readFactorMaps(run, checkpoint, measure), plan),
        ),
      ];
    }
  }
}

function checkHeight(height: number): number {
  if (height >= 0 && height <= 1) return height;
  throw new UsageError(`A --height is a distance from 0 to 1, not ${height}.`);
}
