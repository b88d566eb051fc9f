import type { TestRequest } from "@unitscope/core/commandLine";
import type { Command } from "commander";
import { InputOption } from "../asking/pathOptions.js";
import type { TestFiles } from "../masking/testOffer.js";
import { modelOption, seedOption } from "./commonOptions.js";
import { addComputeOptions, type ComputeOptions } from "./computeOptions.js";
import { addImageOptions } from "./imageOptions.js";
import { wholeNumber } from "./options.js";

/** Options that `evaluate` and `study` share: what is tested on, and how. */
export interface TestOptions extends TestFiles, ComputeOptions {
  readonly partition?: string;
  readonly useSeenImages?: boolean;
  readonly samples?: number;
  readonly draws?: number;
  readonly randomControls?: number;
  readonly seed: number;
}

/** Adds the shared options to a command. */
export function addTestOptions(command: Command, samples: number): Command {
  command.optionsGroup("What it is tested on:").addOption(modelOption());
  addImageOptions(command, "folder of images: the run's, or others")
    .addOption(
      new InputOption(
        "--labels <labels.txt>",
        "the network's classes: a line each, JSON, CSV or synset_words.txt (default: the folders' names in order)",
        { what: "list of labels" },
      ),
    )
    .option("--output <checkpoint>", "what holds the answers, one number a class (default: the last value)")
    .option("--partition <name>", "only images of this partition (default: all)")
    .option("--use-seen-images", "also the images that the run's index maps come from")
    .option("--samples <n>", `images, balanced over classes (default: ${samples})`, wholeNumber(1))
    .optionsGroup("How:")
    .option(
      "--draws <n>",
      "draws of an augmentation's parameters for each image (default: 1)",
      wholeNumber(1),
    )
    .option(
      "--random-controls <n>",
      "random masks of the same size to compare with (default: 5)",
      wholeNumber(1),
    );
  command.addOption(seedOption("images, draws, random masks and ties"));
  return addComputeOptions(command);
}

/** The shared options as the engine takes them. */
export function testRequestOf(options: TestOptions): TestRequest {
  const { output, partition, useSeenImages, samples, draws, randomControls, seed } = options;
  return { output, partition, useSeenImages, samples, draws, randomControls, seed };
}
