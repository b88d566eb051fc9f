import { Worker } from "node:worker_threads";

/**
 * Memory for short-lived objects, MiB: V8's own choice, three times as much, is hardly faster here, where nearly all
 * memory is arrays that live elsewhere.
 */
const YOUNG_GENERATION_MIB = 16;

/**
 * Starts a worker thread. Where its entry is still TypeScript (in tests), a loader has to come first.
 *
 * @param entry compiled file
 */
export function startThread(entry: URL, workerData: unknown): Worker {
  const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_GENERATION_MIB };
  if (!import.meta.url.endsWith(".ts")) return new Worker(entry, { workerData, resourceLimits });
  const source = JSON.stringify(entry.href.replace(/\.js$/, ".ts"));
  const load = `import("tsx/esm/api").then(({ register }) => { register(); return import(${source}); })`;
  return new Worker(load, { eval: true, workerData });
}
