import { type Command, Option } from "commander";
import { InputArgument, InputOption, OutputOption, type OutputPath } from "../asking/pathOptions.js";
import { nameList, wholeNumber } from "./options.js";

/** The run that a command reads. */
export const runArgument = (): InputArgument => new InputArgument("<run.h5>", "what analyze wrote", "run");

/** The network that a command reads. */
export const modelOption = (): Option =>
  new InputOption("--model <model.onnx>", "the network", { what: "model" }).makeOptionMandatory();

/** Which checkpoints. */
export const checkpointsOption = (byDefault: string): Option =>
  new Option("--checkpoints <names>", `only these (default: ${byDefault})`).argParser(nameList);

/** Which measure. */
export const measureOption = (what: string): Option =>
  new Option("--measure <measure>", `${what}: ST, S1, SHAPLEY, CONTRAST or CONTRAST_RANK`);

/** A seed of what is drawn at random. */
export const seedOption = (of: string): Option =>
  new Option("--seed <n>", `seed of ${of}`).argParser(wholeNumber(0)).default(0);

/** How a result is written. */
interface ResultOptions {
  /** Flags and description of --out. */
  readonly out: readonly [flags: string, description: string];
  readonly output?: Partial<OutputPath>;
  /** @default true */
  readonly isOutMandatory?: boolean;
}

/** What ends the options of a command that writes a result: where to, and how it is told. */
export function addResultOptions(
  command: Command,
  { out: [flags, description], output, isOutMandatory = true }: ResultOptions,
): Command {
  return addJsonOption(
    command
      .optionsGroup("Result:")
      .addOption(new OutputOption(flags, description, output).makeOptionMandatory(isOutMandatory))
      .option("--mkdir", "make the folder that --out lies in")
      .option("--overwrite", "replace what --out names"),
  );
}

/** The result and errors for programs. */
export function addJsonOption(command: Command): Command {
  return command.optionsGroup("Result:").option("--json", "the result as JSON on stdout, errors too");
}
