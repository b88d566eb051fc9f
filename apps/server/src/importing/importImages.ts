import type { ArrangedImages } from "@unitscope/core/importing";
import { imagesDigest, inTurns, type SkippedImages } from "@unitscope/core/reading";
import { type Database, isUniqueViolation } from "../db/database.js";
import { createImageSet, findImageSetByName, type ImageSetRow, type NewImageSet } from "../db/imageSets.js";
import type { BlobStaging } from "../store/blobStaging.js";
import { ImportError } from "./importErrors.js";

/** An image whose bytes are staged. */
export interface StagedImage {
  /** Hex digest of the bytes. */
  readonly sha256: string;
  readonly byteSize: number;
}

/** Checked images that are ready to be registered. */
export interface StagedSet extends ArrangedImages<StagedImage> {
  readonly name: string;
  /** Bad images that were left out. */
  readonly skipped: SkippedImages;
  /** In one line what else was left out. */
  readonly leftOut?: string;
}

/** Writing a set in several transactions would leave half a set; this is long enough for a million rows and blobs. */
const TRANSACTION_MS = 30 * 60_000;

/**
 * Registers a set in one transaction and keeps its staged blobs. The same content under the same name is the set that
 * is there; blobs of it that were lost are put back.
 *
 * @throws {ImportError} CONFLICT when other images have the name; the staged blobs are then for the caller to discard.
 */
export async function registerImages(
  db: Database,
  staging: BlobStaging,
  staged: StagedSet,
): Promise<ImageSetRow> {
  const set = await newImageSet(staged);
  const existing = await findImageSetByName(db, set.name);
  if (existing) return keptIfSame(existing, set.digest, staging);
  try {
    return await db.$transaction(
      async (tx) => {
        const row = await createImageSet(tx, set);
        await staging.keep();
        return row;
      },
      { timeout: TRANSACTION_MS },
    );
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // Somebody else registered the name in the meantime.
    const winner = await findImageSetByName(db, set.name);
    if (!winner) throw error;
    return keptIfSame(winner, set.digest, staging);
  }
}

async function newImageSet({
  name,
  images,
  classes,
  partitions,
  skipped,
  leftOut,
}: StagedSet): Promise<NewImageSet> {
  const counts = partitions.map(() => 0);
  const files: NewImageSet["files"][number][] = [];
  const contents: { name: string; sha256: string }[] = [];
  await inTurns(images, ({ name: path, partition, classIndex, found: { sha256, byteSize } }) => {
    counts[partition] = (counts[partition] ?? 0) + 1;
    files.push({ partition, classIndex, path, sha256, byteSize });
    contents.push({ name: path, sha256 });
  });
  return {
    name,
    digest: await imagesDigest(contents),
    classes,
    partitions: partitions.map((partition, p) => ({ name: partition, imageCount: counts[p] ?? 0 })),
    files,
    skipped,
    leftOut: leftOut ?? null,
  };
}

async function keptIfSame(existing: ImageSetRow, digest: string, staging: BlobStaging): Promise<ImageSetRow> {
  if (existing.digest !== digest) {
    throw new ImportError(
      "CONFLICT",
      `Other images are already called "${existing.name}". Image sets do not change: give this one another name.`,
      "name",
    );
  }
  await staging.keep();
  return existing;
}
