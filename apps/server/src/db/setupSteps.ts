import type { Queries } from "./database.js";

/** Was this step of the first start done? */
export async function isStepDone(db: Queries, key: string): Promise<boolean> {
  return (await db.setupStep.count({ where: { key } })) > 0;
}

/** Notes that a step is done; a second time changes nothing. */
export async function markStepDone(db: Queries, key: string): Promise<void> {
  await db.setupStep.upsert({ where: { key }, create: { key }, update: {} });
}
