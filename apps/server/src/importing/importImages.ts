import { CoreError, ImageDecodeError } from "@unitscope/core/errors";
import { decodeImage } from "@unitscope/core/image/decode";
import { type Database, isUniqueViolation } from "../db/database.js";
import { createImageSet, findImageSetByName, type ImageSetRow, type NewImageSet } from "../db/imageSets.js";
import { type BlobStore, sha256 } from "../store/blobStore.js";
import { type ImagePlace, placeImages } from "./imagePaths.js";
import { checkName, ImportError } from "./importErrors.js";

/** An image that is ready to be registered: checked, and stored as a blob. */
interface StoredImage {
  readonly sha256: string;
  readonly byteSize: number;
}

/** Files of a set on their way in, in any order. */
export interface IncomingImages {
  /** How many there are, where that is known before they are read. */
  readonly count?: number;
  /** Path relative to the set, with "/" between the parts. */
  readonly files: AsyncIterable<{ readonly path: string; readonly bytes: Uint8Array }>;
  /** True when one folder around everything may be looked through. */
  readonly wrapper: boolean;
}

export interface ImageImportOptions {
  readonly name: string;
  /** Told after every image. `total` is undefined while it is not known. */
  readonly onProgress?: (done: number, total: number | undefined) => void;
}

/** Reading a set from a row of transactions would leave half a set; this is long enough for a million rows. */
const TRANSACTION_MS = 10 * 60_000;

/**
 * Decodes every image once, stores it, and registers the set in one transaction. Importing the same content under the
 * same name again returns the set that is there.
 *
 * @throws {ImageDecodeError} naming the first image that is broken.
 * @throws {ImportError} INVALID when a file stands in the wrong place; CONFLICT when other images have the name.
 */
export async function importImages(
  db: Database,
  blobs: BlobStore,
  incoming: IncomingImages,
  options: ImageImportOptions,
): Promise<ImageSetRow> {
  const name = checkName(options.name);
  const stored = new Map<string, StoredImage>();
  for await (const { path, bytes } of incoming.files) {
    if (stored.has(path)) throw new ImportError("INVALID", `The image "${path}" occurs twice.`);
    await checkImage(path, bytes);
    stored.set(path, { sha256: await blobs.put(bytes), byteSize: bytes.byteLength });
    options.onProgress?.(stored.size, incoming.count);
  }
  const paths = [...stored.keys()];
  const places = placeImages(paths, { wrapper: incoming.wrapper });
  const set = arrange(
    name,
    places.map((place, i) => ({ place, image: stored.get(paths[i]!)! })),
  );
  const existing = await findImageSetByName(db, name);
  if (existing) return sameOrConflict(existing, set.digest);
  try {
    return await db.$transaction((tx) => createImageSet(tx, set), { timeout: TRANSACTION_MS });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // Somebody else registered the name in the meantime.
    const winner = await findImageSetByName(db, name);
    if (!winner) throw error;
    return sameOrConflict(winner, set.digest);
  }
}

async function checkImage(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await decodeImage(bytes, path);
  } catch (error) {
    if (error instanceof CoreError) throw error;
    throw new ImageDecodeError(`The image "${path}" cannot be decoded.`, error);
  }
}

/** Partitions, classes and files in the order of their names, which a design later relies on. */
function arrange(name: string, images: readonly { place: ImagePlace; image: StoredImage }[]): NewImageSet {
  const partitions = sortedUnique(images.map(({ place }) => place.partition));
  const classes = sortedUnique(images.map(({ place }) => place.className));
  const files = [...images]
    .sort((a, b) => compare(a.place.path, b.place.path))
    .map(({ place, image }) => ({
      partition: partitions.indexOf(place.partition),
      classIndex: classes.indexOf(place.className),
      path: place.path,
      ...image,
    }));
  for (const [p, partition] of partitions.entries()) {
    for (const [c, className] of classes.entries()) {
      if (files.some((file) => file.partition === p && file.classIndex === c)) continue;
      throw new ImportError(
        "INVALID",
        `The partition "${partition}" has no image of class "${className}"; every class needs at least one in every partition.`,
      );
    }
  }
  const digest = sha256(files.map((file) => `${file.path}\0${file.sha256}\n`).join(""));
  const counted = partitions.map((partition, p) => ({
    name: partition,
    imageCount: files.filter((file) => file.partition === p).length,
  }));
  return { name, digest, classes, partitions: counted, files };
}

function sameOrConflict(existing: ImageSetRow, digest: string): ImageSetRow {
  if (existing.digest === digest) return existing;
  throw new ImportError(
    "CONFLICT",
    `Other images are already called "${existing.name}". Image sets do not change: give this one another name.`,
    "name",
  );
}

function sortedUnique(values: readonly string[]): string[] {
  return [...new Set(values)].sort(compare);
}

/** By code units, the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
