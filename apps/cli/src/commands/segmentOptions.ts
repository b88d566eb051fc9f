import type { SegmentRequest } from "@unitscope/core/commandLine";
import { type Command, InvalidArgumentError, Option } from "commander";

/** What `--feed` takes. */
const FEEDS: Readonly<Record<string, SegmentRequest["channel"]>> = { hue: "H", saturation: "S", value: "V" };
/** Stands for the network's input in `--segment`. */
const INPUT = "input";

/** Options of a segment as commander reads them; undefined where not given. */
export interface SegmentOptions {
  readonly segment?: Pick<SegmentRequest, "from" | "to">;
  readonly feed?: string;
}

/** Adds what says which piece of the network is analysed. */
export function addSegmentOptions(command: Command): Command {
  return command
    .option(
      "--segment <from..to>",
      "a piece of the network alone: layer1..layer2, input..layer1; needs --feed",
      segmentEnds,
    )
    .addOption(
      new Option(
        "--feed <what>",
        "what of the image goes into the segment, copied to all its channels",
      ).choices(Object.keys(FEEDS)),
    );
}

/** What is wrong when one of the two options is given without the other. */
export function segmentFaults({ segment, feed }: SegmentOptions): string[] {
  if (segment !== undefined && feed === undefined) {
    return [`Say what goes into the segment: --feed ${Object.keys(FEEDS).join(", ")}.`];
  }
  if (segment === undefined && feed !== undefined) {
    return ["--feed goes into a segment; say which, such as --segment layer1..layer2."];
  }
  return [];
}

/** The segment that is asked for; null for the whole network. */
export function segmentRequestOf({ segment, feed }: SegmentOptions): SegmentRequest | null {
  const channel = FEEDS[feed ?? ""];
  return segment === undefined || channel === undefined ? null : { ...segment, channel };
}

function segmentEnds(text: string): Pick<SegmentRequest, "from" | "to"> {
  const [from, to, ...others] = text.split("..").map((name) => name.trim());
  if (!from || !to || others.length > 0) {
    throw new InvalidArgumentError(
      "It must be two checkpoints with .. between them, such as layer1..layer2, or input..layer1.",
    );
  }
  return { from: from === INPUT ? null : from, to };
}
