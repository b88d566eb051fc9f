import { existsSync } from "node:fs";
import path from "node:path";
import { AUGMENTATION_SETS } from "@unitscope/core/augmentation/sets";
import { CancelledError, StateFormatError } from "@unitscope/core/errors";
import { type AnalysisOptions, runAnalysis } from "@unitscope/core/run/runAnalysis";
import type { RunResult } from "@unitscope/core/run/runResult";
import { resolveRunSpec } from "@unitscope/core/run/runSpec";
import { Command } from "commander";
import { finishedRun } from "../analysis/finishedRun.js";
import { readImageFolder } from "../analysis/imageFolder.js";
import { readModelFile } from "../analysis/modelFile.js";
import { choosePreprocessing } from "../analysis/preprocessing.js";
import { progressReport } from "../analysis/progressReport.js";
import { outcomeJson, outcomeLines, outcomeOf } from "../analysis/runOutcome.js";
import { StateFile } from "../analysis/stateFile.js";
import { FileError } from "../errors.js";
import { type RunOrigin, writeRunFile } from "../files/runFile.js";
import { writeWhole } from "../files/writeWhole.js";
import type { Terminal } from "../terminal.js";
import { type AnalyzeOptions, addAnalyzeOptions, runRequestOf } from "./analyzeOptions.js";

const HELP = `
Sets:
${setLines()}
Factors are these augmentations, and their order (permutation), class and partition where there are several.

Methods, for d factors:
  shapley         Shapley effects, ST and S1, from random-order trajectories: N (d + 1) evaluations. The one to begin
                  with: the effects add up to 1, interactions shared out evenly
  sobol           S1 and ST, with --second-order S2 of every pair: N (d + 2), or N (2d + 2), evaluations
  shapley-nested  Shapley effects by the paper's nested loops: permutations x players x outer x inner evaluations
  variance        mean and variance of every unit alone: N evaluations
  contrast        every augmentation alone against the image as it is: correlation, mean difference, rank test

Images lie as DIR/<partition>/<class>/<file>, or DIR/<class>/<file>, or DIR/<file>.
Preprocessing is a preset or JSON, for example '{"resize": 256, "crop": 224, "mean": [0.5, 0.5, 0.5],
"std": [0.5, 0.5, 0.5], "channelOrder": "BGR", "minMax": false}'; what is left out is ImageNet's, the crop the network's.

Ctrl-C stops the run and saves its state beside --out; the same command goes on from there and ends with the same bits.
With --keep-state the state stays when the run is finished: the same command with more --base-samples extends it.

Examples:
  unitscope analyze --model model.onnx --images photos --set set1 --method shapley --base-samples 1024 --out run.h5
  unitscope analyze --model model.onnx --images photos --factors hue,rolling --without permutation \\
    --method sobol --second-order --base-samples 4096 --target-half-width 0.02 --checkpoints layer1,fc --out run.h5`;

function setLines(): string {
  return AUGMENTATION_SETS.map(({ key, augmentations }) => {
    const name = key.toLowerCase().replace("_", "");
    return `  ${name}  ${key === "SET_3" ? "set1 and set2" : augmentations.join(", ")}`;
  }).join("\n");
}

/** `unitscope analyze`: from images and a network to index maps. */
export function analyzeCommand(terminal: Terminal): Command {
  return addAnalyzeOptions(new Command("analyze"))
    .description("Runs a whole analysis: images and a network in, index maps with intervals out.")
    .addHelpText("after", HELP)
    .action(async (options: AnalyzeOptions) => {
      await analyze(terminal, options);
    });
}

async function analyze(terminal: Terminal, options: AnalyzeOptions): Promise<void> {
  const { out } = options;
  const request = runRequestOf(options);
  const model = await readModelFile(options.model);
  const preprocessing = await choosePreprocessing(options.preprocess, model.summary.inputShape);
  const images = await readImageFolder(options.images);
  if (images.ignored.length > 0) {
    terminal.stderr.write(`Not images, so left out: ${some(images.ignored)}.\n`);
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
    terminal.stderr.write(`Writing the index maps to ${out}.\n`);
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

/** The first names of a list. */
function some(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
