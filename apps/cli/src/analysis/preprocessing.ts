import type { PreprocessingSpec } from "@unitscope/core/run/runSpec";
import { reasonOf, UsageError } from "../errors.js";
import { readJson } from "../files/readBytes.js";

/** How images become the network's input; `minMax` stretches every channel of every image to [0, 1] first. */
export interface Preprocessing {
  readonly spec: PreprocessingSpec;
  readonly minMax: boolean;
}

interface Preset {
  /** Length of the shorter side for a crop of `crop` px. */
  readonly resize: (crop: number) => number;
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly channelOrder: "RGB" | "BGR";
  readonly minMax: boolean;
}

const whole = (crop: number) => crop;
const IMAGENET = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225], channelOrder: "RGB" } as const;

/** Presets by name. The means and deviations are those that the frameworks' published networks were trained with. */
const PRESETS: Readonly<Record<string, Preset>> = {
  /** Kharyuk et al.: ImageNet's scaling after a min-max stretch. */
  paper: { resize: whole, ...IMAGENET, minMax: true },
  imagenet: { resize: whole, ...IMAGENET, minMax: false },
  /** torchvision's evaluation: resize to 256, crop 224, in proportion for other sizes. */
  torchvision: { resize: (crop) => Math.round((crop * 256) / 224), ...IMAGENET, minMax: false },
  /** Values in [0, 1]. */
  unit: { resize: whole, mean: [0, 0, 0], std: [1, 1, 1], channelOrder: "RGB", minMax: false },
  /** Values in [-1, 1]: Inception and MobileNet of TensorFlow. */
  symmetric: {
    resize: whole,
    mean: [0.5, 0.5, 0.5],
    std: [0.5, 0.5, 0.5],
    channelOrder: "RGB",
    minMax: false,
  },
  /** Values in [0, 255] less the mean pixel, BGR. */
  caffe: {
    resize: whole,
    mean: [103.939 / 255, 116.779 / 255, 123.68 / 255],
    std: [1 / 255, 1 / 255, 1 / 255],
    channelOrder: "BGR",
    minMax: false,
  },
};

export const PRESET_NAMES: readonly string[] = Object.keys(PRESETS);
export const DEFAULT_PRESET = "paper";

/**
 * Preprocessing from a preset's name, JSON, or the name of a file with JSON:
 * `{"preset"?, "resize"?, "crop"?, "mean"?, "std"?, "channelOrder"?, "minMax"?}`; what is left out comes from the preset
 * (imagenet unless named), the crop from the network.
 *
 * @param inputShape [N, 3, H, W] of the network
 * @throws {UsageError} naming the value at fault, also when the network cannot take the result.
 */
export async function choosePreprocessing(
  text: string,
  inputShape: readonly number[],
): Promise<Preprocessing> {
  const request = await requestOf(text);
  const preset = PRESETS[request.preset];
  if (preset === undefined) {
    throw new UsageError(
      `There is no preprocessing preset "${request.preset}"; there are ${PRESET_NAMES.join(", ")}, or JSON such as {"resize": 256, "crop": 224}.`,
    );
  }
  const [, , height = -1, width = -1] = inputShape;
  if (height !== width) {
    throw new UsageError(
      `The network takes images of ${width}x${height}; only square inputs can be analysed.`,
    );
  }
  const crop = side("crop", request.crop ?? height);
  if (crop !== height) {
    throw new UsageError(
      `crop is ${crop}, but the network takes images of ${height}x${height}; crop must be ${height}.`,
    );
  }
  const resize = side("resize", request.resize ?? preset.resize(crop));
  if (resize < crop) throw new UsageError(`resize is ${resize}; it must be at least the crop of ${crop}.`);
  const channelOrder = request.channelOrder ?? preset.channelOrder;
  if (channelOrder !== "RGB" && channelOrder !== "BGR") {
    throw new UsageError(`channelOrder is ${JSON.stringify(channelOrder)}; it must be "RGB" or "BGR".`);
  }
  // Mean and deviation belong to the tensor's channels: turned round with them unless they are given.
  const ordered = (values: readonly number[]) =>
    channelOrder === preset.channelOrder ? values : [...values].reverse();
  const mean = channels("mean", request.mean ?? ordered(preset.mean));
  const std = channels("std", request.std ?? ordered(preset.std));
  if (std.some((value) => value <= 0)) {
    throw new UsageError(`std is ${std.join(", ")}; every value must be above 0.`);
  }
  const minMax = request.minMax ?? preset.minMax;
  if (typeof minMax !== "boolean") {
    throw new UsageError(`minMax is ${JSON.stringify(minMax)}; it must be true or false.`);
  }
  return { spec: { resize, crop, mean, std, channelOrder }, minMax };
}

interface PreprocessingRequest {
  readonly preset: string;
  readonly resize?: unknown;
  readonly crop?: unknown;
  readonly mean?: unknown;
  readonly std?: unknown;
  readonly channelOrder?: unknown;
  readonly minMax?: unknown;
}

const KEYS = ["preset", "resize", "crop", "mean", "std", "channelOrder", "minMax"];

async function requestOf(text: string): Promise<PreprocessingRequest> {
  const isJson = text.trimStart().startsWith("{");
  if (!isJson && !text.endsWith(".json")) return { preset: text };
  const value = isJson ? parse(text) : await readJson(text, "preprocessing");
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UsageError(`The preprocessing must be an object such as {"resize": 256, "crop": 224}.`);
  }
  const stray = Object.keys(value).find((key) => !KEYS.includes(key));
  if (stray !== undefined) {
    throw new UsageError(`The preprocessing has no "${stray}"; it has ${KEYS.join(", ")}.`);
  }
  return { preset: "imagenet", ...value };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UsageError(`The preprocessing is no JSON: ${reasonOf(error)}.`);
  }
}

function side(key: string, value: unknown): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 1) {
    throw new UsageError(`${key} is ${JSON.stringify(value)}; it must be a whole number of pixels from 1.`);
  }
  return value;
}

function channels(key: string, value: unknown): number[] {
  if (!Array.isArray(value) || value.length !== 3 || !value.every((item) => Number.isFinite(item))) {
    throw new UsageError(
      `${key} is ${JSON.stringify(value)}; it needs one number for each of the 3 channels, on the scale from 0 to 1.`,
    );
  }
  return value as number[];
}
