import type { Database, Queries } from "./database.js";
import type { Checkpoint, Model, Prisma } from "./generated/client.js";

export type ModelRow = Model;
export type CheckpointRow = Checkpoint;
/** A model as it is written; the checkpoints carry no model id yet. */
export type NewModel = Omit<Prisma.ModelUncheckedCreateInput, "checkpoints" | "runs">;
export type NewCheckpoint = Omit<Checkpoint, "modelId">;

export function findModel(db: Queries, id: string): Promise<ModelRow | null> {
  return db.model.findUnique({ where: { id } });
}

export function findModelByName(db: Queries, name: string): Promise<ModelRow | null> {
  return db.model.findUnique({ where: { name } });
}

export function findModels(db: Queries, ids: readonly string[]): Promise<ModelRow[]> {
  return db.model.findMany({ where: { id: { in: [...ids] } } });
}

export function createModel(
  db: Queries,
  model: NewModel,
  checkpoints: readonly NewCheckpoint[],
): Promise<ModelRow> {
  return db.model.create({ data: { ...model, checkpoints: { createMany: { data: [...checkpoints] } } } });
}

/** Writes down what a look at a model has found, its checkpoints in place of those it had. */
export function storeLook(
  db: Database,
  id: string,
  {
    checkpoints,
    oneAtATime,
  }: { readonly checkpoints: readonly NewCheckpoint[]; readonly oneAtATime: string },
): Promise<ModelRow> {
  return db.$transaction(async (tx) => {
    // Taken first, so that of two at the same time the second waits and writes the same again.
    const model = await tx.model.update({ where: { id }, data: { oneAtATime } });
    await tx.checkpoint.deleteMany({ where: { modelId: id } });
    await tx.checkpoint.createMany({
      data: checkpoints.map((checkpoint) => ({ ...checkpoint, modelId: id })),
    });
    return model;
  });
}

/** Checkpoints of several models, each model's in forward order. */
export function findCheckpoints(db: Queries, modelIds: readonly string[]): Promise<CheckpointRow[]> {
  return db.checkpoint.findMany({
    where: { modelId: { in: [...modelIds] } },
    orderBy: [{ modelId: "asc" }, { position: "asc" }],
  });
}

export function modelsWhere(search: string | null | undefined): Prisma.ModelWhereInput {
  return search ? { name: { contains: search, mode: "insensitive" } } : {};
}
