// npm run bench [-- --base-samples N] [--json]: what a run costs beside bare inference of the same images.
// Ratios of one process, measured in turn, so that they hold on a noisy machine; see docs/performance.md.
import { parseArgs } from "node:util";
import { openInstrumentedSession } from "../../packages/core/dist/inference/instrumentedSession.js";
import { runAnalysis } from "../../packages/core/dist/run/runAnalysis.js";
import { resolveRunSpec } from "../../packages/core/dist/run/runSpec.js";
import { buildFormulaNet } from "../../tests/golden/formulaNets.js";
import { sampleModel } from "../../tests/golden/onnx.js";
import { sampleImageSet, sampleImages, sampleOffer } from "../../tests/golden/sampleRun.js";

/** Turns of each measurement; the best of each side counts, as the one with the least disturbance. */
const TURNS = 3;

interface Subject {
  readonly name: string;
  readonly model: Uint8Array;
  /** Side of the input, pixels. */
  readonly side: number;
  readonly baseSamples: number;
  readonly checkpoints: readonly string[];
}

interface Line {
  readonly subject: string;
  readonly set: string;
  readonly bareImagesPerSecond: number;
  readonly inferencesPerSecond: number;
  readonly plannedPerSecond: number;
  /** Inferences of the run per second / bare inferences per second, one thread each. */
  readonly inferenceRatio: number;
  /** Planned evaluations per second / bare inferences per second: reuse counts. */
  readonly plannedRatio: number;
  readonly units: number;
}

const { values: options } = parseArgs({
  options: { json: { type: "boolean" }, "base-samples": { type: "string" } },
});
const chosen = options["base-samples"] ? Number(options["base-samples"]) : undefined;
const subjects: Subject[] = [
  {
    name: "sample ResNet18, 64x64",
    model: sampleModel("resnet18-plain.onnx"),
    side: 64,
    baseSamples: chosen ?? 64,
    checkpoints: [],
  },
  {
    name: "ResNet18, 224x224",
    model: buildFormulaNet("resnet18"),
    side: 224,
    baseSamples: chosen ?? 16,
    checkpoints: ["maxpool", "layer1", "layer2", "layer3", "avgpool", "fc"],
  },
];

const lines: Line[] = [];
for (const subject of subjects) {
  for (const set of ["SET_1", "SET_2"]) lines.push(await measure(subject, set));
}
if (options.json) console.log(JSON.stringify(lines, null, 2));
else console.table(lines.map(({ units, ...line }) => ({ ...rounded(line), units })));

async function measure(subject: Subject, set: string): Promise<Line> {
  const { model, side, baseSamples } = subject;
  const base = await sampleOffer(model, side);
  const spec = resolveRunSpec(
    { augmentationSet: set, baseSamples, checkpoints: subject.checkpoints },
    base,
    sampleImageSet(),
  );
  const tensors = spec.checkpoints.map((checkpoint) => checkpoint.tensor);
  const session = await openInstrumentedSession(model, tensors);
  const batch = 16;
  const images = Float32Array.from({ length: batch * 3 * side * side }, (_, i) => Math.sin(i));
  await session.run(images, batch);
  let bare = 0;
  let best = { inferred: 0, planned: 0 };
  for (let turn = 0; turn < TURNS; turn++) {
    let count = 0;
    const bareStart = performance.now();
    while (performance.now() - bareStart < 4000) {
      await session.run(images, batch);
      count += batch;
    }
    bare = Math.max(bare, (1000 * count) / (performance.now() - bareStart));
    // Opening the session is no part of the rate: the clock starts with the first finished base sample.
    let start = 0;
    let before = { evaluationsDone: 0, evaluationsReused: 0 };
    const result = await runAnalysis({
      spec: { ...spec, seed: turn },
      model,
      images: sampleImages(),
      threads: 1,
      onProgress: (progress) => {
        if (start === 0) {
          start = performance.now();
          before = progress;
        }
      },
    });
    const seconds = (performance.now() - start) / 1000;
    const planned = result.evaluations.evaluationsDone - before.evaluationsDone;
    const reused = result.evaluations.evaluationsReused - before.evaluationsReused;
    if (planned / seconds > best.planned) {
      best = { inferred: (planned - reused) / seconds, planned: planned / seconds };
    }
  }
  await session.close();
  return {
    subject: subject.name,
    set,
    bareImagesPerSecond: bare,
    inferencesPerSecond: best.inferred,
    plannedPerSecond: best.planned,
    inferenceRatio: best.inferred / bare,
    plannedRatio: best.planned / bare,
    units: spec.checkpoints.reduce((sum, { shape }) => sum + shape.reduce((n, axis) => n * axis, 1), 0),
  };
}

function rounded(line: Omit<Line, "units">): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(line).map(([key, value]) => [
      key,
      typeof value === "number" ? Number(value.toPrecision(3)) : value,
    ]),
  );
}
