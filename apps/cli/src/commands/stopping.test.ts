import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { interrupt } from "../testing/heldProcess.js";
import { analyzeSample, SAMPLE_IMAGES, SAMPLE_LABELS, SAMPLE_MODEL } from "../testing/sampleRun.js";

const FILES = ["--model", SAMPLE_MODEL, "--images", SAMPLE_IMAGES];
const DESIGN = ["--method", "shapley", "--factors", "hue,grayscaling", "--checkpoints", "layer4,fc"];
/** What a person waits for after Ctrl-C. */
const LIMIT_MS = 1_000;

let folder: string;
let run: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "unitscope-stopping-"));
  run = path.join(folder, "run.h5");
  await analyzeSample(run, ...DESIGN, "--preprocessing", "imagenet", "--base-samples", "16");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const MASKS = [...FILES, "--labels", SAMPLE_LABELS, "--measure", "ST"];
const COMMANDS: Readonly<Record<string, () => readonly string[]>> = {
  analyze: () => ["analyze", ...FILES, ...DESIGN, "--base-samples", "256"],
  evaluate: () => ["evaluate", run, ...MASKS, "--factor", "hue", "--percentile", "0.9"],
  study: () => ["study", run, ...MASKS, "--checkpoints", "layer4", "--factors", "hue"],
};

it.each(
  Object.entries(COMMANDS).flatMap(([command, args]) =>
    ([1, 3, 16] as const).map(
      (threads) => [command, threads, threads === 3 ? "SIGTERM" : "SIGINT", args] as const,
    ),
  ),
)(
  "%s with %i threads ends at once on %s and says where it goes on",
  async (command, threads, signal, args) => {
    const out = path.join(folder, `${command}-${threads}-${signal}.out`);
    const { code, stderr, untilHeld, untilEnd } = await interrupt(
      6,
      [...args(), "--threads", String(threads), "--out", out],
      signal,
    );
    expect({ code, stderr }).toEqual({
      code: 130,
      stderr: expect.stringContaining(`Stopped; the state is in "${out}.state"`),
    });
    expect(existsSync(`${out}.state`)).toBe(true);
    // On a slow machine no longer than the same program took to start with the same threads.
    expect(untilEnd).toBeLessThan(Math.max(LIMIT_MS, untilHeld));
  },
);
