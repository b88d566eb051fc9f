import type { TestApi } from "./testApi.js";

/** Deletes all masks and tests of masks with their jobs, so that the next test finds none, whatever this one came to. */
export async function deleteMaskTests({ db }: TestApi): Promise<void> {
  await db.maskStudy.deleteMany();
  await db.maskEvaluation.deleteMany();
  await db.mask.deleteMany();
  await db.$queryRaw`SELECT (graphile_worker.remove_job(key)).id::text
    FROM graphile_worker.jobs WHERE key LIKE 'mask-%'`;
}
