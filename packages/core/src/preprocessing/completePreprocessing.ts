import type { Resize, Sides } from "../image/framing.js";
import { nearestNames } from "../text/nearestNames.js";
import { Faults } from "./faults.js";
import type { Preprocessing, PreprocessingSpec } from "./preprocessingSpec.js";
import { BYTES_PRESET, DEFAULT_PRESET, luminanceOf, PRESET_NAMES, type Preset, presetOf } from "./presets.js";
import { listed, scaleFaults } from "./scaleFaults.js";
import { cropFor, resizeFor } from "./sides.js";

/** What a person may say; what is left out or null comes from the preset, the crop from the network. */
export interface PreprocessingRequest {
  /** Name of a preset, {@link DEFAULT_PRESET} when left out, {@link BYTES_PRESET} for a network that takes uint8. */
  readonly preset?: string | null;
  /**
   * Pixels: the shorter side, or new sides (height x width) as text or numbers, or `cover` to keep the proportion and cover
   * the crop or the sides that follow.
   */
  readonly resize?: Resize | string | null;
  /** Pixels: the side of a square, or "240x320" (height x width). */
  readonly crop?: number | Sides | string | null;
  /** One number a channel on the scale from 0 to 1, in the tensor's order; or text with commas, "0.5,0.5,0.5". */
  readonly mean?: readonly number[] | string | null;
  readonly std?: readonly number[] | string | null;
  readonly channelOrder?: "RGB" | "BGR" | null;
  readonly minMax?: boolean | null;
}

/** The parts of a request. */
export const PREPROCESSING_KEYS = [
  "preset",
  "resize",
  "crop",
  "mean",
  "std",
  "channelOrder",
  "minMax",
] as const;
type Key = (typeof PREPROCESSING_KEYS)[number];

const COLOUR_CHANNELS = 3;
/** Numbers that a person writes for 1/255 have at least six digits. */
const BYTE_ROUNDING = 1e-5;

/** What of a network's input preprocessing depends on. */
export interface InputForm {
  /** [N, C, H, W]; -1 for what is left open. */
  readonly inputShape: readonly number[];
  readonly inputType: "float32" | "float16" | "uint8";
}

/** What a request is filled up from. */
interface Base {
  readonly preset: Preset;
  /** Of the network: 3 for colour, 1 for luminance. */
  readonly channels: number;
  readonly takesBytes: boolean;
}

/**
 * Preprocessing for a network.
 *
 * @param request a {@link PreprocessingRequest} that nobody has looked at yet
 * @throws {RunSpecError} with every fault of the request and what would be right; the field is the first one's,
 *   such as `preprocessing.std`.
 */
export function completePreprocessing(request: unknown, input: InputForm): Preprocessing {
  const faults = new Faults();
  const parts = partsOf(request, faults);
  const base = baseFor(parts, input, faults);
  const { preset, channels } = base;
  const [, , height = -1, width = -1] = input.inputShape;

  const crop = cropFor(parts.crop, { height, width }, faults);
  const resize = resizeFor(parts.resize, preset.resize, crop, faults);
  const channelOrder = channelOrderFor(parts.channelOrder, base, faults);
  const minMax = parts.minMax ?? preset.minMax;
  if (typeof minMax !== "boolean") {
    faults.add("minMax", `minMax is ${JSON.stringify(minMax)}; it must be true or false`);
  }
  const usual = (values: readonly number[]) => usualNumbers(values, base, channelOrder);
  const mean = channelNumbers("mean", parts.mean ?? usual(preset.mean), channels, faults);
  const std = channelNumbers("std", parts.std ?? usual(preset.std), channels, faults);
  for (const { field, message } of scaleFaults(mean ?? [], std ?? [])) faults.add(field, message);
  if (base.takesBytes && mean && std) requireBytes({ mean, std }, faults);
  faults.throwAny();
  return {
    spec: {
      resize,
      crop,
      mean: mean as number[],
      std: std as number[],
      channelOrder: channelOrder as "RGB" | "BGR",
    },
    minMax: minMax as boolean,
  };
}

/** Whether a network is given the levels 0 to 255 as they are. */
export function givesBytes({ mean, std }: Pick<PreprocessingSpec, "mean" | "std">): boolean {
  return (
    mean.every((value) => value === 0) && std.every((value) => Math.abs(value * 255 - 1) < BYTE_ROUNDING)
  );
}

function baseFor(parts: Partial<Record<Key, unknown>>, input: InputForm, faults: Faults): Base {
  const takesBytes = input.inputType === "uint8";
  const usual = takesBytes ? BYTES_PRESET : DEFAULT_PRESET;
  const preset = presetOf(parts.preset ?? usual);
  if (preset === undefined) faults.add("preset", unknownPreset(parts.preset));
  const channels = input.inputShape[1] === 1 ? 1 : COLOUR_CHANNELS;
  return { preset: preset ?? (presetOf(usual) as Preset), channels, takesBytes };
}

function channelOrderFor(given: unknown, { preset, channels }: Base, faults: Faults): unknown {
  const order = given ?? preset.channelOrder;
  if (order !== "RGB" && order !== "BGR") {
    faults.add("channelOrder", `channelOrder is ${JSON.stringify(order)}; it must be "RGB" or "BGR"`);
  }
  if (channels > 1) return order;
  if (given === "BGR") {
    faults.add("channelOrder", "channelOrder is BGR, but the network takes one channel; leave it out");
  }
  return "RGB";
}

/** Mean and deviation belong to the tensor's channels: turned round with them unless they are given. */
function usualNumbers(
  values: readonly number[],
  { preset, channels }: Base,
  channelOrder: unknown,
): readonly number[] {
  if (channels === 1) return luminanceOf(values);
  return channelOrder === preset.channelOrder ? values : [...values].reverse();
}

function requireBytes(scaling: Pick<PreprocessingSpec, "mean" | "std">, faults: Faults): void {
  if (givesBytes(scaling)) return;
  const { mean, std } = scaling;
  faults.add(
    mean.every((value) => value === 0) ? "std" : "mean",
    `mean is ${listed(mean)} and std ${listed(std)}, but the network takes uint8, the levels 0 to 255, and scales them itself; leave mean and std out, or use the preset ${BYTES_PRESET}`,
  );
}

function partsOf(request: unknown, faults: Faults): Partial<Record<Key, unknown>> {
  if (typeof request !== "object" || request === null || Array.isArray(request)) {
    faults.add("", 'it must be a preset\'s name or an object such as {"resize": 256, "crop": 224}');
    faults.throwAny();
    return {};
  }
  const stray = Object.keys(request).filter((key) => !PREPROCESSING_KEYS.some((known) => known === key));
  for (const key of stray) {
    faults.add("", `it has no "${key}"; it has ${PREPROCESSING_KEYS.join(", ")}`);
  }
  return request;
}

function unknownPreset(name: unknown): string {
  const [near] = typeof name === "string" ? nearestNames(name, PRESET_NAMES, 1) : [];
  const hint = near === undefined ? "" : ` (did you mean ${near}?)`;
  return `there is no preprocessing preset ${JSON.stringify(name)}${hint}; there are ${PRESET_NAMES.join(", ")}`;
}

/** The numbers of mean or std; undefined, and a fault, when they are none. */
function channelNumbers(
  key: "mean" | "std",
  given: unknown,
  channels: number,
  faults: Faults,
): number[] | undefined {
  const values = typeof given === "string" ? given.split(",").map(numberOf) : given;
  const shown = typeof given === "string" || !Array.isArray(given) ? JSON.stringify(given) : `[${given}]`;
  const wanted = `it needs one number for ${channels === 1 ? "the network's only channel, luminance" : `each of the ${channels} channels`}, on the scale from 0 to 1, such as ${listed(exampleOf(key, channels))}`;
  if (!Array.isArray(values)) {
    faults.add(key, `${key} is ${shown}; ${wanted}`);
    return undefined;
  }
  if (values.length !== channels) {
    faults.add(
      key,
      `${key} is ${shown}, which has ${values.length} ${values.length === 1 ? "value" : "values"}; ${wanted}`,
    );
    return undefined;
  }
  if (!values.every((value) => typeof value === "number" && Number.isFinite(value))) {
    faults.add(key, `${key} is ${shown}; ${wanted}`);
    return undefined;
  }
  return [...(values as number[])];
}

function exampleOf(key: "mean" | "std", channels: number): readonly number[] {
  const { mean, std } = presetOf(DEFAULT_PRESET) as Preset;
  const colour = key === "mean" ? mean : std;
  return channels === 1 ? luminanceOf(colour) : colour;
}

function numberOf(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}
