import type { Queries } from "./database.js";
import type { MaskStudy, Prisma } from "./generated/client.js";
import type { MaskTestTable } from "./maskTests.js";

export type MaskStudyRow = MaskStudy;

export const MASK_STUDIES: MaskTestTable<MaskStudyRow> = {
  find: (db, id) => db.maskStudy.findUnique({ where: { id } }),
  changeIf: async (db, id, from, data) => {
    const { count } = await db.maskStudy.updateMany({ where: { id, status: { in: [...from] } }, data });
    return count === 1;
  },
};

/** Studies of several runs, the oldest first. */
export function findStudiesOfRuns(db: Queries, runIds: readonly string[]): Promise<MaskStudyRow[]> {
  return db.maskStudy.findMany({
    where: { runId: { in: [...runIds] } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
}

export function createMaskStudy(
  db: Queries,
  study: Prisma.MaskStudyUncheckedCreateInput,
): Promise<MaskStudyRow> {
  return db.maskStudy.create({ data: study });
}

export async function deleteMaskStudyRow(db: Queries, id: string): Promise<void> {
  await db.maskStudy.delete({ where: { id } });
}
