import { openInstrumentedSession } from "../../packages/core/dist/inference/instrumentedSession.js";
import { BlockAdder } from "../../packages/core/dist/run/blockAdder.js";
import { methodPlan } from "../../packages/core/dist/run/methodPlan.js";
import { createRunMemory, openRunMemory } from "../../packages/core/dist/run/runMemory.js";
import { runStateLayout } from "../../packages/core/dist/run/runState.js";
import { stretchesFrom } from "../../packages/core/dist/run/stretches.js";
import { sampleImages } from "../../tests/golden/sampleRun.js";
import type { Figure } from "./figure.js";
import { model, SIDE, specOf } from "./subject.js";

const TURNS = 3;

/**
 * The sums of one base sample (all units, 8 factors, with S2) and its share of merging the block, which is what half
 * widths cost, beside its 18 inferences.
 */
export async function accumulation(): Promise<Figure[]> {
  const spec = specOf({ augmentationSet: "SET_1", baseSamples: 128 });
  const plan = methodPlan(spec, sampleImages().entries);
  const count = plan.evaluationsPerBaseSample;
  const session = await openInstrumentedSession(
    model,
    spec.checkpoints.map(({ tensor }) => tensor),
  );
  const shared = createRunMemory(spec, plan, runStateLayout(spec, plan), 1);
  const memory = openRunMemory(shared, 0);
  const block = stretchesFrom(0, plan).filter((stretch) => stretch.block === 0);
  const result = { rows: [Array.from({ length: count }, (_, row) => row)], reused: 0 };
  const evaluated = block.map((stretch, i) => ({ stretch, slot: i % shared.slots, result }));
  const perPass = shared.slots - 2;
  const adder = new BlockAdder(spec, plan, memory);
  const addBlock = () => {
    for (let i = 0; i < evaluated.length; i += perPass) adder.add(evaluated.slice(i, i + perPass));
  };
  const input = Float32Array.from({ length: count * 3 * SIDE * SIDE }, (_, i) => Math.sin(i));
  let inference = Number.POSITIVE_INFINITY;
  let sums = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < TURNS; turn++) {
    const start = performance.now();
    const outputs = await session.run(input, count);
    inference = Math.min(inference, performance.now() - start);
    for (const [c, { slots }] of memory.entries()) {
      const values = outputs.get(spec.checkpoints[c].tensor) as Float32Array;
      for (const rows of slots) {
        for (const [r, row] of rows.entries()) row.set(values.subarray(r * row.length, (r + 1) * row.length));
      }
    }
    // A run touches its memory once, so the first touch does not count.
    if (turn === 0) addBlock();
    const begun = performance.now();
    addBlock();
    sums = Math.min(sums, (performance.now() - begun) / plan.blockSize);
  }
  await session.close();
  return [
    {
      figure: `accumulation of one base sample / its ${count} inferences`,
      value: sums / inference,
      bar: { atMost: 0.04 },
      detail: `${sums.toFixed(1)} ms of ${inference.toFixed(0)} ms; merging of blocks of ${plan.blockSize} included`,
    },
  ];
}
