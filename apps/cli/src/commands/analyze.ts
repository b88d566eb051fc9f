import path from "node:path";
import {
  AUGMENTATION_SETS,
  cropSize,
  networkInputText,
  type RunOrigin,
  readNetwork,
  resolveRunSpec,
  runAnalysis,
  StateFile,
  tryNetwork,
  writeRunFile,
  writeWhole,
} from "@unitscope/core/commandLine";
import { Command } from "commander";
import { finishedRun } from "../analysis/finishedRun.js";
import { segmentShapes, tellBatching } from "../analysis/modelFile.js";
import { openImages } from "../analysis/openImages.js";
import { choosePreprocessing } from "../analysis/preprocessing.js";
import { outcomeJson, outcomeLines, outcomeOf } from "../analysis/runOutcome.js";
import { doStoppable } from "../analysis/stoppableWork.js";
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

Images lie as DIR/<partition>/<class>/<file>, or DIR/<class>/<file>, or DIR/<file>. Links are followed. Every image is
checked before the first evaluation; what was checked is kept, so that a second start reads none of them.
Preprocessing is a preset or JSON, for example '{"resize": 256, "crop": 224, "mean": [0.5, 0.5, 0.5],
"std": [0.5, 0.5, 0.5], "channelOrder": "BGR", "minMax": false}'; what is left out is of the preset it names (paper where
it names none), the crop the network's. Mean and std are those of values from 0 to 1: three of a network that takes
colour, one of a network that takes one channel. Crop and resize may be height x width: '{"crop": "240x320"}'.

With --segment a piece of the network is analysed by itself: hue, saturation or value of the image (--feed), after the
augmentations and the min-max stretch but before normalisation, takes the place of all channels of its first checkpoint,
at the size of the crop. Checkpoints are then those after the first, up to the last.

Ctrl-C stops the run and saves its state beside --out; the same command goes on from there and ends with the same bits.
With --keep-state the state stays when the run is finished: the same command with more --base-samples extends it.

Examples:
  unitscope analyze --model model.onnx --images photos --set set1 --method shapley --base-samples 1024 --out run.h5
  unitscope analyze --model model.onnx --images photos --factors hue,rolling --without permutation \\
    --method sobol --second-order --base-samples 4096 --target-half-width 0.02 --checkpoints layer1,fc --out run.h5
  unitscope analyze --model model.onnx --images photos --set set2 --method shapley \\
    --segment layer1..layer2 --feed hue --out hue.h5`;

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
  const read = await readNetwork(options.model);
  const preprocessing = await choosePreprocessing(options, read.summary);
  const model = await tryNetwork(read, cropSize(preprocessing.spec));
  tellBatching(terminal, model);
  const images = await openImages(terminal, options);
  const inside = request.segment ? { segmentShapes: await segmentShapes(model, request.segment) } : {};
  const spec = resolveRunSpec(
    { ...request, minMax: preprocessing.minMax },
    {
      checkpoints: model.checkpoints,
      preprocessing: preprocessing.spec,
      oneAtATime: model.oneAtATime,
      ...inside,
    },
    images,
  );
  const origin: RunOrigin = {
    model: path.basename(options.model),
    modelSha256: model.sha256,
    imagesDigest: images.digest,
    partitions: images.partitions,
    classes: images.classes,
  };
  let outcome = options.overwrite ? undefined : await finishedRun(out, spec, origin, images);
  if (outcome !== undefined) {
    terminal.stderr.write(`"${out}" holds this run already; nothing is left to do.\n`);
  } else {
    const state = new StateFile(`${out}.state`, { modelSha256: model.sha256, images });
    const { threads, provider: executionProvider, keepState = false } = options;
    const result = await doStoppable(terminal, state, (hooks) =>
      runAnalysis({
        spec,
        model: model.bytes,
        images,
        stateStore: state,
        threads,
        executionProvider,
        keepState,
        onNetworkInput: (input) => terminal.stderr.write(`${networkInputText(input)}\n`),
        ...hooks,
      }),
    );
    terminal.stderr.write(`Writing the index maps to ${out}.\n`);
    await writeWhole(out, (temporary) => writeRunFile(temporary, spec, origin, result, images.skipped));
    if (!keepState) await state.remove();
    outcome = outcomeOf(result, images.skipped);
    const { evaluationsDone: done, evaluationsReused: reused } = result.evaluations;
    terminal.stderr.write(`${out}: ${done} evaluations, of which ${reused} needed no inference.\n`);
  }
  const text = options.json ? outcomeJson(out, outcome) : outcomeLines(outcome).join("\n");
  terminal.stdout.write(`${text}\n`);
}
