import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { goldenModel } from "../golden/onnx.js";
import { specOf } from "./tinyJobs.js";

const PROCESS = fileURLToPath(new URL("imageMemory.process.mjs", import.meta.url));
const IMAGES = 2_000;
const BYTES = 200_000;

it("takes no more memory the more images it has read", async () => {
  const entries = Array.from({ length: IMAGES }, (_, i) => ({
    partition: 0,
    classIndex: 0,
    name: `${i}.png`,
  }));
  const spec = {
    ...specOf({ method: "VARIANCE", factors: ["grayscaling"], includeClass: false, includePartition: false }),
    baseSamples: 4 * IMAGES,
    blockSize: 16,
    holdOut: 0,
    imageCounts: [[IMAGES]],
  };
  const child = spawn(process.execPath, [PROCESS], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "close");
  const model = Buffer.from(goldenModel("tinycnn_a_bn.onnx")).toString("base64");
  child.stdin.end(JSON.stringify({ spec, entries, model, bytes: BYTES, threads: 2 }));
  const printed = await text(child.stdout);
  expect((await ended)[0]).toBe(0);
  const { read, quarters } = JSON.parse(printed) as { read: number; quarters: number[] };
  // Almost every image was read (each one 4 times on average), most of them more than once: 400 MB and more went through.
  expect(read).toBeGreaterThan(IMAGES);
  // Largest resident set in the second quarter of the run, and in the last.
  const [, second, , last] = quarters as [number, number, number, number];
  expect(last / second).toBeLessThan(1.1);
});
