import { writeFile } from "node:fs/promises";
import { CoreError } from "@unitscope/core";
import {
  applyChain,
  completePreprocessing,
  cropSize,
  decodeImage,
  encodePng,
  FORMAT_NAMES,
  isInlineChain,
  prepareImage,
  readBytes,
  readChain,
  toFloatImage,
  writeNpy,
  writeWhole,
} from "@unitscope/core/commandLine";
import { Command } from "commander";
import { addCheck } from "../asking/checks.js";
import { InputOption } from "../asking/pathOptions.js";
import { UsageError } from "../errors.js";
import type { Terminal } from "../terminal.js";
import { addResultOptions } from "./commonOptions.js";

interface AugmentOptions {
  readonly image: string;
  readonly chain: string;
  readonly out: string;
  readonly size?: string;
  readonly json?: boolean;
}

const HELP = `
The chain is a list in the order in which the augmentations act:
  [{"augmentation": "hue", "parameters": {"factor": 0.25}},
   {"augmentation": "gaussian_blur", "parameters": {"sigma": 1.2}},
   {"augmentation": "hflip"}]

Examples:
  unitscope augment --image in.png --chain '[{"augmentation": "hflip"}]' --out out.png
  unitscope augment --image photo.jpg --size 224 --chain chain.json --out out.npy`;

/** `unitscope augment`: one image through a chain of augmentations, pixel for pixel as in an analysis. */
export function augmentCommand(terminal: Terminal): Command {
  const command = new Command("augment")
    .description("Applies augmentations to one image, as an analysis does.")
    .addOption(
      new InputOption("--image <file>", `the image: ${FORMAT_NAMES}`, {
        what: "image",
      }).makeOptionMandatory(),
    )
    .addOption(
      new InputOption("--chain <json>", "augmentations and their parameters: JSON, or a file with it", {
        what: "chain",
        pathIn: (text) => (isInlineChain(text) ? undefined : text),
      }).makeOptionMandatory(),
    )
    .option(
      "--size <px|HxW>",
      "first scale to 8/7 of this (256 for 224) and crop the centre to this size, 224 or 240x320 (default: as it is)",
    );
  addCheck(command, ({ out }: AugmentOptions) => {
    if (!/\.(png|npy)$/i.test(out)) throw new UsageError(`--out is "${out}"; it must end in .png or .npy.`);
  });
  return addResultOptions(command, {
    out: ["--out <file>", "out.png, 8-bit; or out.npy, the float32 values [3,H,W] in [0, 1]"],
    output: { isRefusedWhenThere: true },
  })
    .addHelpText("after", HELP)
    .action(async (options: AugmentOptions) => {
      const { image: file, out, size } = options;
      const decoded = await decodeImage(await readBytes(file, "image"), file);
      const pixels = size === undefined ? decoded : framed(decoded, size);
      const image = toFloatImage(pixels.data, pixels.width, pixels.height);
      const steps = await readChain(options.chain, image);
      const result = applyChain(image, steps);
      const { width, height } = result;
      await writeWhole(out, async (temporary) => {
        if (/\.npy$/i.test(out)) await writeNpy(temporary, [3, height, width], result.data);
        else await writeFile(temporary, await encodePng(result));
      });
      const done = steps.map(({ augmentation, parameters }) => ({
        augmentation: augmentation.key,
        changesImage: augmentation.effective(parameters, image) !== null,
      }));
      const idle = done.filter((step) => !step.changesImage).map((step) => step.augmentation);
      terminal.stdout.write(
        options.json
          ? `${JSON.stringify({ out, width, height, steps: done })}\n`
          : `${out}: ${width}x${height}, ${done.length} augmentations${idle.length > 0 ? ` (without effect: ${idle.join(", ")})` : ""}\n`,
      );
    });
}

/** The standard preparation, for a network that takes images of any size. */
function framed(pixels: Parameters<typeof prepareImage>[0], size: string) {
  try {
    const request = { preset: "torchvision", crop: /^\d+$/.test(size) ? Number(size) : size };
    const { spec } = completePreprocessing(request, { inputShape: [-1, 3, -1, -1], inputType: "float32" });
    return { data: prepareImage(pixels, spec), ...cropSize(spec) };
  } catch (error) {
    if (error instanceof CoreError) throw new UsageError(`--size ${size}: ${error.message}`);
    throw error;
  }
}
