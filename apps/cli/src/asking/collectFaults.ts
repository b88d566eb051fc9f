import { mkdirSync } from "node:fs";
import path from "node:path";
import { guessText, reasonOf } from "@unitscope/core/commandLine";
import { type Argument, type Command, InvalidArgumentError, type Option } from "commander";
import { UsageError } from "../errors.js";
import { checkFaults } from "./checks.js";
import { inputFault, outputFault } from "./pathFaults.js";
import { InputArgument, InputOption, OutputOption } from "./pathOptions.js";

/**
 * Lets a command find everything that is wrong with how it is asked before it begins: unknown options, missing and
 * impossible values, files that are not there, results that cannot be written where they should. All of it is thrown at
 * once as a UsageError, where commander ends at the first.
 */
export function collectFaults(command: Command): void {
  const faults: string[] = [];
  command.error = ((message: string) => {
    faults.push(sentence(message.replace(/^error: /, "")));
  }) as Command["error"];
  for (const option of command.options) readSafely(option, command, faults);
  for (const argument of command.registeredArguments) readArgumentSafely(argument, faults);
  command
    .allowUnknownOption()
    .allowExcessArguments()
    .hook("preAction", () => {
      const strays = command.args.filter((arg) => /^-./.test(arg) && Number.isNaN(Number(arg)));
      // What follows an unknown option may be its value: nothing is said of how many arguments there are.
      if (strays.length > 0) faults.push(...strays.map((flag) => unknownFault(flag, command)));
      else faults.push(...excessFaults(command));
      // A value that cannot be read would be told of twice.
      if (faults.length === 0) faults.push(...checkFaults(command));
      const isAnsweredByHelp = faults.length > 0;
      if (strays.length === 0) faults.push(...pathFaults(command));
      if (faults.length > 0) throw new UsageError(faults, isAnsweredByHelp);
      makeFolders(command);
    });
}

/** Wraps how an option's value is read, so that a fault is kept and reading goes on. */
function readSafely(option: Option, command: Command, faults: string[]): void {
  const { parseArg, argChoices } = option;
  if (option.isBoolean() || option.variadic) return;
  option.parseArg = <T>(text: string, before: T): T => {
    const refuse = (reason: string): T => {
      faults.push(`${option.long} ${reason}`);
      // Something, so that it is not said to be missing as well.
      return text as T;
    };
    // Commander tells of a value that is missing at the end.
    if (text === undefined) return text as T;
    const follower = command.options.find(({ long }) => long === text);
    if (follower !== undefined) return refuse(`has no value: ${text} follows it.`);
    if (argChoices !== undefined && !argChoices.includes(text)) return refuse(choiceFault(text, argChoices));
    if (parseArg === undefined) return text as T;
    try {
      return parseArg(text, before) as T;
    } catch (error) {
      if (!(error instanceof InvalidArgumentError || error instanceof UsageError)) throw error;
      return refuse(`is "${text}". ${reasonOf(error)}`);
    }
  };
}

function readArgumentSafely(argument: Argument, faults: string[]): void {
  const { argChoices } = argument;
  if (argChoices === undefined) return;
  argument.argParser((text: string) => {
    if (!argChoices.includes(text)) faults.push(`<${argument.name()}> ${choiceFault(text, argChoices)}`);
    return text;
  });
}

function choiceFault(text: string, choices: readonly string[]): string {
  return `is "${text}". It must be one of ${choices.join(", ")}.${guessText(text, choices)}`;
}

function unknownFault(flag: string, command: Command): string {
  const [name = flag] = flag.split("=");
  const known = command.options.flatMap(({ long, hidden }) => (long == null || hidden ? [] : [long]));
  return `There is no option ${name}.${guessText(name, [...known, "--help"])}`;
}

function excessFaults({ args, registeredArguments }: Command): string[] {
  const most = registeredArguments.length;
  if (args.length <= most) return [];
  const takes = most === 0 ? "no arguments" : registeredArguments.map((a) => `<${a.name()}>`).join(" ");
  const strays = args.slice(most).map((arg) => `"${arg}"`);
  return [`${strays.join(", ")} is too much: the command takes ${takes}.`];
}

function pathFaults(command: Command): string[] {
  const values = command.opts<Record<string, unknown>>();
  const isOverwriting = values["overwrite"] === true;
  const isMaking = values["mkdir"] === true;
  const ofArguments = command.registeredArguments.flatMap((argument, i) => {
    const value = command.args[i];
    if (!(argument instanceof InputArgument) || value === undefined) return [];
    return inputFault(value, argument.input) ?? [];
  });
  const ofOptions = command.options.flatMap((option) => {
    const value = values[option.attributeName()];
    const texts = (Array.isArray(value) ? value : [value]).filter((text) => typeof text === "string");
    if (option instanceof InputOption) {
      return texts.flatMap((text) => {
        const file = option.input.pathIn(text);
        return file === undefined ? [] : (inputFault(file, option.input) ?? []);
      });
    }
    if (!(option instanceof OutputOption)) return [];
    const asked = { flag: option.long ?? option.flags, isOverwriting, isMaking };
    return texts.flatMap((text) => outputFault(text, option.output, asked) ?? []);
  });
  return [...ofArguments, ...ofOptions];
}

/** Makes the folders that results lie in, where that is asked for. */
function makeFolders(command: Command): void {
  const values = command.opts<Record<string, unknown>>();
  if (values["mkdir"] !== true) return;
  for (const option of command.options) {
    const file = values[option.attributeName()];
    if (option instanceof OutputOption && typeof file === "string") {
      mkdirSync(path.dirname(file), { recursive: true });
    }
  }
}

/** Commander's words as a sentence. */
function sentence(text: string): string {
  const [, first = "", rest = ""] = /^(.)([\s\S]*)$/.exec(text) ?? [];
  return `${first.toUpperCase()}${rest}${/[.?)]$/.test(rest) ? "" : "."}`;
}
