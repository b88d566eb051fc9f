import { expect, it } from "vitest";
import { JOBS } from "./tinyJobs.js";

/** More threads than cores on most machines that run this, and more than there is work for. */
const THREADS = [2, 3, 4, 8, 16];

it.each(Object.entries(JOBS))("gives the same bits with 1 to 16 threads: %s", async (_name, job) => {
  const one = await job({ threads: 1 });
  for (const threads of THREADS) expect(await job({ threads }), `${threads} threads`).toBe(one);
});
