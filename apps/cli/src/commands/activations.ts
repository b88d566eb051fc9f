import {
  type Checkpoint,
  findCheckpoint,
  givenInputs,
  NpyReader,
  type ReadNetwork,
  readNetwork,
  tryNetwork,
} from "@unitscope/core/commandLine";
import { Command } from "commander";
import { tellBatching } from "../analysis/modelFile.js";
import { parseMaskArgument, writeActivations } from "../analysis/writeActivations.js";
import { InputOption } from "../asking/pathOptions.js";
import { UsageError } from "../errors.js";
import type { Terminal } from "../terminal.js";
import { addResultOptions, modelOption } from "./commonOptions.js";

interface ActivationsOptions {
  readonly model: string;
  readonly input: string;
  readonly checkpoint: string;
  readonly mask?: readonly string[];
  readonly out: string;
  readonly json?: boolean;
}

const HELP = `
The input goes into the network as it is, channels first or last as the network has them: resize and normalise it yourself.
A network that takes uint8 is given the numbers rounded to whole levels of 0 to 255. A mask has the checkpoint's shape, [C,H,W]
or [C]; the activations are multiplied by it before anything reads them.

Examples:
  unitscope activations --model model.onnx --input x.npy --checkpoint layer1 --out y.npy
  unitscope activations --model model.onnx --input x.npy --checkpoint fc --mask layer1=a.npy --mask layer2=b.npy --out y.npy`;

/** `unitscope activations`: what a checkpoint gives for inputs, with or without masks. */
export function activationsCommand(terminal: Terminal): Command {
  const command = new Command("activations")
    .description("Writes the activations of one checkpoint for given network inputs.")
    .addOption(modelOption())
    .addOption(
      new InputOption(
        "--input <x.npy>",
        "network inputs [N,3,H,W] in its own order of axes, float32 or float64",
        {
          what: "input",
        },
      ).makeOptionMandatory(),
    )
    .requiredOption("--checkpoint <name>", "name or tensor name, as inspect shows them")
    .addOption(
      new InputOption(
        "--mask <checkpoint=mask.npy>",
        "multiply this checkpoint's activations; may be given several times (default: none)",
        { what: "mask", pathIn: (text) => parseMaskArgument(text).file },
      ).argParser((text: string, before: readonly string[] = []) => {
        parseMaskArgument(text);
        return [...before, text];
      }),
    );
  return addResultOptions(command, {
    out: ["--out <y.npy>", "activations [N,C,H,W] or [N,C], float32"],
    output: { isRefusedWhenThere: true },
  })
    .addHelpText("after", HELP)
    .action(async (options: ActivationsOptions) => {
      const { out } = options;
      const read = await readNetwork(options.model);
      const input = await NpyReader.open(options.input, "input");
      const { checkpoint, masked, shape } = await writeFor(terminal, read, input, options).finally(() =>
        input.close(),
      );
      const { name, tensor } = checkpoint;
      terminal.stdout.write(
        options.json
          ? `${JSON.stringify({ out, checkpoint: name, tensor, shape, masked })}\n`
          : `${out}: ${name} [${shape.join(",")}]${masked.length > 0 ? `, masked at ${masked.join(", ")}` : ""}\n`,
      );
    });
}

async function writeFor(
  terminal: Terminal,
  read: ReadNetwork,
  input: NpyReader,
  options: ActivationsOptions,
): Promise<{ checkpoint: Checkpoint; masked: readonly string[]; shape: readonly number[] }> {
  const pairs = (options.mask ?? []).map(parseMaskArgument);
  const isOpen = read.summary.inputShape.slice(2).some((side) => side < 0);
  const model = await tryNetwork(read, isOpen ? givenInputs(input, read.summary).size : undefined);
  tellBatching(terminal, model);
  const checkpoint = findCheckpoint(model, options.checkpoint);
  const masks = pairs.map(({ name, file }) => ({ checkpoint: findCheckpoint(model, name), file }));
  const repeated = masks.find((mask, i) => masks.findIndex((m) => m.checkpoint === mask.checkpoint) !== i);
  if (repeated !== undefined) throw new UsageError(`--mask names ${repeated.checkpoint.name} twice.`);
  const inputs = givenInputs(input, read.summary);
  const shape = await writeActivations(options.out, model, inputs, checkpoint, masks);
  return { checkpoint, masked: masks.map((mask) => mask.checkpoint.name), shape };
}
