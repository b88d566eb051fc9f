import { type ImageSource, verifiedImage } from "@unitscope/core/reading";
import type { ImageFileRow } from "../db/imageSets.js";
import type { BlobStore } from "./blobStore.js";

/**
 * The images of a set, in the order of their positions. A blob that is missing or damaged is told by an
 * ImageChangedError.
 */
export function blobImageSource(blobs: BlobStore, files: readonly ImageFileRow[]): ImageSource {
  return {
    entries: files.map(({ partition, classIndex, path }) => ({ partition, classIndex, name: path })),
    read: (index) => {
      const file = files[index];
      if (!file) throw new RangeError(`The set has ${files.length} images; there is no number ${index}.`);
      return verifiedImage(file.path, file.sha256, () => blobs.get(file.sha256));
    },
  };
}
