import type { Network } from "@unitscope/core";
import {
  cropSize,
  type ExcludedValue,
  inputText,
  networkInputFault,
  networkInputText,
  observeInput,
  ownInputShape,
  type Preprocessing,
  type ReadNetwork,
  readNetwork,
  tryNetwork,
} from "@unitscope/core/commandLine";
import { Command } from "commander";
import { openImages } from "../analysis/openImages.js";
import {
  addPreprocessingOption,
  choosePreprocessing,
  type PreprocessingOptions,
} from "../analysis/preprocessing.js";
import { InputArgument } from "../asking/pathOptions.js";
import { UsageError } from "../errors.js";
import { tableLines } from "../table.js";
import type { Terminal } from "../terminal.js";
import { addJsonOption } from "./commonOptions.js";
import { addSkipOption, imagesOption } from "./imageOptions.js";

interface InspectOptions extends PreprocessingOptions {
  readonly images?: string;
  readonly skipBadImages?: boolean;
  readonly all?: boolean;
  readonly json?: boolean;
}

/** Images that are looked at. */
const OBSERVED_IMAGES = 16;

/** `unitscope inspect`: what is in a network and what of it can be analysed. */
export function inspectCommand(terminal: Terminal): Command {
  const command = new Command("inspect")
    .description("Shows a network's checkpoints with their shapes, and what cannot be analysed and why.")
    .addArgument(new InputArgument("<model.onnx>", "the network", "model"))
    .option("--all", "every value, not only the suggested checkpoints")
    .addOption(imagesOption("folder of images: also says what the network will see of them"));
  addSkipOption(command);
  return addJsonOption(addPreprocessingOption(command))
    .addHelpText(
      "after",
      "\nExamples:\n  unitscope inspect model.onnx\n  unitscope inspect model.onnx --json > model.json\n  unitscope inspect model.onnx --images photos --preprocessing torchvision",
    )
    .action(async (file: string, options: InspectOptions) => {
      const read = await readNetwork(file);
      const preprocessing = await preprocessingOf(read, options);
      const model = await tryNetwork(read, preprocessing && cropSize(preprocessing.spec));
      const excluded = model.excluded;
      const input = preprocessing && (await inputOf(terminal, preprocessing, options));
      const text = options.json
        ? JSON.stringify({ ...describe(file, model, excluded), ...input?.json }, null, 2)
        : [...lines(file, model, excluded, options.all ?? false), ...(input?.lines ?? [])].join("\n");
      terminal.stdout.write(`${text}\n`);
    });
}

/** What is asked for; undefined where nothing is and no images are given. */
async function preprocessingOf(
  { summary }: ReadNetwork,
  options: InspectOptions,
): Promise<Preprocessing | undefined> {
  const isGiven = options.preprocessing !== undefined || options.preprocess !== undefined;
  const isOfUse = options.images !== undefined || summary.inputShape.slice(2).some((side) => side < 0);
  if (isGiven && !isOfUse) {
    throw new UsageError("--preprocessing says how images become input: give --images too.");
  }
  return isOfUse ? choosePreprocessing(options, summary) : undefined;
}

/** What the network will see of the first images; undefined without a folder of images. */
async function inputOf(terminal: Terminal, { spec, minMax }: Preprocessing, options: InspectOptions) {
  const { images: folder, skipBadImages } = options;
  if (folder === undefined) return undefined;
  const reading = { segment: null, preprocessing: spec, minMax };
  const images = await openImages(terminal, { images: folder, skipBadImages });
  const networkInput = await observeInput(images, reading, OBSERVED_IMAGES);
  const fault = networkInputFault(networkInput, reading);
  return {
    json: { preprocessing: { ...spec, minMax }, networkInput, networkInputFault: fault },
    lines: [
      "",
      networkInputText(networkInput),
      ...(fault === null ? [] : [`It cannot be analysed: ${fault}`]),
    ],
  };
}

function describe(file: string, model: Network, excluded: readonly ExcludedValue[]) {
  const { summary, checkpoints } = model;
  return {
    file,
    sha256: model.sha256,
    bytes: model.bytes.length,
    dataFiles: model.dataFiles,
    producer: summary.producer,
    opset: summary.opset,
    irVersion: summary.irVersion,
    input: {
      name: summary.inputName,
      shape: summary.inputShape,
      type: summary.inputType,
      layout: summary.inputLayout,
    },
    size: { height: model.size.height, width: model.size.width },
    outputs: summary.outputs.map(({ name, shape, elementType }) => ({
      name,
      shape: shape ?? null,
      type: elementType,
    })),
    operators: countOperators(model),
    oneAtATime: model.oneAtATime,
    checkpoints,
    excluded,
  };
}

function lines(file: string, model: Network, excluded: readonly ExcludedValue[], all: boolean): string[] {
  const { summary, checkpoints } = model;
  const shown = all ? checkpoints : checkpoints.filter((checkpoint) => checkpoint.suggested);
  const operators = Object.entries(countOperators(model)).map(([operator, count]) => `${operator} ${count}`);
  const result = [
    `${file}: opset ${summary.opset}${summary.producer === "" ? "" : `, written by ${summary.producer}`}, ${model.bytes.length} bytes`,
    ...model.dataFiles.map(
      ({ location, tensors }) =>
        `data     ${tensors} ${tensors === 1 ? "tensor" : "tensors"} from ${location}`,
    ),
    `input    ${summary.inputName} ${summary.inputType} ${shapeText(ownInputShape(summary))}`,
    `         takes ${inputText(summary)}`,
    ...summary.outputs.map(
      ({ name, shape, elementType }) => `output   ${name} ${elementType} ${shapeText(shape)}`,
    ),
    `operators  ${operators.join(", ")}`,
    ...(model.oneAtATime === null ? [] : [`images   one at a time: ${model.oneAtATime}`]),
    "",
    `${all ? "Checkpoints (* suggested)" : "Suggested checkpoints"}${sizeNote(model)}`,
    ...tableLines(
      ["name", "shape", "units", "operator", "tensor"],
      shown.map(({ name, shape, units, operator, tensor, suggested }) => [
        all && suggested ? `${name} *` : name,
        shape.join("x"),
        String(units),
        operator,
        tensor,
      ]),
      [2],
    ),
  ];
  const others = checkpoints.length - shown.length;
  if (others > 0) result.push(`and ${others} more values, which --all shows`);
  const noted = checkpoints.flatMap(({ name, operator, note }) =>
    note === null ? [] : [{ name, operator, reason: note }],
  );
  if (noted.length > 0) {
    result.push("", `Never suggested, to be named: ${noted.length} values`, ...linesByReason(noted, all));
  }
  if (excluded.length === 0) return [...result, "", "Every value of the network can be analysed."];
  const values = excluded.map(({ tensor, operator, reason }) => ({ name: tensor, operator, reason }));
  return [...result, "", `Not analysed: ${excluded.length} values`, ...linesByReason(values, all)];
}

/** Of a network that leaves the size open the shapes are those at one. */
function sizeNote({ summary, size }: Network): string {
  if (summary.inputShape.every((axis, i) => i < 2 || axis > 0)) return "";
  return `, shapes for images of ${size.height}x${size.width} (another crop by --preprocessing)`;
}

/** A line for each reason, with the values it is of, or the first of them. */
function linesByReason(
  values: readonly { readonly name: string; readonly operator: string; readonly reason: string }[],
  all: boolean,
): string[] {
  const byReason = new Map<string, string[]>();
  for (const { name, operator, reason } of values) {
    byReason.set(reason, [...(byReason.get(reason) ?? []), `${name} (${operator})`]);
  }
  return [...byReason].map(([reason, names]) => {
    const some = all ? names : names.slice(0, 3);
    const more = names.length > some.length ? ` and ${names.length - some.length} more` : "";
    return `  ${reason}: ${some.join(", ")}${more}`;
  });
}

/** How many nodes there are of each operator, the most frequent first. */
function countOperators({ original }: Network): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { operator, domain } of original.graph.nodes) {
    const name = domain === "" ? operator : `${domain}.${operator}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort((a, b) => b[1] - a[1]));
}

function shapeText(shape: readonly number[] | undefined): string {
  return shape === undefined
    ? "of unknown shape"
    : `[${shape.map((axis) => (axis < 0 ? "?" : axis)).join(",")}]`;
}
