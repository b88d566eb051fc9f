import {
  arrangeImages,
  contentOf,
  FolderContent,
  type ImageContent,
  kindOfFile,
  LARGEST_IMAGE_FILE,
  type NamedFile,
  tooLarge,
} from "@unitscope/core/importing";
import { leftoverIn, quoted, usableImages } from "@unitscope/core/reading";
import type { Database } from "../db/database.js";
import type { ImageSetRow } from "../db/imageSets.js";
import type { BlobStaging } from "../store/blobStaging.js";
import type { BlobStore } from "../store/blobStore.js";
import { checkName, ImportError } from "./importErrors.js";
import { registerImages, type StagedImage } from "./importImages.js";
import { readArchive } from "./readArchive.js";

/** A .zip, .tar or .tar.gz of <partition>/<class>/<file>, <class>/<file> or files alone. */
export interface ImageArchiveImport {
  readonly path: string;
  readonly name: string;
  /** What it may grow to when unpacked, bytes. */
  readonly unpackLimitBytes: number;
  /** Leaves bad images out in place of refusing the archive. @default false */
  readonly skipBadImages?: boolean;
}

/** An image of the archive, its bytes staged unless it is bad. */
interface ArchiveImage extends NamedFile, StagedImage, ImageContent {}

const WHERE = "The archive of images";

/**
 * Registers the images of an archive as a set; see {@link registerImages}. The archive is taken as hostile: nothing of
 * it is written to a path of its choosing. It is read as a stream, its images staged until the whole is known to be
 * right.
 *
 * @throws {ImageFolderError} with everything that is wrong with its places.
 * @throws {BadImagesError} with all bad images, unless they are to be skipped.
 * @throws {ImportError} when the archive is damaged, holds links or climbing paths, or grows too large, or the name
 *   cannot be taken.
 */
export async function importImageArchive(
  db: Database,
  blobs: BlobStore,
  { path, name: wanted, unpackLimitBytes, skipBadImages = false }: ImageArchiveImport,
): Promise<ImageSetRow> {
  const name = checkName(wanted);
  const staging = blobs.stage();
  try {
    const content = await stageArchive(path, unpackLimitBytes, staging);
    const set = await arrangeImages(content, WHERE);
    const usable = await usableImages(set, WHERE, ({ found }) => found.fault, skipBadImages);
    const paged = usable.images.flatMap(({ name: image, found: { pages } }) =>
      pages > 1 ? [{ name: image, pages }] : [],
    );
    return await registerImages(db, staging, { name, ...usable, leftOut: content.leftOutLine(paged) });
  } finally {
    await staging.discard();
  }
}

async function stageArchive(
  path: string,
  unpackLimitBytes: number,
  staging: BlobStaging,
): Promise<FolderContent<ArchiveImage>> {
  const content = new FolderContent<ArchiveImage>();
  const seen = new Set<string>();
  const leftovers = new Set<string>();
  const folders = new Set<string>();
  /** Folders with something in them that is no leftover. */
  const filled = new Set<string>();
  const isWanted = (file: string) => leftoverIn(file) === undefined && kindOfFile(file).kind === "image";
  const limits = { totalBytes: unpackLimitBytes, fileBytes: LARGEST_IMAGE_FILE };
  for await (const { path: file, bytes, byteSize } of readArchive(path, limits, isWanted)) {
    const leftover = leftoverIn(file);
    if (leftover !== undefined) {
      // As in a folder, nothing below one counts.
      if (!leftovers.has(leftover.path)) content.addLeftover(leftover.part);
      leftovers.add(leftover.path);
      continue;
    }
    filled.add(file.slice(0, file.lastIndexOf("/", file.length - 2) + 1));
    const kind = kindOfFile(file);
    if (file.endsWith("/")) folders.add(file);
    else if (kind.kind !== "image") content.addOther(file, kind);
    else {
      if (seen.has(file)) throw new ImportError("INVALID", `The image ${quoted(file)} occurs twice.`);
      seen.add(file);
      if (bytes === null) content.images.push({ name: file, sha256: "", byteSize, ...tooLarge(byteSize) });
      else content.images.push(await stageImage(file, bytes, staging));
    }
  }
  for (const folder of folders) if (!filled.has(folder)) content.emptyFolders.push(folder.slice(0, -1));
  return content;
}

async function stageImage(name: string, bytes: Uint8Array, staging: BlobStaging): Promise<ArchiveImage> {
  const content = await contentOf(bytes, name);
  const sha256 = content.fault === null ? await staging.put(bytes) : "";
  return { name, sha256, byteSize: bytes.byteLength, ...content };
}
