import { RunSpecError } from "../errors.js";
import { counterOrder } from "../random/counterOrder.js";
import { heldOutImages } from "../run/heldOutImages.js";
import { groupImages } from "../run/imageGroups.js";
import type { ImageEntry } from "../run/ports.js";
import { DEFAULT_HOLD_OUT, type ImageSetOffer, type RunSpec } from "../run/runSpec.js";

/** Streams of the choice of images within a class, and of the classes that get one image more. */
const IMAGE_STREAM = 0x54494d47;
const CLASS_STREAM = 0x54434c53;

/** Which images of a set a test may use. */
export interface ImageRequest {
  /** Only images of this partition; null for all. */
  readonly partition: string | null;
  /** Whether images that the run has seen may be used. */
  readonly useSeenImages: boolean;
}

/**
 * Images that a mask can be tested on: of the run's own set those that the run left aside, of another set all.
 *
 * @returns positions in the image set, ascending.
 * @throws {RunSpecError} when there are none, with what would help.
 */
export function availableImages(
  { partition, useSeenImages }: ImageRequest,
  run: RunSpec,
  images: ImageSetOffer,
  isImageSetOfRun: boolean,
): number[] {
  const share = run.holdOut ?? 0;
  const unseen = isImageSetOfRun && !useSeenImages;
  const candidates = unseen ? heldOutImages(images.entries, share) : [...images.entries.keys()];
  if (candidates.length === 0 && unseen) {
    throw new RunSpecError(
      `The run left no image of the set aside (holdOut ${share}), so its index maps come from all of them, and a mask made from these maps would look better on them than it is. Use another image set, start a run with holdOut ${DEFAULT_HOLD_OUT}, or set useSeenImages.`,
      "useSeenImages",
    );
  }
  const wanted = partition === null ? -1 : partitionIndex(partition, images);
  const chosen = candidates.filter((position) => wanted < 0 || images.entries[position].partition === wanted);
  if (chosen.length > 0) return chosen;
  throw new RunSpecError(
    partition === null
      ? "The image set holds no image."
      : `No image of the partition "${partition}" can be used${unseen ? ": the run left none of it aside" : ""}.`,
    partition === null ? "samples" : "partition",
  );
}

/**
 * Some of the available images, as many of each class as can be: every class gets one, then every class that has more
 * another one, and so on, at random within a class.
 *
 * @param count 1 or more; all available ones when there are fewer.
 * @returns positions, ascending.
 */
export function balancedImages(
  available: readonly number[],
  entries: readonly ImageEntry[],
  count: number,
  seed: number,
): number[] {
  const byClass = groupImages(entries, ({ classIndex }) => classIndex, available);
  const classes = [...byClass.keys()].sort((a, b) => a - b);
  const shuffled = classes.map((classIndex) => {
    const positions = byClass.get(classIndex) as number[];
    return counterOrder(seed, IMAGE_STREAM, classIndex, positions.length).map((place) => positions[place]);
  });
  const chosen: number[] = [];
  const visits = counterOrder(seed, CLASS_STREAM, 0, classes.length);
  for (let round = 0; chosen.length < Math.min(count, available.length); round++) {
    for (const place of visits) {
      if (round < shuffled[place].length && chosen.length < count) chosen.push(shuffled[place][round]);
    }
  }
  return chosen.sort((a, b) => a - b);
}

function partitionIndex(name: string, { partitions }: ImageSetOffer): number {
  const index = partitions.indexOf(name);
  if (index >= 0) return index;
  throw new RunSpecError(
    `The image set has no partition "${name}"; there are ${partitions.join(", ")}.`,
    "partition",
  );
}
