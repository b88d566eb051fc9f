import type { Queries } from "./database.js";
import type { IndexMap, Measure, Prisma } from "./generated/client.js";

export type IndexMapRow = IndexMap;
export type NewIndexMap = Prisma.IndexMapCreateManyInput;

/** Which maps of a run; what is left out is not narrowed by. */
export interface IndexMapCriteria {
  readonly checkpoint?: string | null;
  readonly measure?: Measure | null;
  /** First factor, or either factor of an S2. */
  readonly factor?: string | null;
}

/** Maps of a run in the order checkpoint, measure, factor, in which the run wrote them. */
export function findIndexMaps(
  db: Queries,
  runIds: readonly string[],
  criteria: IndexMapCriteria = {},
): Promise<IndexMapRow[]> {
  const { checkpoint, measure, factor } = criteria;
  return db.indexMap.findMany({
    where: {
      runId: { in: [...runIds] },
      ...(checkpoint ? { checkpointName: checkpoint } : {}),
      ...(measure ? { measure } : {}),
      ...(factor ? { OR: [{ factor }, { withFactor: factor }] } : {}),
    },
    orderBy: [{ runId: "asc" }, { position: "asc" }],
  });
}

export function findIndexMap(db: Queries, id: string): Promise<IndexMapRow | null> {
  return db.indexMap.findUnique({ where: { id } });
}

/** Deletes all maps of a run with their channels. */
export async function deleteIndexMaps(db: Queries, runId: string): Promise<void> {
  await db.indexMap.deleteMany({ where: { runId } });
}

/** Which of these runs have results. */
export async function findRunsWithMaps(db: Queries, runIds: readonly string[]): Promise<string[]> {
  const found = await db.indexMap.findMany({
    where: { runId: { in: [...runIds] } },
    distinct: ["runId"],
    select: { runId: true },
  });
  return found.map(({ runId }) => runId);
}

export async function createIndexMaps(db: Queries, maps: NewIndexMap[]): Promise<void> {
  await db.indexMap.createMany({ data: maps });
}
