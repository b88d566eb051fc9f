import { describe, expect, it } from "vitest";
import { BlockAdder } from "./blockAdder.js";
import { methodPlan } from "./methodPlan.js";
import {
  type CheckpointMemory,
  createRunMemory,
  openRunMemory,
  type RunMemory,
  sharedState,
} from "./runMemory.js";
import type { CheckpointSpec, RunSpec } from "./runSpec.js";
import { runStateLayout } from "./runState.js";
import { stretchesFrom } from "./stretches.js";
import { images, specOf } from "./testing/sampleAnalysis.js";

function memoryOf(spec: RunSpec, threads = 2) {
  const plan = methodPlan(spec, images.entries);
  const layout = runStateLayout(spec, plan);
  return { plan, layout, memory: createRunMemory(spec, plan, layout, threads) };
}

const arraysOf = (memory: readonly CheckpointMemory[]) =>
  memory.flatMap(({ pilot, sums, accumulator, slots }) => [pilot, sums, accumulator, ...slots.flat()]);

/** A checkpoint of a network that nobody runs. */
const vast = (name: string, shape: readonly number[]): CheckpointSpec => ({
  ...specOf().checkpoints[0],
  name,
  shape: [...shape],
});

describe("memory of a run", () => {
  it("gives each checkpoint room of its own, the same for every thread", () => {
    const { plan, memory } = memoryOf(specOf());
    const rows = plan.evaluationsPerBaseSample;
    const first = openRunMemory(memory, 0);
    const arrays = arraysOf(first);
    for (const [i, array] of arrays.entries()) array.fill(i + 1);
    const second = openRunMemory(memory, 1);
    const seen = arraysOf(second);
    expect(seen.map((array) => array.every((value) => value === seen.indexOf(array) + 1))).toEqual(
      seen.map(() => true),
    );
    expect(first[0].slots).toHaveLength(memory.slots);
    expect(first[0].slots[0].length % rows).toBe(0);
    expect(memory.slots).toBeGreaterThan(2);
  });

  it("holds a state that does not fit besides, with the same bits", () => {
    const spec = specOf({ baseSamples: 16 });
    const { plan, layout, memory } = memoryOf(spec, 1);
    const outside: RunMemory = { ...memory, state: { own: new SharedArrayBuffer(layout.byteLength) } };
    const block = stretchesFrom(0, plan).filter((stretch) => stretch.block === 0);
    const rows = Array.from({ length: plan.evaluationsPerBaseSample }, (_, row) => row);
    const addBlock = (shared: RunMemory): Uint8Array => {
      const own = openRunMemory(shared, 0);
      for (const [c, { slots }] of own.entries()) {
        own[c].pilot.fill(0.25);
        for (const [r, row] of slots[0].entries())
          for (let u = 0; u < row.length; u++) row[u] = Math.sin(u * (r + 1));
      }
      const adder = new BlockAdder(spec, plan, own);
      for (const stretch of block) adder.add([{ stretch, slot: 0, result: { rows: [rows], reused: 0 } }]);
      return sharedState(shared);
    };
    const inPlace = addBlock(memory).slice();
    expect(inPlace.some((byte) => byte !== 0)).toBe(true);
    expect(Buffer.compare(inPlace, addBlock(outside))).toBe(0);
  });

  it("takes several memories for more than one can address, and refuses a checkpoint that is too large for any", () => {
    const checkpoints = ["a", "b"].map((name) => vast(name, [64, 480, 480]));
    const plain: RunSpec = {
      ...specOf(),
      method: "VARIANCE",
      secondOrder: false,
      blockSize: 16,
      checkpoints,
    };
    const { memory, layout } = memoryOf(plain, 1);
    expect(memory.memories).toHaveLength(2);
    expect("own" in memory.state && memory.state.own.byteLength).toBe(layout.byteLength);
    expect(() => memoryOf({ ...plain, method: "SOBOL" }, 1)).toThrow(/a: its 14745600 units ask for/);
    const many = {
      ...plain,
      checkpoints: Array.from({ length: 7 }, (_, c) => vast(`c${c}`, [64, 400, 400])),
    };
    expect(() => memoryOf(many, 1)).toThrow(/The state of the run takes [\d.]+ GiB; 4 GiB is the most/);
  });
});
