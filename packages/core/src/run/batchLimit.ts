import { cropSize } from "../image/framing.js";
import type { RunSpec } from "./runSpec.js";

/** Enough for the runtime to be busy; the images of a whole network take little memory at the start. */
const MOST_IMAGES = 32;
/**
 * Floats of a batch: 4 images of 224x224. With more the runtime is hardly faster an image (1 % with 8), and the memory of
 * its activations, several megabytes an image, stays with it.
 */
const MOST_FLOATS = 4 * 3 * 224 ** 2;
/** Floats that a segment's images become once copied to all its channels: 128 MiB, as 32 maps of 64x128x128. */
const MOST_COPIED = 2 ** 25;

/**
 * Largest number of images in one call of the runtime; bounds the memory that its activations take. A segment from deep
 * inside a network gets whole images in place of its small maps, hundreds of channels of them. A network in which images
 * act on each other gets one.
 */
export function batchLimit({
  segment,
  preprocessing,
  oneAtATime,
}: Pick<RunSpec, "segment" | "preprocessing" | "oneAtATime">): number {
  if (oneAtATime !== undefined) return 1;
  const { height, width } = cropSize(preprocessing);
  const area = height * width;
  const most = Math.min(MOST_IMAGES, Math.floor(MOST_FLOATS / (3 * area)));
  if (!segment) return Math.max(1, most);
  return Math.max(1, Math.min(most, Math.floor(MOST_COPIED / (segment.channels * area))));
}

/** Cuts `count` images into as few batches of at most `most` as there can be, as equal as they can be. */
export function evenBatches(count: number, most: number): { readonly start: number; readonly end: number }[] {
  const batches = Math.ceil(count / most);
  return Array.from({ length: batches }, (_, i) => ({
    start: Math.floor((i * count) / batches),
    end: Math.floor(((i + 1) * count) / batches),
  }));
}
