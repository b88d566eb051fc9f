import { counterOrder } from "../random/counterOrder.js";
import { groupImages } from "./imageGroups.js";
import type { ImageEntry, ImageSource } from "./ports.js";

/** Stream of the choice of images that are left aside. */
const HOLD_OUT_STREAM = 0x484f4c44;
/** The choice depends on the image set and the share alone, so that runs of any seed leave the same images aside. */
const HOLD_OUT_SEED = 0;

/**
 * Images that a run leaves aside: a mask that comes from its index maps is tested on images that no index was estimated
 * from. Of every class in every partition floor(share * n) images, chosen at random.
 *
 * @param share 0 to 1, less than 1.
 * @returns positions in `entries`, ascending.
 */
export function heldOutImages(entries: readonly ImageEntry[], share: number): number[] {
  const groups = groupImages(entries, ({ partition, classIndex }) => `${partition} ${classIndex}`);
  const chosen: number[] = [];
  for (const [index, group] of [...groups.values()].entries()) {
    const count = Math.floor(share * group.length);
    const order = counterOrder(HOLD_OUT_SEED, HOLD_OUT_STREAM, index, group.length);
    for (const place of order.slice(0, count)) chosen.push(group[place]);
  }
  return chosen.sort((a, b) => a - b);
}

/** The images that the design of a run draws from: all but those left aside, in their order. */
export function designImages(images: ImageSource, share: number): ImageSource {
  const left = new Set(heldOutImages(images.entries, share));
  if (left.size === 0) return images;
  const positions = [...images.entries.keys()].filter((position) => !left.has(position));
  return {
    entries: positions.map((position) => images.entries[position]),
    read: (index) => images.read(positions[index]),
  };
}
