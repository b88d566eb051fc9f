import type { Queries } from "./database.js";
import type { MaskEvaluation, Prisma } from "./generated/client.js";
import type { MaskTestTable } from "./maskTests.js";

export type MaskEvaluationRow = MaskEvaluation;

export const MASK_EVALUATIONS: MaskTestTable<MaskEvaluationRow> = {
  find: (db, id) => db.maskEvaluation.findUnique({ where: { id } }),
  changeIf: async (db, id, from, data) => {
    const { count } = await db.maskEvaluation.updateMany({ where: { id, status: { in: [...from] } }, data });
    return count === 1;
  },
};

/** Evaluations of several masks, the oldest first. */
export function findEvaluationsOfMasks(
  db: Queries,
  maskIds: readonly string[],
): Promise<MaskEvaluationRow[]> {
  return db.maskEvaluation.findMany({
    where: { maskId: { in: [...maskIds] } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
}

/** Evaluations of all masks of a run. */
export function findEvaluationsOfRun(db: Queries, runId: string): Promise<MaskEvaluationRow[]> {
  return db.maskEvaluation.findMany({ where: { mask: { runId } } });
}

export function createMaskEvaluation(
  db: Queries,
  evaluation: Prisma.MaskEvaluationUncheckedCreateInput,
): Promise<MaskEvaluationRow> {
  return db.maskEvaluation.create({ data: evaluation });
}
