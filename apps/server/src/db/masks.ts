import type { Queries } from "./database.js";
import type { Mask, MaskCheckpoint, Prisma } from "./generated/client.js";

export type MaskRow = Mask;
export type MaskCheckpointRow = MaskCheckpoint;
export type NewMask = Prisma.MaskUncheckedCreateInput;
/** As it is written; it carries no mask id yet. */
export type NewMaskCheckpoint = Prisma.MaskCheckpointCreateManyMaskInput;

export function findMask(db: Queries, id: string): Promise<MaskRow | null> {
  return db.mask.findUnique({ where: { id } });
}

export function findMasks(db: Queries, ids: readonly string[]): Promise<MaskRow[]> {
  return db.mask.findMany({ where: { id: { in: [...ids] } } });
}

/** Masks of several runs, the oldest first. */
export function findMasksOfRuns(db: Queries, runIds: readonly string[]): Promise<MaskRow[]> {
  return db.mask.findMany({
    where: { runId: { in: [...runIds] } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
}

/** Checkpoints of several masks, each mask's in forward order, without the multipliers of soft masks. */
export function findMaskCheckpoints(
  db: Queries,
  maskIds: readonly string[],
): Promise<Omit<MaskCheckpointRow, "multipliers">[]> {
  return db.maskCheckpoint.findMany({
    where: { maskId: { in: [...maskIds] } },
    omit: { multipliers: true },
    orderBy: [{ maskId: "asc" }, { position: "asc" }],
  });
}

/** All checkpoints of a mask with everything, in forward order. */
export function findWholeMaskCheckpoints(db: Queries, maskId: string): Promise<MaskCheckpointRow[]> {
  return db.maskCheckpoint.findMany({ where: { maskId }, orderBy: { position: "asc" } });
}

/** One checkpoint of a mask with everything, by name. */
export function findMaskCheckpoint(
  db: Queries,
  maskId: string,
  checkpointName: string,
): Promise<MaskCheckpointRow | null> {
  return db.maskCheckpoint.findUnique({
    where: { maskId_checkpointName: { maskId, checkpointName } },
  });
}

export function createMask(
  db: Queries,
  mask: NewMask,
  checkpoints: readonly NewMaskCheckpoint[],
): Promise<MaskRow> {
  return db.mask.create({ data: { ...mask, checkpoints: { createMany: { data: [...checkpoints] } } } });
}

/** Deletes a mask with its evaluations; their blobs are the caller's to delete. */
export async function deleteMaskRow(db: Queries, id: string): Promise<void> {
  await db.mask.delete({ where: { id } });
}
