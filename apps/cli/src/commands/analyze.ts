import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { CancelledError, StateFormatError } from "@unitscope/core/errors";
import { type AnalysisOptions, runAnalysis } from "@unitscope/core/run/runAnalysis";
import type { RunResult } from "@unitscope/core/run/runResult";
import {
  type ImageMode,
  METHODS,
  type Method,
  type RunRequest,
  resolveRunSpec,
} from "@unitscope/core/run/runSpec";
import { Command, Option } from "commander";
import { finishedRun } from "../analysis/finishedRun.js";
import { readImageFolder } from "../analysis/imageFolder.js";
import { readModelFile } from "../analysis/modelFile.js";
import { choosePreprocessing, DEFAULT_PRESET, PRESET_NAMES } from "../analysis/preprocessing.js";
import { progressReport } from "../analysis/progressReport.js";
import { outcomeJson, outcomeLines, outcomeOf } from "../analysis/runOutcome.js";
import { StateFile } from "../analysis/stateFile.js";
import { FileError, UsageError } from "../errors.js";
import { type RunOrigin, writeRunFile } from "../files/runFile.js";
import { writeWhole } from "../files/writeWhole.js";
import type { Terminal } from "../terminal.js";
import { nameList, positiveNumber, wholeNumber } from "./options.js";

const SETS = { set1: "SET_1", set2: "SET_2", set3: "SET_3" } as const;
/** The engine's methods as people write them: sobol, shapley, shapley-nested. */
const METHOD_NAMES: Readonly<Record<string, Method>> = Object.fromEntries(
  METHODS.map((method) => [method.toLowerCase().replaceAll("_", "-"), method]),
);
const IMAGE_MODES: Readonly<Record<string, ImageMode>> = {
  class: "WITH_CLASS",
  separate: "SEPARATE",
  redraw: "REDRAW",
};
const AUXILIARY = ["permutation", "class", "partition"];

interface AnalyzeOptions {
  readonly model: string;
  readonly images: string;
  readonly set?: keyof typeof SETS;
  readonly factors?: readonly string[];
  readonly without?: readonly string[];
  readonly preprocess: string;
  readonly method: string;
  readonly baseSamples?: number;
  readonly secondOrder?: boolean;
  readonly checkpoints?: readonly string[];
  readonly image: string;
  readonly switches?: boolean;
  readonly threads: number;
  readonly targetHalfWidth?: number;
  readonly seed: number;
  readonly out: string;
  readonly keepState?: boolean;
  readonly overwrite?: boolean;
  readonly json?: boolean;
}

const HELP = `
Images lie as DIR/<partition>/<class>/<file>, or DIR/<class>/<file>, or DIR/<file>.
Preprocessing is a preset or JSON, for example '{"resize": 256, "crop": 224, "mean": [0.5, 0.5, 0.5],
"std": [0.5, 0.5, 0.5], "channelOrder": "BGR", "minMax": false}'; what is left out is ImageNet's, the crop the network's.

Ctrl-C stops the run and saves its state beside --out; the same command goes on from there and ends with the same bits.
With --keep-state the state stays when the run is finished: the same command with more --base-samples extends it.

Examples:
  unitscope analyze --model model.onnx --images photos --set set1 --method sobol --base-samples 1024 --out run.h5
  unitscope analyze --model model.onnx --images photos --factors hue,rolling --without permutation \\
    --method sobol --second-order --base-samples 4096 --target-half-width 0.02 --checkpoints layer1,fc --out run.h5`;

/** `unitscope analyze`: from images and a network to index maps. */
export function analyzeCommand(terminal: Terminal): Command {
  return new Command("analyze")
    .description("Runs a whole analysis: images and a network in, index maps with intervals out.")
    .requiredOption("--model <model.onnx>", "the network")
    .requiredOption("--images <dir>", "folder of images")
    .addOption(
      new Option("--set <set>", "augmentations of the paper").choices(Object.keys(SETS)).conflicts("factors"),
    )
    .option("--factors <keys>", "augmentations by key, such as hue,rolling", nameList)
    .option("--without <keys>", "auxiliary factors to leave out: permutation, class, partition", nameList)
    .option("--preprocess <preset|json>", `${PRESET_NAMES.join(", ")}, JSON or a .json file`, DEFAULT_PRESET)
    .addOption(
      new Option("--method <method>", "what is estimated")
        .choices(Object.keys(METHOD_NAMES))
        .makeOptionMandatory(),
    )
    .option("--base-samples <n>", "base samples N; best a power of two", wholeNumber(2))
    .option("--second-order", "sobol: also S2 of every pair of factors")
    .option("--checkpoints <names>", "names or tensor names (default: the suggested ones)", nameList)
    .addOption(
      new Option(
        "--image <mode>",
        "the image belongs to the class factor, is a factor of its own, or is redrawn in every row",
      )
        .choices(Object.keys(IMAGE_MODES))
        .default("class"),
    )
    .option("--switches", "each augmentation is on with probability 1/2")
    .option(
      "--threads <n>",
      "worker threads; the numbers do not depend on it",
      wholeNumber(1),
      availableParallelism(),
    )
    .option("--target-half-width <x>", "stop once 95 % of the half widths are below this", positiveNumber)
    .option("--seed <seed>", "seed of the design", wholeNumber(0), 0)
    .requiredOption("--out <run.h5>", "index maps; the state of an unfinished run is kept as <run.h5>.state")
    .option("--keep-state", "keep the state of the finished run, to extend it later")
    .option("--overwrite", "replace --out when it holds another run")
    .option("--json", "the summary as JSON")
    .addHelpText("after", HELP)
    .action(async (options: AnalyzeOptions) => {
      await analyze(terminal, options);
    });
}

async function analyze(terminal: Terminal, options: AnalyzeOptions): Promise<void> {
  const { out } = options;
  const request = requestOf(options);
  const model = await readModelFile(options.model);
  const preprocessing = await choosePreprocessing(options.preprocess, model.summary.inputShape);
  const images = await readImageFolder(options.images);
  if (images.ignored.length > 0) {
    terminal.stderr.write(
      `Ignored ${images.ignored.length} files that are no images: ${some(images.ignored)}.\n`,
    );
  }
  const spec = resolveRunSpec(
    { ...request, minMax: preprocessing.minMax },
    { checkpoints: model.checkpoints, preprocessing: preprocessing.spec },
    images,
  );
  const origin: RunOrigin = {
    model: path.basename(options.model),
    modelSha256: model.sha256,
    imagesDigest: images.digest,
    partitions: images.partitions,
    classes: images.classes,
  };
  let outcome = options.overwrite ? undefined : await finishedRun(out, spec, origin);
  if (outcome !== undefined) {
    terminal.stderr.write(`"${out}" holds this run already; nothing is left to do.\n`);
  } else {
    const state = new StateFile(`${out}.state`, origin);
    const result = await evaluate(terminal, options, { spec, model: model.bytes, images, stateStore: state });
    await writeWhole(out, (temporary) => writeRunFile(temporary, spec, origin, result));
    if (!options.keepState) await state.remove();
    outcome = outcomeOf(result);
    const { evaluationsDone: done, evaluationsReused: reused } = result.evaluations;
    terminal.stderr.write(`${out}: ${done} evaluations, of which ${reused} needed no inference.\n`);
  }
  const text = options.json ? outcomeJson(out, outcome) : outcomeLines(outcome).join("\n");
  terminal.stdout.write(`${text}\n`);
}

/** Runs the analysis with progress on the terminal; stopped, it tells where the state is. */
async function evaluate(
  terminal: Terminal,
  { threads, keepState = false }: AnalyzeOptions,
  run: Pick<AnalysisOptions, "spec" | "model" | "images"> & { readonly stateStore: StateFile },
): Promise<RunResult> {
  const signal = terminal.stopSignal();
  const progress = progressReport(terminal);
  const { file } = run.stateStore;
  try {
    return await runAnalysis({
      ...run,
      threads,
      keepState,
      signal,
      onProgress: (now) => progress.update(now),
    });
  } catch (error) {
    if (error instanceof StateFormatError) {
      throw new FileError(`The state "${file}": ${error.message} Delete it, or choose another --out.`, error);
    }
    if (!(error instanceof CancelledError)) throw error;
    throw new CancelledError(
      existsSync(file)
        ? `Stopped; the state is in "${file}", the same command goes on from there.`
        : "Stopped before there was a state to save.",
    );
  } finally {
    progress.stop();
  }
}

function requestOf(options: AnalyzeOptions): RunRequest {
  const { set, factors, without = [], method, secondOrder = false } = options;
  if (set === undefined && factors === undefined) {
    throw new UsageError(
      "Say which augmentations act: --set set1, set2 or set3, or --factors with their keys.",
    );
  }
  const stray = without.find((key) => !AUXILIARY.includes(key));
  if (stray !== undefined)
    throw new UsageError(`--without names "${stray}"; it takes ${AUXILIARY.join(", ")}.`);
  if (secondOrder && method !== "sobol") throw new UsageError("--second-order belongs to --method sobol.");
  return {
    method: METHOD_NAMES[method] ?? method,
    augmentationSet: set === undefined ? null : SETS[set],
    factors: factors ?? null,
    includePermutation: !without.includes("permutation"),
    includeClass: !without.includes("class"),
    includePartition: !without.includes("partition"),
    useSwitches: options.switches ?? false,
    image: IMAGE_MODES[options.image] ?? null,
    checkpoints: options.checkpoints ?? null,
    baseSamples: options.baseSamples ?? null,
    secondOrder,
    seed: options.seed,
    targetHalfWidth: options.targetHalfWidth ?? null,
  };
}

/** The first names of a list. */
function some(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
