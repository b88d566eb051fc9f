import { type PlacedImage, readImageFolder } from "@unitscope/core/importing";
import { CancelledError, inTurns } from "@unitscope/core/reading";
import type { Database } from "../db/database.js";
import type { ImageSetRow } from "../db/imageSets.js";
import type { BlobStore } from "../store/blobStore.js";
import { checkName } from "./importErrors.js";
import { registerImages, type StagedImage } from "./importImages.js";

/** A folder <dir>/<partition>/<class>/<file>, <dir>/<class>/<file> or <dir>/<file>. */
export interface ImageFolderImport {
  readonly dir: string;
  readonly name: string;
  /** Leaves bad images out in place of refusing the folder. @default false */
  readonly skipBadImages?: boolean;
  /** Told of every image twice, when it is checked and when it is stored: each is half of its work. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly onWarning?: (message: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Registers the images of a folder as a set; see {@link registerImages}. Places and content of all of them are checked
 * before anything is stored.
 *
 * @throws {ImageFolderError} with everything that is wrong with the folder.
 * @throws {BadImagesError} with all bad images, unless they are to be skipped.
 * @throws {ImageChangedError} when an image changes while it is imported.
 * @throws {CancelledError} when the signal is aborted.
 * @throws {ImportError} when the name cannot be taken.
 */
export async function importImageFolder(
  db: Database,
  blobs: BlobStore,
  { dir, name: wanted, skipBadImages, onProgress, onWarning, signal }: ImageFolderImport,
): Promise<ImageSetRow> {
  const name = checkName(wanted);
  let total = 0;
  const folder = await readImageFolder(dir, {
    skipBadImages,
    signal,
    onWarning,
    onProgress: (done, all) => {
      total = all;
      onProgress?.(Math.floor(done / 2), total);
    },
  });
  const { entries, files, partitions, classes, skipped, leftOut } = folder;
  const staging = blobs.stage();
  try {
    for (let i = 0; i < entries.length; i++) {
      if (signal?.aborted) throw new CancelledError("The import was stopped; nothing of it was stored.");
      await staging.put(await folder.read(i));
      onProgress?.(Math.floor((total * (1 + (i + 1) / entries.length)) / 2), total);
    }
    const images: PlacedImage<StagedImage>[] = [];
    await inTurns(entries, (entry) => images.push({ ...entry, found: files[images.length]! }));
    return await registerImages(db, staging, { name, images, partitions, classes, skipped, leftOut });
  } finally {
    await staging.discard();
  }
}
