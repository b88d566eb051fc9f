import type { RunFileReader } from "@unitscope/core/resultFiles/runFileReader";
import { measureOf } from "@unitscope/core/resultFiles/storedMaps";
import type { MaskRule, SoftMask } from "@unitscope/core/study/maskChoice";
import { type Command, Option } from "commander";
import { UsageError } from "../errors.js";
import { finiteNumber, nameList, wholeNumber } from "./options.js";

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
    .option("--mask <dir>", "a mask that is stored already, in place of the options below")
    .option("--measure <measure>", "whose index maps: ST, S1, S2, SHAPLEY, CONTRAST or CONTRAST_RANK")
    .option("--factor <key>", "the factor that units are sensitive to")
    .option("--with-factor <key>", "S2: the second factor of the pair")
    .option(
      "--percentile <q>",
      "0 to 1, of every checkpoint's units: 0.9 above takes the most sensitive 10 %",
      finiteNumber,
    )
    .addOption(
      new Option("--direction <side>", "the most (above, default) or the least sensitive units").choices(
        Object.keys(DIRECTIONS),
      ),
    )
    .option("--alpha <x>", "multiplies the chosen units: 0 silences (default), 1.5 amplifies", finiteNumber)
    .addOption(
      new Option(
        "--soft <mask>",
        "multiplies every unit by its index m, or by 1-m, in place of a percentile",
      ).choices(Object.keys(SOFT)),
    )
    .option("--checkpoints <names>", "only these (default: all convolutional ones of the run)", nameList);
}

/** Adds the seed, of whose several parts a mask needs one. */
export function addSeedOption(command: Command, what: string): Command {
  return command.option("--seed <seed>", what, wholeNumber(0), 0);
}

/**
 * What the options say about a mask: the folder of a stored one, or a rule.
 *
 * @throws {UsageError} when options are missing or do not go together.
 * @throws {RunSpecError} for a measure that the run does not have.
 */
export function maskRequestOf(
  options: MaskOptions,
  run: RunFileReader,
): { folder: string } | { rule: MaskRule } {
  const given = RULE.filter(([option]) => options[option] !== undefined);
  if (options.mask !== undefined) {
    const stray = given[0];
    if (stray !== undefined) {
      throw new UsageError(`${stray[1]} does not go with --mask, which names a mask that is made already.`);
    }
    return { folder: options.mask };
  }
  const { measure, factor, percentile, soft } = options;
  if (measure === undefined || factor === undefined) {
    throw new UsageError("Say which mask: --measure and --factor with --percentile or --soft, or --mask.");
  }
  if (soft !== undefined) {
    const stray = given.find(([option]) => BY_RANK.includes(option));
    if (stray !== undefined) {
      throw new UsageError(
        `${stray[1]} does not go with --soft, which multiplies every unit by its own index.`,
      );
    }
  } else if (percentile === undefined) {
    throw new UsageError("Say which units: --percentile, such as 0.9, or --soft.");
  }
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
