import type { Group } from "h5wasm/node";
import { textAttribute } from "../files/hdf5.js";
import type { SkippedImages } from "../imageFolder/badImages.js";

const ATTRIBUTE = "skipped_images";

/** Records the bad images that were left out; nothing when there were none. */
export function writeSkipped(group: Group, skipped: SkippedImages): void {
  if (skipped.count > 0) group.create_attribute(ATTRIBUTE, JSON.stringify(skipped));
}

/** The bad images that were left out. */
export function readSkipped(group: Group): SkippedImages {
  const text = textAttribute(group, ATTRIBUTE);
  return text === undefined ? { count: 0, images: [] } : (JSON.parse(text) as SkippedImages);
}
