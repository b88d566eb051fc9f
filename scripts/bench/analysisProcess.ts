// A whole analysis in a process of its own, for its peak memory and its times; prints JSON. Arguments: a request as JSON.
import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { runAnalysis } from "../../packages/core/dist/run/runAnalysis.js";
import { sampleImages } from "../../tests/golden/sampleRun.js";
import type { AnalysisRequest, AnalysisTimes } from "./analysis.js";

const request = JSON.parse(process.argv[2]) as AnalysisRequest;
const model = new Uint8Array(await readFile(request.modelFile));
const folder = await mkdtemp(path.join(tmpdir(), "unitscope-bench-"));
const file = path.join(folder, "state");

const start = performance.now();
let firstAt = 0;
let lastAt = 0;
let first = { evaluationsDone: 0, evaluationsReused: 0 };
const result = await runAnalysis({
  spec: request.spec,
  model,
  images: sampleImages(),
  threads: request.threads,
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
    if (firstAt > 0) return;
    firstAt = lastAt;
    first = progress;
  },
});
const end = performance.now();
await rm(folder, { recursive: true });
const { evaluationsDone, evaluationsReused } = result.evaluations;
const times: AnalysisTimes = {
  seconds: (end - start) / 1000,
  secondsToFirstProgress: (firstAt - start) / 1000,
  // Starting is measured apart: the clock of the rate begins with the first finished base sample.
  evaluationSeconds: (end - firstAt) / 1000,
  secondsAfterLastProgress: (end - lastAt) / 1000,
  planned: evaluationsDone - first.evaluationsDone,
  inferred: evaluationsDone - first.evaluationsDone - (evaluationsReused - first.evaluationsReused),
  peakMemoryMiB: process.resourceUsage().maxRSS / 1024,
};
console.log(JSON.stringify(times));
