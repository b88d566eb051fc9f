import { readFile } from "node:fs/promises";
import { arrangeImages, type PlacedImage } from "./arrangeImages.js";
import { type SkippedImages, type UsableImages, usableImages } from "./badImages.js";
import type { CheckedFile, CheckOptions } from "./checkFiles.js";
import { CheckKeeper } from "./checkKeeper.js";
import type { PagedImage } from "./folderContent.js";
import { imagesDigest } from "./imagesDigest.js";
import { inTurns } from "./inTurns.js";
import { OpenFiles } from "./openFiles.js";
import { verifiedImage } from "./verifyImage.js";
import { type FoundImage, walkFolder } from "./walkFolder.js";

/** How a folder of images is read. */
export interface ImageFolderOptions extends CheckOptions {
  /** Leaves bad images out in place of refusing the folder. @default false */
  readonly skipBadImages?: boolean;
  /** Told when what was checked cannot be kept for the next time. */
  readonly onWarning?: (message: string) => void;
  /** Where checks are kept; null keeps none. @default {@link cacheFolder} */
  readonly cacheFolder?: string | null;
}

/** One image of a folder. */
export interface FolderImage {
  /** Path in the folder, "/" between the parts. */
  readonly name: string;
  readonly partition: number;
  readonly classIndex: number;
}

/** What is known of an image's file, in the order of the entries. */
export interface ImageFileFacts {
  /** Where it really lies, links followed. */
  readonly file: string;
  /** Of its bytes, hex. */
  readonly sha256: string;
  readonly byteSize: number;
}

/** A folder of images, all of which were whole when it was read. */
export interface ImageFolder {
  /** In the order of code units; one called "all" when the folder has none. */
  readonly partitions: readonly string[];
  readonly classes: readonly string[];
  /** In the order of the names' code units, which a design selects by. */
  readonly entries: readonly FolderImage[];
  readonly files: readonly ImageFileFacts[];
  /** Of names and contents; see {@link imagesDigest}. */
  readonly digest: string;
  /** Bad images that were left out. */
  readonly skipped: SkippedImages;
  /** In one line what else was left out, with counts. */
  readonly leftOut?: string;
  /** The set that the folder held when it was read before, where it was another, and how many images differ. */
  readonly previous?: { readonly digest: string; readonly differing: number };
  /**
   * The bytes of an image.
   *
   * @throws {ImageChangedError} when it is gone by now or holds other bytes.
   */
  read(index: number): Promise<Uint8Array>;
}

type Placed = PlacedImage<FoundImage>;

/**
 * Reads a folder of images, <partition>/<class>/<file>, <class>/<file> or files alone: lists it as torchvision's
 * ImageFolder does, links followed, and checks that every image decodes whole. What was checked is kept, so that an
 * unchanged folder is not read again. Nothing is held in memory but names and digests.
 *
 * @throws {ImageFolderError} with everything that is wrong with the folder.
 * @throws {BadImagesError} with all bad images and what is wrong with each.
 * @throws {ImageReadError} when the machine does not give a file; what was checked is kept.
 * @throws {CancelledError} when the signal is aborted; what was checked is kept.
 */
export async function readImageFolder(
  folder: string,
  options: ImageFolderOptions = {},
): Promise<ImageFolder> {
  const { signal, skipBadImages = false, readBytes = (file: string) => readFile(file) } = options;
  const { openFiles = new OpenFiles() } = options;
  const where = `The folder of images "${folder}"`;
  const { content, place } = await walkFolder(folder, { signal, openFiles });
  const set = await arrangeImages(content, where);
  const keeper = new CheckKeeper(place, options);
  const checked = await keeper.check(set.images, { ...options, openFiles });
  const factsOf = new Map<Placed, CheckedFile>();
  await inTurns(set.images, (image) => factsOf.set(image, checked[factsOf.size]));
  let usable: UsableImages<FoundImage>;
  try {
    usable = await usableImages(set, where, (image) => factsOf.get(image)?.fault ?? null, skipBadImages);
  } catch (error) {
    await keeper.keep();
    throw error;
  }
  const entries: FolderImage[] = [];
  const paged: PagedImage[] = [];
  const files: ImageFileFacts[] = [];
  await inTurns(usable.images, (image) => {
    const { name, partition, classIndex, found } = image;
    const { sha256, byteSize, pages } = factsOf.get(image) as CheckedFile;
    entries.push({ name, partition, classIndex });
    files.push({ file: found.file, sha256, byteSize });
    if (pages > 1) paged.push({ name, pages });
  });
  const digest = await imagesDigest(entries.map(({ name }, i) => ({ name, sha256: files[i].sha256 })));
  const { previous } = await keeper.keep({ digest, files });
  return {
    partitions: usable.partitions,
    classes: usable.classes,
    entries,
    files,
    digest,
    skipped: usable.skipped,
    leftOut: content.leftOutLine(paged),
    previous,
    read: (index) => {
      const entry = entries[index];
      if (!entry) throw new RangeError(`The set has ${entries.length} images; there is no number ${index}.`);
      return verifiedImage(entry.name, files[index].sha256, () =>
        openFiles.do(() => readBytes(files[index].file)),
      );
    },
  };
}
