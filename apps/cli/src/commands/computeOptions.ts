import { defaultThreads, EXECUTION_PROVIDERS, type ExecutionProvider } from "@unitscope/core/commandLine";
import { type Command, Option } from "commander";
import { wholeNumber } from "./options.js";

/** Options of every command that evaluates a network. */
export interface ComputeOptions {
  readonly threads: number;
  readonly provider: ExecutionProvider;
}

/** Adds what computes to a command. */
export function addComputeOptions(command: Command): Command {
  return command
    .option(
      "--threads <n>",
      "worker threads; the numbers do not depend on it",
      wholeNumber(1),
      defaultThreads(),
    )
    .addOption(
      new Option("--provider <name>", "what ONNX Runtime computes on; the CPU where it cannot be used")
        .choices(EXECUTION_PROVIDERS)
        .default("cpu"),
    );
}
