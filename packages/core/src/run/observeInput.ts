import { decodeImage } from "../image/decode.js";
import { cropSize } from "../image/framing.js";
import { HSV_CHANNELS } from "../image/hsvInput.js";
import { toFloatImage } from "../image/image.js";
import { prepareImage } from "../image/prepare.js";
import { groupImages } from "./imageGroups.js";
import { inputLength, inputWriter } from "./inputWriter.js";
import type { InputChannel, InputReading, NetworkInput } from "./networkInput.js";
import type { ImageEntry, ImageSource } from "./ports.js";
import { readImage } from "./readImage.js";
import { CHANNEL_NAMES } from "./segment.js";

/**
 * Takes the first images of a set, spread over its classes, all the way to the network's input.
 *
 * @param most images at most
 * @throws {ImageDecodeError} when one of them cannot be read or decoded.
 */
export async function observeInput(
  images: ImageSource,
  reading: InputReading,
  most: number,
): Promise<NetworkInput> {
  const { segment, preprocessing } = reading;
  const write = inputWriter(reading);
  const { width, height } = cropSize(preprocessing);
  const area = width * height;
  const input = new Float32Array(inputLength(reading));
  const names = channelNames(reading);
  // Only one channel of the image goes into a segment.
  const planes = segment ? [HSV_CHANNELS.indexOf(segment.channel)] : [...names.keys()];
  const seen = planes.map(() => ({
    least: Number.POSITIVE_INFINITY,
    greatest: Number.NEGATIVE_INFINITY,
    sum: 0,
  }));
  const chosen = firstOfClasses(images.entries, most);
  for (const index of chosen) {
    const pixels = prepareImage(
      await decodeImage(await readImage(images, index), images.entries[index].name),
      preprocessing,
    );
    write(toFloatImage(pixels, width, height), input, 0);
    for (const [i, plane] of planes.entries()) {
      const channel = seen[i];
      for (let at = plane * area; at < (plane + 1) * area; at++) {
        const value = input[at];
        if (value < channel.least) channel.least = value;
        if (value > channel.greatest) channel.greatest = value;
        channel.sum += value;
      }
    }
  }
  const count = chosen.length * area;
  const channels = seen.map(
    ({ least, greatest, sum }, i): InputChannel => ({ name: names[i], least, greatest, mean: sum / count }),
  );
  return {
    images: chosen.length,
    least: Math.min(...channels.map(({ least }) => least)),
    greatest: Math.max(...channels.map(({ greatest }) => greatest)),
    mean: channels.reduce((sum, { mean }) => sum + mean, 0) / channels.length,
    channels,
  };
}

/** Names of the channels that are looked at. */
function channelNames({ segment, preprocessing }: InputReading): readonly string[] {
  if (segment) return [CHANNEL_NAMES[segment.channel]];
  return preprocessing.mean.length === 1 ? ["luminance"] : [...preprocessing.channelOrder];
}

/** Positions of the first image of each class, then of the second, ...; of many classes some that lie evenly among them. */
function firstOfClasses(entries: readonly ImageEntry[], most: number): number[] {
  const classes = [...groupImages(entries, ({ classIndex }) => classIndex).values()];
  if (classes.length >= most) {
    return Array.from({ length: most }, (_, i) => classes[Math.floor((i * classes.length) / most)][0]);
  }
  const chosen: number[] = [];
  for (let round = 0; chosen.length < Math.min(most, entries.length); round++) {
    for (const own of classes) if (round < own.length && chosen.length < most) chosen.push(own[round]);
  }
  return chosen;
}
