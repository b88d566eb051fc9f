import type { SkippedImages } from "@unitscope/core/reading";
import type { Queries } from "./database.js";
import type { ImageFile, ImagePartition, ImageSet } from "./generated/client.js";

export type ImageSetRow = ImageSet;
export type ImagePartitionRow = ImagePartition;
export type ImageFileRow = ImageFile;

/** An image set as it is written. */
export interface NewImageSet {
  readonly name: string;
  readonly digest: string;
  readonly classes: readonly string[];
  readonly partitions: readonly { readonly name: string; readonly imageCount: number }[];
  /** In the order that gives each file its position. */
  readonly files: readonly Omit<ImageFile, "imageSetId" | "position">[];
  /** Bad images that were left out. */
  readonly skipped: SkippedImages;
  /** In one line what else was left out; null when nothing was. */
  readonly leftOut: string | null;
}

/** Rows of one insert: few enough that other requests are answered in between. A thousand take 0.1 to 0.4 s to compile. */
const ROWS_PER_INSERT = 50;

export function findImageSet(db: Queries, id: string): Promise<ImageSetRow | null> {
  return db.imageSet.findUnique({ where: { id } });
}

export function findImageSetByName(db: Queries, name: string): Promise<ImageSetRow | null> {
  return db.imageSet.findUnique({ where: { name } });
}

export function findImageSets(db: Queries, ids: readonly string[]): Promise<ImageSetRow[]> {
  return db.imageSet.findMany({ where: { id: { in: [...ids] } } });
}

/** Partitions of several sets, each set's in order. */
export function findPartitions(db: Queries, imageSetIds: readonly string[]): Promise<ImagePartitionRow[]> {
  return db.imagePartition.findMany({
    where: { imageSetId: { in: [...imageSetIds] } },
    orderBy: [{ imageSetId: "asc" }, { position: "asc" }],
  });
}

/** Files of a set in the order of their positions, which is the order that a design selects by. */
export function findImageFiles(db: Queries, imageSetId: string): Promise<ImageFileRow[]> {
  return db.imageFile.findMany({ where: { imageSetId }, orderBy: { position: "asc" } });
}

/** Writes a set with its partitions and files; call it in a transaction. */
export async function createImageSet(db: Queries, set: NewImageSet): Promise<ImageSetRow> {
  const row = await db.imageSet.create({
    data: {
      name: set.name,
      digest: set.digest,
      classes: [...set.classes],
      imageCount: set.files.length,
      skippedCount: set.skipped.count,
      skippedImages: set.skipped.images.map(({ name, reason }) => ({ name, reason })),
      leftOut: set.leftOut,
      partitions: { createMany: { data: set.partitions.map((p, position) => ({ ...p, position })) } },
    },
  });
  for (let start = 0; start < set.files.length; start += ROWS_PER_INSERT) {
    const files = set.files.slice(start, start + ROWS_PER_INSERT);
    await db.imageFile.createMany({
      data: files.map((file, i) => ({ ...file, imageSetId: row.id, position: start + i })),
    });
  }
  return row;
}
