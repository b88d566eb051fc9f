import { createHash } from "node:crypto";
import {
  ENGINE_VERSION,
  type EvaluationSummary,
  evaluationResult,
  factorOf,
  type Mask,
  maskFor,
  multipliersOf,
  RunFileReader,
  recipeText,
  resolveEvaluationSpec,
  rulesOf,
  runMaskEvaluation,
  StateFile,
  StoredMaps,
  summariseEvaluation,
  testDigest,
} from "@unitscope/core/commandLine";
import { Command, Option } from "commander";
import { doStoppable } from "../analysis/stoppableWork.js";
import { addCheck } from "../asking/checks.js";
import { finishedEvaluation, writeEvaluation } from "../masking/evaluationFile.js";
import { evaluationLines } from "../masking/evaluationTable.js";
import { readTestMaterial } from "../masking/testOffer.js";
import type { Terminal } from "../terminal.js";
import { addResultOptions, runArgument } from "./commonOptions.js";
import { addMaskOptions, checkMaskOptions, type MaskOptions, maskRequestOf } from "./maskOptions.js";
import { addTestOptions, type TestOptions, testRequestOf } from "./testOptions.js";

interface EvaluateOptions extends MaskOptions, TestOptions {
  readonly plain?: boolean;
  readonly augmentation?: string;
  readonly out?: string;
  readonly overwrite?: boolean;
  readonly json?: boolean;
}

const SAMPLES = 1000;

const HELP = `
Accuracy of the same images without a mask (baseline), under it, under random masks of the same size, and with as many of
the least sensitive units masked in its place. Without the controls an effect of sensitivity cannot be told from damage.
Differences are paired by image; ± are half widths of 95 % intervals.

Images are augmented as in the run, all its augmentations at once; --augmentation takes one alone, --plain none. Of the
run's own images only those that it left aside are used (analyze --hold-out).

Examples:
  unitscope evaluate run.h5 --mask hue --model model.onnx --images photos --labels labels.txt --out evaluation.json
  unitscope evaluate run.h5 --measure ST --factor hue --percentile 0.9 --model model.onnx --images photos --augmentation hue`;

/** `unitscope evaluate`: what a mask does to accuracy. */
export function evaluateCommand(terminal: Terminal): Command {
  const command = new Command("evaluate")
    .description("Tests a mask: accuracy with and without it, under random masks and for each class.")
    .addArgument(runArgument());
  addTestOptions(addMaskOptions(command), SAMPLES);
  addCheck(command, checkMaskOptions)
    .addOption(
      new Option("--plain", "images as they are (default: augmented as in the run)").conflicts(
        "augmentation",
      ),
    )
    .option("--augmentation <key>", "images under this augmentation alone, its parameters drawn at random");
  return addResultOptions(command, {
    out: [
      "--out <evaluation.json>",
      "the result; the state of an unfinished test is kept beside it (default: the table alone)",
    ],
    isOutMandatory: false,
  })
    .addHelpText("after", HELP)
    .action(async (file: string, options: EvaluateOptions) => {
      const run = await RunFileReader.open(file);
      try {
        const { mask, summary } = await evaluate(terminal, run, options);
        const { recipe } = mask;
        const unitCount = mask.checkpoints.reduce((sum, { units }) => sum + units.length, 0);
        terminal.stdout.write(
          options.json
            ? `${JSON.stringify({ out: options.out ?? null, mask: recipe, unitCount, ...summary })}\n`
            : `${[`${unitCount} units: ${recipeText(recipe)}`, ...evaluationLines(summary)].join("\n")}\n`,
        );
      } finally {
        run.close();
      }
    });
}

async function evaluate(
  terminal: Terminal,
  run: RunFileReader,
  options: EvaluateOptions,
): Promise<{ mask: Mask; summary: EvaluationSummary }> {
  const {
    out,
    augmentation,
    plain = false,
    overwrite = false,
    threads,
    provider: executionProvider,
  } = options;
  const mask = await maskFor(maskRequestOf(options, run), run);
  const { model, images, offer } = await readTestMaterial(terminal, options, run);
  const spec = resolveEvaluationSpec(
    { ...testRequestOf(options), augmented: !plain, augmentation },
    run.spec,
    { factor: factorOf(mask.recipe), checkpoints: mask.checkpoints.map(({ checkpoint }) => checkpoint) },
    offer,
  );
  const origin = {
    origin: run.origin,
    testDigest: testDigest(spec),
    maskSha256: maskDigest(mask),
    testImagesDigest: images.digest,
  };
  if (out !== undefined && !overwrite) {
    const summary = await finishedEvaluation(out, origin, images);
    if (summary !== undefined) {
      terminal.stderr.write(`"${out}" holds this evaluation already; nothing is left to do.\n`);
      return { mask, summary };
    }
  }
  const owner = { modelSha256: model.sha256, images };
  const state = out === undefined ? undefined : new StateFile(`${out}.state`, owner);
  const job = {
    spec,
    mask: mask.checkpoints,
    rules: rulesOf(mask.recipe),
    maps: new StoredMaps(run),
    model: model.bytes,
    images,
    threads,
    executionProvider,
  };
  const predictions = await doStoppable(terminal, state, (hooks) =>
    runMaskEvaluation({ ...job, ...(state && { stateStore: state }), ...hooks }),
  );
  const summary = summariseEvaluation(spec, evaluationResult(spec, predictions));
  if (out !== undefined) {
    await writeEvaluation(out, {
      engine: ENGINE_VERSION,
      ...origin,
      mask: mask.recipe,
      spec,
      ...(images.skipped.count > 0 ? { skippedImages: images.skipped } : {}),
      result: summary,
    });
    await state?.remove();
  }
  return { mask, summary };
}

/** SHA-256 of the multipliers of all checkpoints, each after its name. */
function maskDigest({ checkpoints }: Mask): string {
  const hash = createHash("sha256");
  for (const mask of checkpoints) {
    const multipliers = multipliersOf(mask);
    hash.update(`${mask.checkpoint}\n`);
    hash.update(new Uint8Array(multipliers.buffer, multipliers.byteOffset, multipliers.byteLength));
  }
  return hash.digest("hex");
}
