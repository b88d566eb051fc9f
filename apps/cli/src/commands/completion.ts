import { Argument, Command } from "commander";
import { bashCompletion } from "../completion/bash.js";
import { type CompletedCommand, completedCommands } from "../completion/completedCommands.js";
import { fishCompletion } from "../completion/fish.js";
import { zshCompletion } from "../completion/zsh.js";
import type { Terminal } from "../terminal.js";

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const satisfies Record<
  string,
  (commands: readonly CompletedCommand[]) => string
>;

const HELP = `
The shell then completes commands, options, their values and files.

Examples:
  source <(unitscope completion bash)
  unitscope completion zsh > ~/.zsh/completions/_unitscope
  unitscope completion fish > ~/.config/fish/completions/unitscope.fish`;

/** `unitscope completion`: a script that lets a shell complete the command line. */
export function completionCommand(terminal: Terminal): Command {
  const command = new Command("completion")
    .description("Prints a script with which a shell completes unitscope's commands and options.")
    .addArgument(new Argument("<shell>", "the shell").choices(Object.keys(SHELLS)))
    .addHelpText("after", HELP);
  return command.action((shell: keyof typeof SHELLS) => {
    const { parent } = command;
    if (parent !== null) terminal.stdout.write(SHELLS[shell](completedCommands(parent)));
  });
}
