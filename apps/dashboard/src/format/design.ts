import type { HsvChannel, Method } from "@/gql/graphql";
import { METHOD_NAMES } from "./methods";
import { factorName } from "./names";
import { formatCount, formatFixed, formatList, MISSING } from "./number";

/** Names of design fields and of what computed the numbers, as people say them. */
const FIELD_NAMES: Readonly<Record<string, string>> = {
  baseSamples: "Base samples N",
  secondOrder: "Second order",
  useSwitches: "Switches",
  minMax: "Min-max before normalisation",
  factors: "Augmentations",
  blockSize: "Base samples a block",
  model: "Network",
  imageCounts: "Images",
  image: "Image",
  nested: "Loops",
  draws: "Draws an image",
  softmax: "Softmax behind",
  segment: "Segment",
  targetHalfWidth: "Stop at half width",
  holdOut: "Share of images left aside",
  engine: "Unitscope engine",
  onnxRuntime: "ONNX Runtime",
  executionProvider: "Execution provider",
  node: "Node.js",
  hosts: "Machines",
  oneAtATime: "One image at a time, since",
};

/** A design field as people say it; "baseSamples" is "Base samples N", an unknown one is split into words. */
export function designName(field: string): string {
  const [first = "", ...inner] = field.split(".");
  if (inner.length > 0)
    return `${designName(first)}, ${inner.map((name) => designName(name).toLowerCase()).join(", ")}`;
  const split = field.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return FIELD_NAMES[field] ?? split.charAt(0).toUpperCase() + split.slice(1);
}

/** What decides which image a row uses, in words. */
export const IMAGE_MODES: Readonly<Record<string, string>> = {
  WITH_CLASS: "belongs to the class factor",
  SEPARATE: "a factor of its own",
  REDRAW: "drawn afresh in every row",
};

const PLAYERS: Readonly<Record<string, string>> = {
  FACTORS: "whole factors",
  COLUMNS: "single parameters",
};

/** One line of the card that says where numbers come from. */
export interface Fact {
  readonly label: string;
  readonly text: string;
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Any value in words: names of things that have one, lists joined, nothing for null. */
function plainText(value: unknown): string {
  if (Array.isArray(value)) return value.map(plainText).filter(Boolean).join(", ");
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return Number.isInteger(value) ? formatCount(value) : String(value);
  if (isFields(value)) {
    if (typeof value["name"] === "string") return value["name"];
    return Object.entries(value)
      .filter(([, part]) => part !== null && part !== undefined)
      .map(([key, part]) => `${designName(key).toLowerCase()} ${plainText(part)}`)
      .join("; ");
  }
  return value === null || value === undefined ? "" : String(value);
}

/** "24 images per class and partition", or the range and the total where the counts differ. */
export function imageCountsText(counts: unknown): string {
  if (!Array.isArray(counts)) return plainText(counts);
  const all = counts.flat().filter((count): count is number => typeof count === "number");
  if (all.length === 0) return "";
  const low = Math.min(...all);
  const high = Math.max(...all);
  const total = all.reduce((sum, count) => sum + count, 0);
  const range = low === high ? formatCount(low) : `${formatCount(low)} to ${formatCount(high)}`;
  const sides = [
    ...(all.length > counts.length ? ["class"] : []),
    ...(counts.length > 1 ? ["partition"] : []),
  ];
  const noun = high === 1 ? "image" : "images";
  if (sides.length === 0) return `${range} ${noun}`;
  return `${range} ${noun} per ${formatList(sides)}, ${formatCount(total)} in all`;
}

function preprocessingText(value: unknown): string {
  if (!isFields(value)) return plainText(value);
  const { resize, crop, mean, std, channelOrder } = value;
  const numbers = (list: unknown) =>
    Array.isArray(list)
      ? list.map((entry) => (typeof entry === "number" ? formatFixed(entry, 3) : "")).join(", ")
      : "";
  const isLuminance = Array.isArray(mean) && mean.length === 1;
  return [
    ...(resize === crop ? [] : [resizeText(resize)]),
    sidesText(crop),
    isLuminance ? "luminance" : String(channelOrder ?? "RGB"),
    `mean ${numbers(mean)}`,
    `sd ${numbers(std)}`,
  ].join("; ");
}

/** "64 × 64 px", height and width where they differ. */
function sidesText(sides: unknown): string {
  if (Array.isArray(sides)) return `${sides.map(plainText).join(" × ")} px (height × width)`;
  return `${plainText(sides)} × ${plainText(sides)} px`;
}

function resizeText(resize: unknown): string {
  if (Array.isArray(resize)) return `resized to ${sidesText(resize)}`;
  if (isFields(resize)) return `covering ${sidesText(resize["cover"])}`;
  return `shorter side to ${plainText(resize)} px`;
}

/** The loops of a nested run in short: "64 × 4 × 4". */
export function nestedLoops(nested: unknown): string {
  if (!isFields(nested)) return MISSING;
  return ["permutations", "outerSamples", "innerSamples"].map((key) => plainText(nested[key])).join(" × ");
}

function nestedText(value: unknown): string {
  if (!isFields(value)) return plainText(value);
  const players = String(value["players"]);
  return `${nestedLoops(value)} (orders × outer × inner samples); players: ${PLAYERS[players] ?? players}`;
}

/** What of an image a segment is fed with, in words. */
export const CHANNEL_NAMES: Readonly<Record<HsvChannel, string>> = {
  H: "hue",
  S: "saturation",
  V: "value",
};

/** A design's segment as the API writes it when it compares designs: "layer1..layer2, hue"; null for the whole network. */
export function segmentText(segment: unknown): string | null {
  if (!isFields(segment)) return null;
  const channel = String(segment["channel"]);
  return `${segment["from"] ?? "input"}..${segment["to"]}, ${CHANNEL_NAMES[channel as HsvChannel] ?? channel}`;
}

/** The value of one design field in words. */
export function designText(field: string, value: unknown): string {
  if (field === "image") return IMAGE_MODES[String(value)] ?? plainText(value);
  if (field === "nested.players") return PLAYERS[String(value)] ?? plainText(value);
  if (field === "method") return METHOD_NAMES[value as Method] ?? plainText(value);
  if (field === "imageCounts") return imageCountsText(value);
  if (field === "preprocessing") return preprocessingText(value);
  if (field === "nested") return nestedText(value);
  if (field === "segment") return segmentText(value) ?? plainText(value);
  if (field === "factors" && Array.isArray(value))
    return value.map((key) => factorName(String(key))).join(", ");
  return plainText(value);
}

/** A value as the API writes it when it compares designs, in words; a dash where a run has none. */
export function designDifferenceText(field: string, value: string | null): string {
  if (field === "segment" && value === null) return "whole network";
  if (value === null || value === "null" || value === "") return MISSING;
  if (value === "true" || value === "false") return plainText(value === "true");
  if (field === "factors") return designText(field, value.split(", "));
  return designText(field, value);
}

/** Fields that say nothing in runs of other methods, or are told by another line. */
function isTold(field: string, method: unknown): boolean {
  if (field === "permutation" || field === "class" || field === "partition") return false;
  if (field === "oneAtATime") return false;
  if (field === "baseSamples" || field === "blockSize") return method !== "SHAPLEY_NESTED";
  if (field === "secondOrder") return method === "SOBOL";
  if (field === "draws") return method === "CONTRAST";
  if (field === "image" || field === "useSwitches") return method !== "CONTRAST";
  return true;
}

/** The design of a run, line by line; what is null or means nothing in this method is left out. */
export function designFacts(design: Fields): Fact[] {
  const { method } = design;
  const others = ["permutation", "class", "partition"].filter((field) => design[field] === true);
  const facts = Object.entries(design)
    .filter(([field, value]) => value !== null && value !== undefined && isTold(field, method))
    .map(([field, value]) => ({ label: designName(field), text: designText(field, value) }));
  const at = facts.findIndex(({ label }) => label === designName("factors"));
  if (others.length > 0)
    facts.splice(at + 1, 0, { label: "Other factors", text: others.map(factorName).join(", ") });
  return facts.filter(({ text }) => text !== "");
}

/** What computed the numbers, line by line; what is not known is left out, and the network's input, told by a sentence. */
export function provenanceFacts(provenance: Fields): Fact[] {
  return Object.entries(provenance)
    .filter(([field]) => field !== "networkInput")
    .map(([field, value]) => ({ label: designName(field), text: plainText(value) }))
    .filter(({ text }) => text !== "");
}
