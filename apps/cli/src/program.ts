import { ENGINE_VERSION } from "@unitscope/core/commandLine";
import { Command } from "commander";
import { collectFaults } from "./asking/collectFaults.js";
import { activationsCommand } from "./commands/activations.js";
import { analyzeCommand } from "./commands/analyze.js";
import { augmentCommand } from "./commands/augment.js";
import { completionCommand } from "./commands/completion.js";
import { estimateCommand } from "./commands/estimate.js";
import { evaluateCommand } from "./commands/evaluate.js";
import { exportCommand } from "./commands/export.js";
import { inspectCommand } from "./commands/inspect.js";
import { maskCommand } from "./commands/mask.js";
import { reportCommand } from "./commands/report.js";
import { sampleCommand } from "./commands/sample.js";
import { singleClassCommand } from "./commands/singleClass.js";
import { studyCommand } from "./commands/study.js";
import { UsageError } from "./errors.js";
import type { Terminal } from "./terminal.js";

const COMMANDS = [
  inspectCommand,
  analyzeCommand,
  sampleCommand,
  estimateCommand,
  augmentCommand,
  activationsCommand,
  exportCommand,
  reportCommand,
  maskCommand,
  evaluateCommand,
  studyCommand,
  singleClassCommand,
  completionCommand,
];

/** The command line with all its commands, for one call: commander keeps what it was given. */
export function unitscopeProgram(terminal: Terminal): Command {
  const program = new Command("unitscope")
    .description(
      "Tells which units of a convolutional network react to which change of the image, and how sure that is.",
    )
    .version(ENGINE_VERSION, "-V, --version", "print the version")
    .helpCommand(false)
    .addHelpText("after", HELP);
  for (const make of COMMANDS) program.addCommand(make(terminal));
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .helpOption("-h, --help", "print this help")
      .configureOutput({
        writeOut: (text) => terminal.stdout.write(text),
        writeErr: (text) => terminal.stderr.write(text),
      });
  }
  program.error = ((message: string) => {
    throw new UsageError(message.replace(/^error: /, ""));
  }) as Command["error"];
  program.commands.forEach(collectFaults);
  return program;
}

const HELP = `
Examples:
  unitscope inspect model.onnx
  unitscope analyze --model model.onnx --images photos --set set1 --method sobol --base-samples 1024 --out run.h5
  unitscope export run.h5 --format parquet --out tables

What masks of the sensitive units do:
  unitscope mask run.h5 --measure ST --factor hue --percentile 0.9 --out hue
  unitscope evaluate run.h5 --mask hue --model model.onnx --images photos --labels labels.txt --out evaluation.json

The three steps apart, for networks that are evaluated elsewhere:
  unitscope sample --problem problem.json --method sobol --n 1024 --out rows.csv
  unitscope estimate --problem problem.json --method sobol --n 1024 --evaluations Y.npy --out indices.json

With --json results and errors are JSON on stdout.
Exit codes: 0 done; 1 failed; 2 asked for wrongly, a missing file included; 130 stopped.
`;
