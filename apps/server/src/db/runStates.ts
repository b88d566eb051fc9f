import type { Queries } from "./database.js";
import type { RunState } from "./generated/client.js";

export function findRunState(db: Queries, runId: string): Promise<RunState | null> {
  return db.runState.findUnique({ where: { runId } });
}

export async function putRunState(
  db: Queries,
  state: { runId: string; blocksDone: number; blobKey: string },
): Promise<void> {
  const { runId, ...values } = state;
  await db.runState.upsert({ where: { runId }, create: state, update: values });
}

export async function deleteRunState(db: Queries, runId: string): Promise<void> {
  await db.runState.deleteMany({ where: { runId } });
}
