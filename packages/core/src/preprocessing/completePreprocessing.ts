import { RunSpecError } from "../errors.js";
import { nearestNames } from "../text/nearestNames.js";
import type { Preprocessing } from "./preprocessingSpec.js";
import { DEFAULT_PRESET, PRESET_NAMES, type Preset, presetOf } from "./presets.js";
import { listed, scaleFaults } from "./scaleFaults.js";

/** What a person may say; what is left out or null comes from the preset, the crop from the network. */
export interface PreprocessingRequest {
  /** Name of a preset, {@link DEFAULT_PRESET} when left out. */
  readonly preset?: string | null;
  /** Pixels. */
  readonly resize?: number | null;
  readonly crop?: number | null;
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

const CHANNELS = 3;
const LARGEST_SIDE = 4096;
/** For networks that take images of any size. */
const USUAL_SIDE = 224;

/**
 * Preprocessing for a network whose input is [N, 3, H, W]; a free height and width is -1.
 *
 * @param request a {@link PreprocessingRequest} that nobody has looked at yet
 * @throws {RunSpecError} with every fault of the request and what would be right; the field is the first one's,
 *   such as `preprocessing.std`.
 */
export function completePreprocessing(request: unknown, inputShape: readonly number[]): Preprocessing {
  const faults = new Faults();
  const parts = partsOf(request, faults);
  const preset = presetOf(parts.preset ?? DEFAULT_PRESET);
  if (preset === undefined) faults.add("preset", unknownPreset(parts.preset));
  const base = preset ?? (presetOf(DEFAULT_PRESET) as Preset);

  const crop = cropFor(parts.crop, inputShape, faults);
  const resize = side("resize", parts.resize ?? base.resize(crop), faults);
  if (resize !== undefined && resize < crop) {
    faults.add(
      "resize",
      `resize is ${resize}, smaller than the crop; it must be at least the crop of ${crop}`,
    );
  }
  const channelOrder = parts.channelOrder ?? base.channelOrder;
  if (channelOrder !== "RGB" && channelOrder !== "BGR") {
    faults.add("channelOrder", `channelOrder is ${JSON.stringify(channelOrder)}; it must be "RGB" or "BGR"`);
  }
  const minMax = parts.minMax ?? base.minMax;
  if (typeof minMax !== "boolean") {
    faults.add("minMax", `minMax is ${JSON.stringify(minMax)}; it must be true or false`);
  }
  // Mean and deviation belong to the tensor's channels: turned round with them unless they are given.
  const ordered = (values: readonly number[]) =>
    channelOrder === base.channelOrder ? values : [...values].reverse();
  const mean = channels("mean", parts.mean ?? ordered(base.mean), faults);
  const std = channels("std", parts.std ?? ordered(base.std), faults);
  for (const { field, message } of scaleFaults(mean ?? [], std ?? [])) faults.add(field, message);
  faults.throwAny();
  return {
    spec: {
      resize: resize as number,
      crop,
      mean: mean as number[],
      std: std as number[],
      channelOrder: channelOrder as "RGB" | "BGR",
    },
    minMax: minMax as boolean,
  };
}

/** Collects what is wrong, in the order in which it is found. */
class Faults {
  private readonly found: { readonly field: string; readonly message: string }[] = [];

  add(field: Key | "", message: string): void {
    this.found.push({ field: field === "" ? "preprocessing" : `preprocessing.${field}`, message });
  }

  throwAny(): void {
    const [first, ...others] = this.found;
    if (first === undefined) return;
    const text = [first, ...others].map(({ message }) => message).join("; and ");
    throw new RunSpecError(`The preprocessing cannot be used: ${text}.`, first.field);
  }
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

/** The side of the crop: the network's own where that is fixed. */
function cropFor(given: unknown, inputShape: readonly number[], faults: Faults): number {
  const [, , height = -1, width = -1] = inputShape;
  if (height > 0 && width > 0 && height !== width) {
    faults.add("crop", `the network takes images of ${width}x${height}; only square inputs can be analysed`);
    return Math.min(height, width);
  }
  const fixed = height > 0 ? height : width > 0 ? width : undefined;
  const crop = side("crop", given ?? fixed ?? USUAL_SIDE, faults);
  if (fixed === undefined) return crop ?? USUAL_SIDE;
  if (crop !== undefined && crop !== fixed) {
    faults.add(
      "crop",
      `crop is ${crop}, but the network takes images of ${fixed}x${fixed}; crop must be ${fixed}`,
    );
  }
  return fixed;
}

function side(key: "resize" | "crop", value: unknown, faults: Faults): number | undefined {
  if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= LARGEST_SIDE) {
    return value;
  }
  const shown = JSON.stringify(value);
  faults.add(key, `${key} is ${shown}; it must be a whole number of pixels from 1 to ${LARGEST_SIDE}`);
  return undefined;
}

/** The numbers of mean or std; undefined, and a fault, when they are none. */
function channels(key: "mean" | "std", given: unknown, faults: Faults): number[] | undefined {
  const values = typeof given === "string" ? given.split(",").map(numberOf) : given;
  const shown = typeof given === "string" || !Array.isArray(given) ? JSON.stringify(given) : `[${given}]`;
  const wanted = `it needs one number for each of the ${CHANNELS} channels, on the scale from 0 to 1, such as ${key === "mean" ? listed([0.485, 0.456, 0.406]) : listed([0.229, 0.224, 0.225])}`;
  if (!Array.isArray(values)) {
    faults.add(key, `${key} is ${shown}; ${wanted}`);
    return undefined;
  }
  if (values.length !== CHANNELS) {
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

function numberOf(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}
