import {
  DEFAULT_HOLD_OUT,
  guessText,
  type ImageMode,
  METHODS,
  type Method,
  missingText,
  type RunRequest,
} from "@unitscope/core/commandLine";
import { type Command, Option } from "commander";
import { addPreprocessingOption, type PreprocessingOptions } from "../analysis/preprocessing.js";
import { addCheck, requireNoFaults } from "../asking/checks.js";
import { addResultOptions, checkpointsOption, modelOption, seedOption } from "./commonOptions.js";
import { addComputeOptions, type ComputeOptions } from "./computeOptions.js";
import { addImageOptions, type ImageOptions } from "./imageOptions.js";
import { finiteNumber, nameList, positiveNumber, wholeNumber } from "./options.js";
import { addSegmentOptions, type SegmentOptions, segmentFaults, segmentRequestOf } from "./segmentOptions.js";

const SETS = { set1: "SET_1", set2: "SET_2", set3: "SET_3" } as const;
/** The engine's methods as people write them: sobol, shapley, shapley-nested. */
const METHOD_NAMES: Readonly<Record<string, Method>> = Object.fromEntries(
  METHODS.map((method) => [nameOf(method), method]),
);
const IMAGE_MODES: Readonly<Record<string, ImageMode>> = {
  class: "WITH_CLASS",
  separate: "SEPARATE",
  redraw: "REDRAW",
};
const PLAYERS = { factors: "FACTORS", columns: "COLUMNS" } as const;
const AUXILIARY = ["permutation", "class", "partition"];

/** Options of `analyze` as commander reads them; undefined where not given. */
export interface AnalyzeOptions extends SegmentOptions, ComputeOptions, PreprocessingOptions, ImageOptions {
  readonly model: string;
  readonly set?: keyof typeof SETS;
  readonly factors?: readonly string[];
  readonly without?: readonly string[];
  readonly method: string;
  readonly baseSamples?: number;
  readonly secondOrder?: boolean;
  readonly permutations?: number;
  readonly outerSamples?: number;
  readonly innerSamples?: number;
  readonly players?: keyof typeof PLAYERS;
  readonly draws?: number;
  readonly checkpoints?: readonly string[];
  readonly softmax?: boolean;
  readonly image?: string;
  readonly switches?: boolean;
  readonly holdOut?: number;
  readonly targetHalfWidth?: number;
  readonly seed: number;
  readonly out: string;
  readonly keepState?: boolean;
  readonly overwrite?: boolean;
  readonly json?: boolean;
}

/** Options that only some methods know. */
const ONLY_FOR: readonly {
  readonly option: keyof AnalyzeOptions;
  readonly flag: string;
  readonly methods: readonly Method[];
  /** What to give in its place, or why it is not there. */
  readonly instead?: string;
}[] = [
  {
    option: "baseSamples",
    flag: "--base-samples",
    methods: ["SOBOL", "SHAPLEY", "VARIANCE", "CONTRAST"],
    instead: "give --permutations, --outer-samples and --inner-samples",
  },
  { option: "secondOrder", flag: "--second-order", methods: ["SOBOL"] },
  { option: "permutations", flag: "--permutations", methods: ["SHAPLEY_NESTED"] },
  { option: "outerSamples", flag: "--outer-samples", methods: ["SHAPLEY_NESTED"] },
  { option: "innerSamples", flag: "--inner-samples", methods: ["SHAPLEY_NESTED"] },
  { option: "players", flag: "--players", methods: ["SHAPLEY_NESTED"] },
  { option: "draws", flag: "--draws", methods: ["CONTRAST"] },
  ...(["without", "image", "switches"] as const).map((option) => ({
    option,
    flag: `--${option}`,
    methods: METHODS.filter((method) => method !== "CONTRAST"),
    instead: "a contrast takes one augmentation at a time, on every image as it is",
  })),
  {
    option: "targetHalfWidth",
    flag: "--target-half-width",
    methods: METHODS.filter((method) => method !== "VARIANCE"),
    instead: "mean and variance have no common scale that a target could be on",
  },
];

/** Adds what `analyze` takes to its command. */
export function addAnalyzeOptions(command: Command): Command {
  command.optionsGroup("What is analysed:").addOption(modelOption());
  const what = addImageOptions(command, "folder of images")
    .addOption(
      new Option("--set <set>", "augmentations of a set of the paper, see below")
        .choices(Object.keys(SETS))
        .conflicts("factors"),
    )
    .option("--factors <keys>", "augmentations by key, such as hue,rolling", nameList)
    .option("--without <keys>", "auxiliary factors to leave out: permutation, class, partition", nameList)
    .addOption(
      new Option(
        "--image <mode>",
        "the image belongs to the class factor, is a factor of its own, or is redrawn in every row (default: class)",
      ).choices(Object.keys(IMAGE_MODES)),
    )
    .option("--switches", "each augmentation is on with probability 1/2")
    .option(
      "--hold-out <share>",
      `share of every class's images left aside, to test masks with (default: ${DEFAULT_HOLD_OUT})`,
      finiteNumber,
    );
  addPreprocessingOption(what)
    .addOption(checkpointsOption("the suggested ones of inspect"))
    .option("--softmax", "read class probabilities in place of the network's last value");
  const how = addSegmentOptions(what)
    .optionsGroup("How:")
    .addOption(
      new Option("--method <method>", "what is estimated, see below")
        .choices(Object.keys(METHOD_NAMES))
        .makeOptionMandatory(),
    )
    .option("--base-samples <n>", "base samples N, best a power of two (default: 1024)", wholeNumber(2))
    .option(
      "--target-half-width <x>",
      "stop once 95 % of the half widths are below this (default: all base samples are evaluated)",
      positiveNumber,
    )
    .addOption(seedOption("the design"));
  addComputeOptions(how)
    .optionsGroup("Of single methods:")
    .option("--second-order", "sobol: also S2 of every pair of factors")
    .option("--permutations <n>", "shapley-nested: random orders (default: 64)", wholeNumber(2))
    .option("--outer-samples <n>", "shapley-nested: outer samples (default: 4)", wholeNumber(1))
    .option("--inner-samples <n>", "shapley-nested: inner samples (default: 4)", wholeNumber(2))
    .addOption(
      new Option(
        "--players <players>",
        "shapley-nested: effects of factors, or of single columns, added up by factor (default: factors)",
      ).choices(Object.keys(PLAYERS)),
    )
    .option(
      "--draws <n>",
      "contrast: draws of an augmentation's parameters for each image (default: 3)",
      wholeNumber(1),
    )
    .optionsGroup("Result:")
    .option("--keep-state", "keep the state of the finished run, to extend it later");
  addCheck(command, checkAnalyzeOptions);
  return addResultOptions(command, {
    out: ["--out <run.h5>", "index maps; the state of an unfinished run is kept as <run.h5>.state"],
  });
}

/** @throws {UsageError} when options are missing or do not go together. */
function checkAnalyzeOptions(options: AnalyzeOptions): void {
  const { set, factors, without = [] } = options;
  const method = METHOD_NAMES[options.method] as Method;
  const faults: string[] = [];
  if (set === undefined && factors === undefined) {
    faults.push("Say which augmentations act: --set set1, set2 or set3, or --factors with their keys.");
  }
  for (const { option, flag, methods, instead } of ONLY_FOR) {
    if (options[option] === undefined || methods.includes(method)) continue;
    faults.push(
      instead === undefined
        ? `${flag} belongs to --method ${methods.map(nameOf).join(", ")}.`
        : `${flag} does not go with --method ${options.method}; ${instead}.`,
    );
  }
  const strays = without.filter((key) => !AUXILIARY.includes(key));
  if (strays.length > 0) {
    const guess = guessText(strays, AUXILIARY);
    faults.push(`--without names ${missingText(strays)}; it takes ${AUXILIARY.join(", ")}.${guess}`);
  }
  requireNoFaults([...faults, ...segmentFaults(options)]);
}

/** What the options ask the engine for. */
export function runRequestOf(options: AnalyzeOptions): RunRequest {
  const { set, factors, without = [], image, players } = options;
  const method = METHOD_NAMES[options.method] as Method;
  return {
    method,
    augmentationSet: set === undefined ? null : SETS[set],
    factors: factors ?? null,
    includePermutation: !without.includes("permutation"),
    includeClass: !without.includes("class"),
    includePartition: !without.includes("partition"),
    useSwitches: options.switches ?? false,
    image: image === undefined ? null : (IMAGE_MODES[image] ?? null),
    checkpoints: options.checkpoints ?? null,
    baseSamples: options.baseSamples ?? null,
    secondOrder: options.secondOrder ?? false,
    permutations: options.permutations ?? null,
    outerSamples: options.outerSamples ?? null,
    innerSamples: options.innerSamples ?? null,
    players: players === undefined ? null : PLAYERS[players],
    draws: options.draws ?? null,
    softmax: options.softmax ?? false,
    segment: segmentRequestOf(options),
    holdOut: options.holdOut ?? null,
    seed: options.seed,
    targetHalfWidth: options.targetHalfWidth ?? null,
  };
}

/** A method as people write it. */
function nameOf(method: Method): string {
  return method.toLowerCase().replaceAll("_", "-");
}
