import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { Database } from "../db/database.js";
import type { ImageSetRow } from "../db/imageSets.js";
import type { BlobStore } from "../store/blobStore.js";
import { isLeftover } from "./imagePaths.js";
import { ImportError } from "./importErrors.js";
import { importImages } from "./importImages.js";

/** A folder <dir>/<partition>/<class>/<file> or <dir>/<class>/<file>. */
export interface ImageFolderImport {
  readonly dir: string;
  readonly name: string;
  /** Told after every image. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Registers the images of a folder as a set; see {@link importImages}.
 *
 * @throws {ImportError} also when the folder cannot be read.
 */
export async function importImageFolder(
  db: Database,
  blobs: BlobStore,
  { dir, name, onProgress }: ImageFolderImport,
): Promise<ImageSetRow> {
  const paths = await listFiles(dir);
  async function* files() {
    for (const relative of paths) {
      yield { path: relative, bytes: await readFile(path.join(dir, ...relative.split("/"))) };
    }
  }
  return importImages(
    db,
    blobs,
    { files: files(), count: paths.length, wrapper: false },
    { name, onProgress: (done) => onProgress?.(done, paths.length) },
  );
}

/** Relative paths of all files, "/" between the parts, without what systems leave behind. */
async function listFiles(dir: string): Promise<string[]> {
  const isFolder = await stat(dir).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new ImportError("INVALID", `"${dir}" is no folder that can be read.`, "dir");
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(dir, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .filter((relative) => !isLeftover(relative))
    .sort();
}
