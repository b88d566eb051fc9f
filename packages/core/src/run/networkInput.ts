import { RunSpecError } from "../errors.js";
import type { RunSpec } from "./runSpec.js";

/** Least, greatest and mean of one channel of a network's input over some images. */
export interface InputChannel {
  /** R, G, B in the tensor's order; of a segment hue, saturation or value. */
  readonly name: string;
  readonly least: number;
  readonly greatest: number;
  readonly mean: number;
}

/** What a network sees of images that no augmentation has changed: numbers as they stand in its input tensor. */
export interface NetworkInput {
  /** Images that were looked at. */
  readonly images: number;
  readonly least: number;
  readonly greatest: number;
  readonly mean: number;
  readonly channels: readonly InputChannel[];
}

/** What decides how an image becomes input. */
export type InputReading = Pick<RunSpec, "segment" | "preprocessing" | "minMax">;

/**
 * Inputs that span less are constant. One level of an 8-bit picture is 1/255, so that even divided by the largest std
 * that is accepted, 2, two levels are far apart.
 */
const CONSTANT_RANGE = 1e-6;

/** "The network will see values from -2.12 to 2.64, mean 0.03 (R 0.05, G 0.02, B 0.01), over 16 images." */
export function networkInputText({ images, least, greatest, mean, channels }: NetworkInput): string {
  const text = numberText(greatest - least);
  const [only] = channels;
  const over = `over ${images} ${images === 1 ? "image" : "images"}`;
  const range = `from ${text(least)} to ${text(greatest)}, mean ${text(mean)}`;
  if (channels.length === 1) return `The network will see ${only.name} ${range}, ${over}.`;
  const means = channels.map((channel) => `${channel.name} ${text(channel.mean)}`).join(", ");
  return `The network will see values ${range} (${means}), ${over}.`;
}

/**
 * Why the input cannot be meant: every channel is constant over all images. Null when it can. Single channels may be
 * constant: pictures with one stain have such.
 */
export function networkInputFault(input: NetworkInput, { segment, minMax }: InputReading): string | null {
  const { images, channels } = input;
  if (channels.some(({ least, greatest }) => greatest - least >= CONSTANT_RANGE)) return null;
  const text = numberText(0);
  const values = channels.map(({ name, mean }) => `${name} ${text(mean)}`).join(", ");
  const what = `The network would see the same value everywhere (${values}) over ${images} ${images === 1 ? "image" : "images"}; nothing can be told from constant input.`;
  if (segment && segment.channel !== "V") {
    return `${what} Grey images have no hue and no saturation: feed the segment with value, or give coloured images.`;
  }
  return minMax
    ? `${what} The min-max stretch makes all images of one colour equal: give preprocessing with minMax false, or other images.`
    : `${what} Give images that differ.`;
}

/** @throws {RunSpecError} when the input is constant. */
export function requireMeantInput(input: NetworkInput, reading: InputReading): void {
  const fault = networkInputFault(input, reading);
  if (fault !== null) throw new RunSpecError(fault, "preprocessing");
}

/** Numbers with as many decimals as tell two of them apart: three digits of the range. */
function numberText(range: number): (value: number) => string {
  const decimals = range > 0 ? Math.min(9, Math.max(0, 2 - Math.floor(Math.log10(range)))) : 4;
  // No zero has a sign.
  return (value) => (value + 0).toFixed(decimals).replace(/^-(0\.?0*)$/, "$1");
}
