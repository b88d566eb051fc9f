import type { DesignMethod, DesignOptions } from "@unitscope/core/commandLine";
import { type Command, InvalidArgumentError, Option } from "commander";
import { addCheck, requireNoFaults } from "../asking/checks.js";
import { InputOption } from "../asking/pathOptions.js";
import { seedOption } from "./commonOptions.js";
import { wholeNumber } from "./options.js";

/** Options that `sample` and `estimate` share: together they say which rows the design has. */
export interface SharedDesignOptions {
  readonly problem: string;
  readonly method: DesignMethod;
  readonly n: number;
  readonly secondOrder?: boolean;
  readonly unscrambled?: boolean;
  readonly seed: number;
  readonly blockSize?: number;
}

/** Adds the shared options to a command. */
export function addDesignOptions(command: Command): Command {
  return addCheck(command, checkDesignOptions)
    .addOption(
      new InputOption("--problem <problem.json>", "names, bounds and groups of the inputs, as SALib's", {
        what: "problem",
      }).makeOptionMandatory(),
    )
    .addOption(
      new Option("--method <method>", "sobol: S1, ST, S2; shapley: Shapley effects by random orders")
        .choices(["sobol", "shapley"])
        .makeOptionMandatory(),
    )
    .requiredOption("--n <n>", "base samples, best a power of two", wholeNumber(2))
    .option("--second-order", "sobol: also S2 of every pair of factors")
    .option("--unscrambled", "sobol: the plain Sobol' points, as SALib's (default: scrambled blocks)")
    .addOption(seedOption("the scrambles and orders"))
    .option(
      "--block-size <n>",
      "base samples in an independently scrambled block (default: 16, fewer when --n is small)",
      powerOfTwo,
    );
}

/** @throws {UsageError} when options exclude each other. */
function checkDesignOptions(options: SharedDesignOptions): void {
  const { method, blockSize, secondOrder = false, unscrambled = false } = options;
  const faults: string[] = [];
  if (method === "shapley" && secondOrder) faults.push("--second-order belongs to --method sobol.");
  if (method === "shapley" && unscrambled) faults.push("--unscrambled belongs to --method sobol.");
  if (unscrambled && blockSize !== undefined) {
    faults.push("--block-size belongs to scrambled points; leave out --unscrambled or --block-size.");
  }
  requireNoFaults(faults);
}

/** The options as the designs take them. */
export function designOptionsOf(options: SharedDesignOptions): DesignOptions {
  const { n, seed, blockSize, unscrambled = false } = options;
  return { n, seed, unscrambled, blockSize };
}

function powerOfTwo(text: string): number {
  const value = wholeNumber(1)(text);
  if (!Number.isInteger(Math.log2(value)))
    throw new InvalidArgumentError("It must be a power of two, such as 16.");
  return value;
}
