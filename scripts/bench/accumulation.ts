import { openInstrumentedSession } from "../../packages/core/dist/inference/instrumentedSession.js";
import { methodPlan } from "../../packages/core/dist/run/methodPlan.js";
import { sampleImages } from "../../tests/golden/sampleRun.js";
import type { Figure } from "./figure.js";
import { model, SIDE, specOf } from "./subject.js";

const TURNS = 3;
const PASSES = 2;
/** Base samples that a run adds in one pass. */
const SAMPLES_A_PASS = 4;

/** The sums of one base sample (all units, 8 factors, with S2 and half widths) beside its 18 inferences. */
export async function accumulation(): Promise<Figure[]> {
  const spec = specOf({ augmentationSet: "SET_1", baseSamples: 128 });
  const plan = methodPlan(spec, sampleImages().entries);
  const rows = plan.evaluationsPerBaseSample;
  const session = await openInstrumentedSession(
    model,
    spec.checkpoints.map(({ tensor }) => tensor),
  );
  const input = Float32Array.from({ length: rows * 3 * SIDE * SIDE }, (_, i) => Math.sin(i));
  let inference = Number.POSITIVE_INFINITY;
  let sums = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < TURNS; turn++) {
    const start = performance.now();
    const outputs = await session.run(input, rows);
    inference = Math.min(inference, performance.now() - start);
    const parts = spec.checkpoints.map((checkpoint) => {
      const values = outputs.get(checkpoint.tensor) as Float32Array;
      const units = values.length / rows;
      const views = Array.from({ length: rows }, (_, r) => values.subarray(r * units, (r + 1) * units));
      return { block: plan.block(checkpoint, new Float64Array(units)), views };
    });
    const push = (pass: number) => {
      for (const { block, views } of parts) {
        const samples = Array.from({ length: SAMPLES_A_PASS }, () => views);
        block.pushSamples(samples, pass * SAMPLES_A_PASS);
      }
    };
    // A run uses the buffers of blocks again, so the first touch of their memory does not count.
    push(0);
    const begun = performance.now();
    for (let pass = 1; pass <= PASSES; pass++) push(pass);
    sums = Math.min(sums, (performance.now() - begun) / (PASSES * SAMPLES_A_PASS));
  }
  await session.close();
  return [
    {
      figure: `accumulation of one base sample / its ${rows} inferences`,
      value: sums / inference,
      bar: { atMost: 0.04 },
      detail: `${sums.toFixed(1)} ms of ${inference.toFixed(0)} ms`,
    },
  ];
}
