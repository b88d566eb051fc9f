import { printable, reasonOf } from "@unitscope/core/commandLine";
import { CommanderError } from "commander";
import { errorJson } from "./errorJson.js";
import { UsageError } from "./errors.js";
import { type ExitCode, exitCodeOf } from "./exitCode.js";
import { unitscopeProgram } from "./program.js";
import type { Terminal } from "./terminal.js";

/**
 * Runs the command line.
 *
 * @param args without the names of program and script
 * @returns the exit code; nothing is thrown. Errors are written to stderr, with --json to stdout as well, as JSON.
 */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const program = unitscopeProgram(terminal);
  try {
    await program.parseAsync([...args], { from: "user" });
    return 0;
  } catch (error) {
    // Help or version, already written; help that nobody asked for answers a call without a command.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    terminal.stderr.write(`unitscope: ${printable(reasonOf(error))}\n`);
    if (error instanceof UsageError && error.isAnsweredByHelp) {
      const command = program.commands.find((candidate) => candidate.name() === args[0]);
      terminal.stderr.write(
        `Try \`unitscope${command === undefined ? "" : ` ${command.name()}`} --help\`.\n`,
      );
    }
    if (args.includes("--json")) terminal.stdout.write(`${errorJson(error)}\n`);
    return exitCodeOf(error);
  }
}
