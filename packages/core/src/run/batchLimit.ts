import type { RunSpec } from "./runSpec.js";

/** Enough for the runtime to be busy; the images of a whole network take little memory at the start. */
const MOST_IMAGES = 32;
/** Floats that a segment's images become once copied to all its channels: 128 MiB, as 32 maps of 64x128x128. */
const MOST_COPIED = 2 ** 25;

/**
 * Largest number of images in one call of the runtime; bounds the memory that its activations take. A segment from deep
 * inside a network gets whole images in place of its small maps, hundreds of channels of them.
 */
export function batchLimit({ segment, preprocessing }: Pick<RunSpec, "segment" | "preprocessing">): number {
  if (!segment) return MOST_IMAGES;
  const copied = segment.channels * preprocessing.crop ** 2;
  return Math.max(1, Math.min(MOST_IMAGES, Math.floor(MOST_COPIED / copied)));
}
