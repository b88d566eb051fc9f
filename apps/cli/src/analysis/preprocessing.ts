import {
  BYTES_PRESET,
  completePreprocessing,
  DEFAULT_PRESET,
  type InputForm,
  PRESET_NAMES,
  type Preprocessing,
  readPreprocessing,
  readText,
} from "@unitscope/core/commandLine";
import { type Command, Option } from "commander";
import { InputOption } from "../asking/pathOptions.js";

/** The option as commander reads it, under its name and the one it had before. */
export interface PreprocessingOptions {
  readonly preprocessing?: string;
  readonly preprocess?: string;
}

/** Adds `--preprocessing` to a command. */
export function addPreprocessingOption(command: Command): Command {
  return command
    .addOption(
      new InputOption(
        "--preprocessing <preset|json>",
        `${PRESET_NAMES.join(", ")}, JSON or a .json file (default: ${DEFAULT_PRESET}; ${BYTES_PRESET} for a network that takes uint8)`,
        { what: "preprocessing", pathIn: (text) => (text.endsWith(".json") ? text : undefined) },
      ),
    )
    .addOption(new Option("--preprocess <preset|json>").conflicts("preprocessing").hideHelp());
}

/**
 * The preprocessing that is asked for: a preset's name, JSON, or the name of a file with JSON.
 *
 * @param input of the network
 * @throws {FileError} when the file cannot be read.
 * @throws {RunSpecError} naming every part at fault, also when the network cannot take the result.
 */
export async function choosePreprocessing(
  { preprocessing, preprocess }: PreprocessingOptions,
  input: InputForm,
): Promise<Preprocessing> {
  const given = preprocessing ?? preprocess;
  if (given === undefined) return completePreprocessing({}, input);
  const isFile = given.endsWith(".json");
  return readPreprocessing(isFile ? await readText(given, "preprocessing") : given, input);
}
