import type { Command, Option } from "commander";
import { InputArgument, InputOption, OutputOption } from "../asking/pathOptions.js";

/** What may stand after an option: one of some words, a file, a folder, something else, or nothing for a switch. */
export type CompletedValue = "none" | "file" | "folder" | "other" | readonly string[];

export interface CompletedOption {
  /** With its dashes. */
  readonly flag: string;
  readonly description: string;
  readonly value: CompletedValue;
}

/** What a shell offers of one command. */
export interface CompletedCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  /** Words that its arguments take. */
  readonly words: readonly string[];
  readonly takesFiles: boolean;
}

/** What a shell offers, from the definitions of the commands themselves. */
export function completedCommands(program: Command): CompletedCommand[] {
  return program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    options: [
      ...command.options.filter(({ hidden, long }) => !hidden && long != null).map(completedOption),
      { flag: "--help", description: "print this help", value: "none" },
    ],
    words: command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
    takesFiles: command.registeredArguments.some((argument) => argument instanceof InputArgument),
  }));
}

function completedOption(option: Option): CompletedOption {
  return { flag: option.long ?? option.flags, description: option.description, value: valueAfter(option) };
}

function valueAfter(option: Option): CompletedValue {
  if (option.isBoolean()) return "none";
  if (option.argChoices !== undefined) return option.argChoices;
  if (option instanceof InputOption) return option.input.kind;
  if (option instanceof OutputOption) return option.output.kind;
  return "other";
}
