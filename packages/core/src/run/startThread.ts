import { Worker } from "node:worker_threads";

/**
 * Starts a worker thread. Where its entry is still TypeScript (in tests), a loader has to come first.
 *
 * @param entry compiled file
 */
export function startThread(entry: URL, workerData: unknown): Worker {
  if (!import.meta.url.endsWith(".ts")) return new Worker(entry, { workerData });
  const source = JSON.stringify(entry.href.replace(/\.js$/, ".ts"));
  const load = `import("tsx/esm/api").then(({ register }) => { register(); return import(${source}); })`;
  return new Worker(load, { eval: true, workerData });
}
