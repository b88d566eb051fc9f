// A whole analysis in a process of its own, without a loader, for its peak memory and its times; prints JSON.
// Argument: the file of a request as JSON.
import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { runAnalysis } from "../../packages/core/dist/run/runAnalysis.js";

const IMAGES = new URL("../../samples/tinted-fashion/", import.meta.url);

const { spec, modelFile, threads, entries } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const model = new Uint8Array(await readFile(modelFile));
const folder = await mkdtemp(path.join(tmpdir(), "unitscope-bench-"));
const file = path.join(folder, "state");

const start = performance.now();
let firstAt = 0;
let lastAt = 0;
let first = { evaluationsDone: 0, evaluationsReused: 0 };
const result = await runAnalysis({
  spec,
  model,
  images: {
    entries,
    read: async (index) => new Uint8Array(await readFile(new URL(entries[index].name, IMAGES))),
  },
  threads,
  keepState: true,
  stateStore: {
    load: async () => null,
    save: async (state) => {
      await writeFile(`${file}.new`, state);
      await rename(`${file}.new`, file);
    },
  },
  onProgress: (progress) => {
    lastAt = performance.now();
    if (progress.evaluationsDone === progress.evaluationsPlanned) process.send?.("last");
    if (firstAt > 0) return;
    firstAt = lastAt;
    first = progress;
    process.send?.("first");
  },
});
const end = performance.now();
await rm(folder, { recursive: true });
const { evaluationsDone, evaluationsReused } = result.evaluations;
const times = {
  seconds: (end - start) / 1000,
  secondsToFirstProgress: (firstAt - start) / 1000,
  // Starting is measured apart: the clock of the rate begins with the first progress.
  evaluationSeconds: (end - firstAt) / 1000,
  secondsAfterLastProgress: (end - lastAt) / 1000,
  planned: evaluationsDone - first.evaluationsDone,
  inferred: evaluationsDone - first.evaluationsDone - (evaluationsReused - first.evaluationsReused),
  peakMemoryMiB: process.resourceUsage().maxRSS / 1024,
};
console.log(JSON.stringify(times));
if (process.connected) process.disconnect();
