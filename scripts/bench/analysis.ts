import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
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
/** A run is paused for other measurements after so long. */
const TURN_MS = 20_000;

/**
 * Runs a whole analysis of the benchmark's network in a process of its own, its states written to a file.
 *
 * @param between what is measured in turn with the run, which is paused meanwhile, its evaluations begun
 */
export async function analyse(
  spec: RunSpec,
  threads: number,
  between?: () => Promise<void>,
): Promise<AnalysisTimes> {
  const folder = await mkdtemp(path.join(tmpdir(), "unitscope-bench-"));
  try {
    const modelFile = path.join(folder, "model.onnx");
    await writeFile(modelFile, model);
    const requestFile = path.join(folder, "request.json");
    await writeFile(
      requestFile,
      JSON.stringify({ spec, modelFile, threads, entries: sampleImageSet().entries }),
    );
    const run = spawn(process.execPath, [ENTRY, requestFile], {
      stdio: ["ignore", "pipe", "inherit", "ipc"],
    });
    const ended = once(run, "close");
    const printed = text(run.stdout);
    const paused = between ? await takeTurns(run, between) : 0;
    const [code] = await ended;
    if (code !== 0) throw new Error(`The analysis ended with code ${code}.`);
    const times = JSON.parse(await printed) as AnalysisTimes;
    return {
      ...times,
      seconds: times.seconds - paused,
      evaluationSeconds: times.evaluationSeconds - paused,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Pauses the run again and again until it makes its index maps. @returns seconds that it was paused. */
async function takeTurns(run: ChildProcess, between: () => Promise<void>): Promise<number> {
  let paused = 0;
  // The first message tells of the first progress, the second of the last; or the process failed.
  await Promise.race([once(run, "message"), once(run, "exit")]);
  const over = Promise.race([once(run, "message"), once(run, "exit")]).then(() => true);
  while (!(await Promise.race([over, sleep(TURN_MS, false)]))) {
    const start = performance.now();
    run.kill("SIGSTOP");
    try {
      await between();
    } finally {
      // A paused process would outlive the benchmark.
      run.kill("SIGCONT");
    }
    paused += (performance.now() - start) / 1000;
  }
  return paused;
}
