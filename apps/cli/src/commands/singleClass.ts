import { FileError } from "@unitscope/core";
import {
  differenceOfOrigins,
  measureOf,
  RunFileReader,
  readStudyFile,
  StoredMaps,
  singleClass,
} from "@unitscope/core/commandLine";
import { Command } from "commander";
import { InputArgument } from "../asking/pathOptions.js";
import { singleClassLines, singleClassSummary } from "../masking/singleClassTable.js";
import type { Terminal } from "../terminal.js";
import { addJsonOption, measureOption, runArgument } from "./commonOptions.js";
import { finiteNumber, wholeNumber } from "./options.js";

interface SingleClassCommandOptions {
  readonly measure: string;
  readonly top?: number;
  readonly leastJaccard?: number;
  readonly timesUnmasked?: number;
  readonly randomProbability?: number;
  readonly json?: boolean;
}

const HELP = `
For every factor of the study: the classes whose output is most sensitive to it, and how far predictions under masks of
the factor lean to them. The factor is a candidate when the largest overlap over the configurations is at least
--least-jaccard, at least --times-unmasked times that of the same inputs without a mask, and above what
--random-probability of random class sets reach under the same predictions. Configurations under which the network gives
one answer to nearly everything are passed over.

The run must have the network's last value among its checkpoints. It may be another run of the same network and images
than the study's, such as one with --softmax.

Examples:
  unitscope single-class study.h5 run.h5 --measure ST
  unitscope single-class study.h5 run.h5 --measure SHAPLEY --top 3 --least-jaccard 0.02 --json`;

/** `unitscope single-class`: factors whose masks push predictions to the classes most sensitive to them. */
export function singleClassCommand(terminal: Terminal): Command {
  const command = new Command("single-class")
    .description(
      "Matches the classes most sensitive to each factor with the bias of predictions under its masks.",
    )
    .addArgument(new InputArgument("<study.h5>", "what study wrote", "study"))
    .addArgument(runArgument())
    .addOption(measureOption("whose index maps").makeOptionMandatory())
    .option("--top <n>", "classes of each factor (default: 5)", wholeNumber(1))
    .option("--least-jaccard <x>", "least overlap of a candidate (default: 0.01)", finiteNumber)
    .option("--times-unmasked <x>", "least multiple of the overlap without a mask (default: 3)", finiteNumber)
    .option("--random-probability <p>", "share of random class sets to exceed (default: 0.95)", finiteNumber);
  return addJsonOption(command)
    .addHelpText("after", HELP)
    .action(async (studyFile: string, runFile: string, options: SingleClassCommandOptions) => {
      const { leastJaccard, timesUnmasked, randomProbability, top } = options;
      const study = await readStudyFile(studyFile);
      const run = await RunFileReader.open(runFile);
      try {
        const difference = differenceOfOrigins(study.origin, run.origin);
        if (difference !== null) {
          throw new FileError(
            `"${runFile}" is a run of ${difference} than "${studyFile}"; give one of the same.`,
          );
        }
        requireOutput(runFile, run, study.spec.output.name);
        const { spec, predictions } = study;
        const matches = await singleClass(
          spec,
          predictions,
          new StoredMaps(run),
          measureOf(run, options.measure),
          {
            topClasses: top,
            thresholds: { leastJaccard, timesUnmasked, randomProbability },
          },
        );
        terminal.stdout.write(
          options.json
            ? `${JSON.stringify({ singleClass: matches.map(singleClassSummary) })}\n`
            : `${singleClassLines(matches).join("\n")}\n`,
        );
      } finally {
        run.close();
      }
    });
}

function requireOutput(file: string, { checkpoints }: RunFileReader, output: string): void {
  if (checkpoints.some(({ name }) => name === output)) return;
  const names = checkpoints.map(({ name }) => name).join(", ");
  throw new FileError(
    `"${file}" has no index maps of ${output}, the network's last value, only of ${names}; analyze with ${output} among --checkpoints.`,
  );
}
