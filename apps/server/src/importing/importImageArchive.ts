import type { Database } from "../db/database.js";
import type { ImageSetRow } from "../db/imageSets.js";
import type { BlobStore } from "../store/blobStore.js";
import { importImages } from "./importImages.js";
import { readArchive } from "./readArchive.js";

/** A .zip, .tar or .tar.gz of <partition>/<class>/<file>. */
export interface ImageArchiveImport {
  readonly path: string;
  readonly name: string;
  /** What it may grow to when unpacked, bytes. */
  readonly unpackLimitBytes: number;
}

/**
 * Registers the images of an archive as a set; see {@link importImages}. The archive is taken as hostile: nothing of
 * it is written to a path of its choosing.
 *
 * @throws {ImportError} also when the archive is damaged, holds links or climbing paths, or grows too large.
 */
export async function importImageArchive(
  db: Database,
  blobs: BlobStore,
  { path, name, unpackLimitBytes }: ImageArchiveImport,
): Promise<ImageSetRow> {
  const files = readArchive(path, { totalBytes: unpackLimitBytes });
  return importImages(db, blobs, { files, wrapper: true }, { name });
}
