import type { DesignMethod, DesignOptions } from "@unitscope/core/design/designOptions";
import { type Command, InvalidArgumentError, Option } from "commander";
import { UsageError } from "../errors.js";
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
  return command
    .requiredOption("--problem <problem.json>", "names, bounds and groups of the inputs, as SALib's")
    .addOption(
      new Option("--method <method>", "sobol: S1, ST, S2; shapley: Shapley effects by random orders")
        .choices(["sobol", "shapley"])
        .makeOptionMandatory(),
    )
    .requiredOption("--n <n>", "base samples; best a power of two", wholeNumber(2))
    .option("--second-order", "sobol: also the rows that S2 needs")
    .option("--unscrambled", "sobol: the plain Sobol' points, as SALib's; default are scrambled blocks")
    .option("--seed <seed>", "seed of the scrambles and orders", wholeNumber(0), 0)
    .option(
      "--block-size <n>",
      "base samples in an independently scrambled block (default: 16, fewer when --n is small)",
      powerOfTwo,
    );
}

/**
 * The options as the designs take them.
 *
 * @throws {UsageError} when two of them exclude each other.
 */
export function designOptionsOf(options: SharedDesignOptions): DesignOptions {
  const { method, n, seed, blockSize, secondOrder = false, unscrambled = false } = options;
  if (method === "shapley" && secondOrder) throw new UsageError("--second-order belongs to --method sobol.");
  if (method === "shapley" && unscrambled) throw new UsageError("--unscrambled belongs to --method sobol.");
  if (unscrambled && blockSize !== undefined) {
    throw new UsageError(
      "--block-size belongs to scrambled points; leave out --unscrambled or --block-size.",
    );
  }
  return { n, seed, unscrambled, blockSize };
}

function powerOfTwo(text: string): number {
  const value = wholeNumber(1)(text);
  if (!Number.isInteger(Math.log2(value)))
    throw new InvalidArgumentError("It must be a power of two, such as 16.");
  return value;
}
