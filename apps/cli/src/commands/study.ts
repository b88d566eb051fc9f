import {
  ENGINE_VERSION,
  measureOf,
  RunFileReader,
  resolveStudySpec,
  runMaskStudy,
  StateFile,
  StoredMaps,
  type StudySpec,
  studyResult,
  writeStudyFile,
  writeWhole,
} from "@unitscope/core/commandLine";
import { Command } from "commander";
import { doStoppable } from "../analysis/stoppableWork.js";
import { finishedStudy } from "../masking/finishedStudy.js";
import { summariseStudy } from "../masking/studySummary.js";
import { studyLines } from "../masking/studyTable.js";
import { readTestMaterial } from "../masking/testOffer.js";
import type { Terminal } from "../terminal.js";
import { addResultOptions, checkpointsOption, measureOption, runArgument } from "./commonOptions.js";
import { finiteNumber, nameList } from "./options.js";
import { addTestOptions, type TestOptions, testRequestOf } from "./testOptions.js";

interface StudyOptions extends TestOptions {
  readonly measure: string;
  readonly factors?: readonly string[];
  readonly checkpoints?: readonly string[];
  readonly out: string;
  readonly height: number;
  readonly overwrite?: boolean;
  readonly json?: boolean;
}

const SAMPLES = 200;
/** The height at which the paper cuts its dendrograms. */
const HEIGHT = 0.025;

const HELP = `
The paper's grid: images as they are and under each augmentation alone, masked by each factor in 17 configurations: the
units above the percentiles 0.5 to 0.9 silenced, damped (0.5) and amplified (1.5), and the soft masks m and 1 - m. Each
mask is compared with random masks of the same size.

A rank correlation below 1 says that masking by a factor changes accuracy otherwise for images under the augmentation
than for images as they are. --out keeps every prediction: the same command prints the tables again without inference,
also with another --height.

Ctrl-C stops the study and saves its state beside --out; the same command goes on from there, to the same predictions.

Examples:
  unitscope study run.h5 --measure ST --model model.onnx --images photos --labels labels.txt --out study.h5
  unitscope study run.h5 --measure SHAPLEY --factors hue,erasing --checkpoints layer1,layer2 --model model.onnx \\
    --images photos --samples 500 --draws 3 --out study.h5`;

/** `unitscope study`: masks of several factors in all configurations, on several inputs. */
export function studyCommand(terminal: Terminal): Command {
  const command = new Command("study")
    .description(
      "Masks by every factor in the paper's 17 configurations, and compares accuracies between inputs.",
    )
    .addArgument(runArgument())
    .optionsGroup("Which masks:")
    .addOption(measureOption("whose index maps").makeOptionMandatory())
    .option(
      "--factors <keys>",
      "masks by these, inputs under those that are augmentations (default: all)",
      nameList,
    )
    .addOption(checkpointsOption("all convolutional ones of the run"));
  addTestOptions(command, SAMPLES);
  command
    .optionsGroup("Result:")
    .option(
      "--height <x>",
      "where the clusters are cut: distance sqrt(1 - |rho|), average linkage",
      finiteNumber,
      HEIGHT,
    );
  return addResultOptions(command, {
    out: ["--out <study.h5>", "predictions and tables; the state of an unfinished study is kept beside it"],
  })
    .addHelpText("after", HELP)
    .action(async (file: string, options: StudyOptions) => {
      const { out, height } = options;
      const run = await RunFileReader.open(file);
      try {
        const { spec, predictions } = await study(terminal, run, options);
        const summary = summariseStudy(studyResult(spec, predictions), height);
        terminal.stdout.write(
          options.json
            ? `${JSON.stringify({ out, ...summary })}\n`
            : `${[headline(out, spec), "", ...studyLines(summary, height)].join("\n")}\n`,
        );
      } finally {
        run.close();
      }
    });
}

async function study(
  terminal: Terminal,
  run: RunFileReader,
  options: StudyOptions,
): Promise<{ spec: StudySpec; predictions: Uint8Array }> {
  const { out, factors, checkpoints, overwrite = false, threads, provider: executionProvider } = options;
  const measure = measureOf(run, options.measure);
  const { model, images, offer } = await readTestMaterial(terminal, options, run);
  const spec = resolveStudySpec(
    { ...testRequestOf(options), measure, factors, checkpoints },
    run.spec,
    offer,
  );
  const origin = { origin: run.origin, testImagesDigest: images.digest };
  if (!overwrite) {
    const predictions = await finishedStudy(out, spec, origin, images);
    if (predictions !== undefined) {
      terminal.stderr.write(`"${out}" holds this study already; nothing is left to do.\n`);
      return { spec, predictions };
    }
  }
  const state = new StateFile(`${out}.state`, { modelSha256: model.sha256, images });
  const maps = new StoredMaps(run);
  const predictions = await doStoppable(terminal, state, (hooks) =>
    runMaskStudy({
      spec,
      maps,
      model: model.bytes,
      images,
      stateStore: state,
      threads,
      executionProvider,
      ...hooks,
    }),
  );
  const result = studyResult(spec, predictions);
  await writeWhole(out, (temporary) =>
    writeStudyFile(
      temporary,
      { engine: ENGINE_VERSION, spec, predictions, ...origin },
      result,
      images.skipped,
    ),
  );
  await state.remove();
  return { spec, predictions };
}

function headline(
  out: string,
  { images, inputs, measure, factors, masked, randomControls }: StudySpec,
): string {
  const checkpoints = masked.map(({ name }) => name).join(", ");
  return `${out}: ${images.length} images, ${inputs.length} inputs, masks by ${measure} of ${factors.join(", ")} at ${checkpoints}, ${randomControls} random masks each`;
}
