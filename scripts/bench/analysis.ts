import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { RunSpec } from "../../packages/core/dist/run/runSpec.js";
import { sampleImageSet } from "../../tests/golden/sampleRun.js";
import { model } from "./subject.js";

/** Times, counts and memory of one whole analysis; counts are of what follows the first progress. */
export interface AnalysisTimes {
  readonly seconds: number;
  readonly secondsToFirstProgress: number;
  readonly evaluationSeconds: number;
  readonly secondsAfterLastProgress: number;
  readonly planned: number;
  readonly inferred: number;
  /** Largest resident set of the process. */
  readonly peakMemoryMiB: number;
}

const ENTRY = fileURLToPath(new URL("./analysisProcess.mjs", import.meta.url));

/** Runs a whole analysis of the benchmark's network in a process of its own, its states written to a file. */
export async function analyse(spec: RunSpec, threads: number): Promise<AnalysisTimes> {
  const folder = await mkdtemp(path.join(tmpdir(), "unitscope-bench-"));
  try {
    const modelFile = path.join(folder, "model.onnx");
    await writeFile(modelFile, model);
    const requestFile = path.join(folder, "request.json");
    await writeFile(
      requestFile,
      JSON.stringify({ spec, modelFile, threads, entries: sampleImageSet().entries }),
    );
    const { stdout } = await promisify(execFile)(process.execPath, [ENTRY, requestFile]);
    return JSON.parse(stdout) as AnalysisTimes;
  } finally {
    await rm(folder, { recursive: true });
  }
}
