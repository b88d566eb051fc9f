import { type MaskRule, measureOf, type RunFileReader, type SoftMask } from "@unitscope/core/commandLine";
import { type Command, Option } from "commander";
import { requireNoFaults } from "../asking/checks.js";
import { InputOption } from "../asking/pathOptions.js";
import { checkpointsOption, measureOption } from "./commonOptions.js";
import { finiteNumber } from "./options.js";

const DIRECTIONS = { above: "ABOVE", below: "BELOW" } as const;
const SOFT: Readonly<Record<string, SoftMask>> = { m: "M", "1-m": "ONE_MINUS_M" };

/** Options that say which mask is meant: a stored one, or the rule of a new one. */
export interface MaskOptions {
  readonly mask?: string;
  readonly measure?: string;
  readonly factor?: string;
  readonly withFactor?: string;
  readonly percentile?: number;
  readonly direction?: keyof typeof DIRECTIONS;
  readonly alpha?: number;
  readonly soft?: string;
  readonly checkpoints?: readonly string[];
  readonly seed: number;
}

/** Options of a rule with their flags. */
const RULE = [
  ["measure", "--measure"],
  ["factor", "--factor"],
  ["withFactor", "--with-factor"],
  ["percentile", "--percentile"],
  ["direction", "--direction"],
  ["alpha", "--alpha"],
  ["soft", "--soft"],
  ["checkpoints", "--checkpoints"],
] as const;
/** Options of a rule by rank, which a soft mask does not know. */
const BY_RANK: readonly string[] = ["percentile", "direction", "alpha"];

/** Adds the options of a mask to a command. */
export function addMaskOptions(command: Command): Command {
  return command
    .optionsGroup("Which mask:")
    .addOption(
      new InputOption("--mask <dir>", "a mask that is stored already, in place of the options below", {
        what: "mask",
        kind: "folder",
      }),
    )
    .addOption(measureOption("whose index maps"))
    .option("--factor <key>", "the factor that units are sensitive to")
    .option("--with-factor <key>", "with --measure S2: the second factor of the pair")
    .option(
      "--percentile <q>",
      "0 to 1, of every checkpoint's units: 0.9 above takes the most sensitive 10 %",
      finiteNumber,
    )
    .addOption(
      new Option("--direction <side>", "the most or the least sensitive units (default: above)").choices(
        Object.keys(DIRECTIONS),
      ),
    )
    .option(
      "--alpha <x>",
      "multiplies the chosen units: 0 silences, 1.5 amplifies (default: 0)",
      finiteNumber,
    )
    .addOption(
      new Option(
        "--soft <mask>",
        "multiplies every unit by its index m, or by 1-m, in place of a percentile",
      ).choices(Object.keys(SOFT)),
    )
    .addOption(checkpointsOption("all convolutional ones of the run"));
}

/** @throws {UsageError} when options are missing or do not go together. */
export function checkMaskOptions(options: MaskOptions): void {
  const given = RULE.filter(([option]) => options[option] !== undefined);
  const { mask, measure, factor, percentile, soft } = options;
  if (mask !== undefined) {
    requireNoFaults(
      given.map(([, flag]) => `${flag} does not go with --mask, which names a mask that is made already.`),
    );
    return;
  }
  const faults: string[] = [];
  if (measure === undefined || factor === undefined) {
    faults.push("Say which mask: --measure and --factor with --percentile or --soft, or --mask.");
  }
  if (soft !== undefined) {
    for (const [option, flag] of given) {
      if (!BY_RANK.includes(option)) continue;
      faults.push(`${flag} does not go with --soft, which multiplies every unit by its own index.`);
    }
  } else if (percentile === undefined && faults.length === 0) {
    faults.push("Say which units: --percentile, such as 0.9, or --soft.");
  }
  requireNoFaults(faults);
}

/**
 * What the options say about a mask: the folder of a stored one, or a rule.
 *
 * @throws {RunSpecError} for a measure that the run does not have.
 */
export function maskRequestOf(
  options: MaskOptions,
  run: RunFileReader,
): { folder: string } | { rule: MaskRule } {
  if (options.mask !== undefined) return { folder: options.mask };
  const { measure = "", factor = "", percentile, soft } = options;
  return {
    rule: {
      measure: measureOf(run, measure),
      factor,
      withFactor: options.withFactor ?? null,
      percentile: percentile ?? 0,
      direction: DIRECTIONS[options.direction ?? "above"],
      checkpoints: options.checkpoints ?? [],
      alpha: options.alpha ?? 0,
      soft: soft === undefined ? null : (SOFT[soft] ?? null),
      seed: options.seed,
    },
  };
}
