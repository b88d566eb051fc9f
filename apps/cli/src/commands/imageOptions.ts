import type { Command, Option } from "commander";
import { InputOption } from "../asking/pathOptions.js";

/** Options of every command that reads a folder of images. */
export interface ImageOptions {
  readonly images: string;
  readonly skipBadImages?: boolean;
}

/** Adds the folder of images to a command. */
export function addImageOptions(command: Command, description: string): Command {
  return addSkipOption(command.addOption(imagesOption(description).makeOptionMandatory()));
}

/** The folder of images. */
export function imagesOption(description: string): Option {
  return new InputOption("--images <dir>", description, { what: "folder of images", kind: "folder" });
}

/** Adds what is done with bad images. */
export function addSkipOption(command: Command): Command {
  return command.option(
    "--skip-bad-images",
    "leave images out that cannot be read, and record which; without it they are all named and nothing is run",
  );
}
