import type { Queries } from "./database.js";
import type { Method, Prisma, Run } from "./generated/client.js";
import type { RunStatus } from "./generated/enums.js";
import type { JobTable } from "./jobTable.js";
import { notifyRunChanged } from "./runChanges.js";

export type RunRow = Run;
export type NewRun = Prisma.RunUncheckedCreateInput;

/** What a list of runs is narrowed by. */
export interface RunCriteria {
  readonly status?: readonly RunStatus[] | null;
  readonly method?: readonly Method[] | null;
  readonly modelId?: string | null;
  readonly imageSetId?: string | null;
  readonly tag?: string | null;
  /** Part of the name, the notes or a whole tag, whatever the case. */
  readonly search?: string | null;
}

export function runsWhere(criteria: RunCriteria): Prisma.RunWhereInput {
  const { status, method, modelId, imageSetId, tag, search } = criteria;
  const text = search ? { contains: search, mode: "insensitive" as const } : undefined;
  return {
    ...(status ? { status: { in: [...status] } } : {}),
    ...(method ? { method: { in: [...method] } } : {}),
    ...(modelId ? { modelId } : {}),
    ...(imageSetId ? { imageSetId } : {}),
    ...(tag ? { tags: { has: tag } } : {}),
    ...(search && text ? { OR: [{ name: text }, { notes: text }, { tags: { has: search } }] } : {}),
  };
}

export function findRun(db: Queries, id: string): Promise<RunRow | null> {
  return db.run.findUnique({ where: { id } });
}

export function findRuns(db: Queries, ids: readonly string[]): Promise<RunRow[]> {
  return db.run.findMany({ where: { id: { in: [...ids] } } });
}

export async function isRunNameTaken(db: Queries, name: string): Promise<boolean> {
  return (await db.run.count({ where: { name }, take: 1 })) > 0;
}

export function createRun(db: Queries, run: NewRun): Promise<RunRow> {
  return db.run.create({ data: run });
}

export function updateRun(db: Queries, id: string, data: Prisma.RunUncheckedUpdateInput): Promise<RunRow> {
  return db.run.update({ where: { id }, data });
}

/** See {@link JobTable.changeIf}. */
export async function changeRunIf(
  db: Queries,
  id: string,
  from: readonly RunStatus[],
  data: Prisma.RunUncheckedUpdateManyInput,
): Promise<boolean> {
  const { count } = await db.run.updateMany({ where: { id, status: { in: [...from] } }, data });
  return count === 1;
}

export async function deleteRunRow(db: Queries, id: string): Promise<void> {
  await db.run.delete({ where: { id } });
}

export const RUNS: JobTable<RunRow> = {
  find: findRun,
  changeIf: changeRunIf,
  notifyChanged: notifyRunChanged,
};
