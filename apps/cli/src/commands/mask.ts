import {
  type Combination,
  combinedMask,
  type Mask,
  maskFor,
  RunFileReader,
  readMask,
  recipeText,
  requireMaskOfRun,
  StoredMaps,
  summariseMask,
  writeMask,
} from "@unitscope/core/commandLine";
import { Command } from "commander";
import { addCheck } from "../asking/checks.js";
import { UsageError } from "../errors.js";
import { maskLines } from "../masking/maskSummary.js";
import type { Terminal } from "../terminal.js";
import { addResultOptions, runArgument, seedOption } from "./commonOptions.js";
import { addMaskOptions, checkMaskOptions, type MaskOptions, maskRequestOf } from "./maskOptions.js";

const COMBINATIONS: Readonly<Record<string, Combination>> = {
  union: "UNION",
  intersection: "INTERSECTION",
};

interface MaskCommandOptions extends MaskOptions {
  readonly combine?: readonly string[];
  readonly out?: string;
  readonly overwrite?: boolean;
  readonly json?: boolean;
}

const HELP = `
A mask multiplies activations. By percentile it changes as many units of every checkpoint as the percentile says, those
of the largest (or smallest) indices; units without an index, and above those without a positive one, are never chosen.
Soft, it multiplies every unit by its index m, or by 1 - m.

Without --out the table alone. The folder of --out holds mask.json, <checkpoint>.npy (float32 multipliers of the
checkpoint's shape) and <checkpoint>.units.csv (channel,y,x,value of the changed units).

Examples:
  unitscope mask run.h5 --measure ST --factor hue --percentile 0.9
  unitscope mask run.h5 --measure ST --factor hue --percentile 0.9 --alpha 1.5 --checkpoints layer1,layer2 --out hue
  unitscope mask run.h5 --measure SHAPLEY --factor rolling --soft 1-m --out soft
  unitscope mask run.h5 --measure ST --factor erasing --percentile 0.9 --combine union hue --out both
  unitscope mask run.h5 --mask hue --combine intersection erasing --out both`;

/** `unitscope mask`: units by their indices, and multipliers for their activations. */
export function maskCommand(terminal: Terminal): Command {
  const command = new Command("mask")
    .description(
      "Makes a mask from a run's index maps: which units, and what their activations are multiplied by.",
    )
    .addArgument(runArgument());
  addCheck(command, (options: MaskCommandOptions) => {
    combineOf(options.combine);
    checkMaskOptions(ownOptions(options));
  });
  addMaskOptions(command)
    .addOption(seedOption("choices between equal values at the edge of a percentile"))
    .optionsGroup("Two masks:")
    .option("--combine <how dir...>", "union or intersection, and the folder of a second mask");
  return addResultOptions(command, {
    out: ["--out <dir>", "folder for the mask; made when there is none (default: the table alone)"],
    output: { kind: "folder" },
    isOutMandatory: false,
  })
    .addHelpText("after", HELP)
    .action(async (file: string, options: MaskCommandOptions) => {
      const { out, overwrite = false } = options;
      const combine = combineOf(options.combine);
      const run = await RunFileReader.open(file);
      try {
        const mask = await maskOf(options, combine, run);
        const files = out === undefined ? [] : await writeMask(out, mask, valuesFor(mask, run), overwrite);
        terminal.stdout.write(options.json ? maskJson(mask, files) : `${maskText(mask, out)}\n`);
      } finally {
        run.close();
      }
    });
}

async function maskOf(
  options: MaskCommandOptions,
  combine: Combine | undefined,
  run: RunFileReader,
): Promise<Mask> {
  const mask = await maskFor(maskRequestOf(options, run), run);
  if (combine === undefined) return mask;
  const other = await readMask(combine.folder);
  requireMaskOfRun(combine.folder, other, run);
  return combinedMask(mask, other, combine.combination, options.alpha);
}

/** With two masks, --alpha is that of both together. */
function ownOptions(options: MaskCommandOptions): MaskCommandOptions {
  const isOfBoth = options.combine !== undefined && options.mask !== undefined;
  return isOfBoth ? { ...options, alpha: undefined } : options;
}

interface Combine {
  readonly combination: Combination;
  readonly folder: string;
}

function combineOf(words: readonly string[] | undefined): Combine | undefined {
  if (words === undefined) return undefined;
  const [how = "", folder, ...rest] = words;
  const combination = COMBINATIONS[how];
  if (combination === undefined || folder === undefined || rest.length > 0) {
    throw new UsageError(
      `--combine is "${words.join(" ")}"; it takes union or intersection and a folder, such as --combine union masks/hue.`,
    );
  }
  return { combination, folder };
}

/** The values that a mask's units were chosen by; of two masks together there are none. */
function valuesFor({ recipe }: Mask, run: RunFileReader) {
  const maps = new StoredMaps(run);
  return async (checkpoint: string) =>
    "rule" in recipe ? (await maps.get({ checkpoint, ...recipe.rule })).values : undefined;
}

function maskText(mask: Mask, out: string | undefined): string {
  const units = mask.checkpoints.reduce((sum, { units: chosen }) => sum + chosen.length, 0);
  const where = out === undefined ? "Mask" : `${out}`;
  return [
    `${where}: ${units} units, ${recipeText(mask.recipe)}`,
    ...maskLines(summariseMask(mask.checkpoints)),
  ].join("\n");
}

function maskJson({ recipe, checkpoints }: Mask, files: readonly string[]): string {
  const summaries = summariseMask(checkpoints);
  const unitCount = summaries.reduce((sum, checkpoint) => sum + checkpoint.unitCount, 0);
  return `${JSON.stringify({ recipe, unitCount, checkpoints: summaries, files })}\n`;
}
