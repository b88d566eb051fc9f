import { SaltelliDesign } from "../../packages/core/src/sensitivity/saltelliDesign.js";
import { SobolAccumulator, type SobolIndices } from "../../packages/core/src/sensitivity/sobolAccumulator.js";
import { SobolBlock } from "../../packages/core/src/sensitivity/sobolBlock.js";
import type { TestFunction } from "../../packages/core/src/sensitivity/testFunctions.js";
import {
  TrajectoryAccumulator,
  type TrajectoryIndices,
} from "../../packages/core/src/sensitivity/trajectoryAccumulator.js";
import { TrajectoryBlock } from "../../packages/core/src/sensitivity/trajectoryBlock.js";
import { TrajectoryDesign } from "../../packages/core/src/sensitivity/trajectoryDesign.js";

/** How large the runs of a study are. */
export interface StudySize {
  readonly baseSamples: number;
  readonly blockSize: number;
  /** Runs; unit u of the result is run u. */
  readonly repeats: number;
}

interface Design {
  rows(index: number): Float64Array[];
}

/** Sobol' runs of a function with seeds 0, 1, 2 ..., all through one accumulator. */
export function sobolRuns(f: TestFunction, size: StudySize): SobolIndices {
  const layout = { factors: f.factors, secondOrder: true, units: size.repeats };
  const pilot = new Float64Array(size.repeats).fill(f.mean);
  const accumulator = new SobolAccumulator({ layout, pilot, aggregates: [] });
  const designs = seeds(size).map(
    (seed) => new SaltelliDesign({ ...cube(f), secondOrder: true, sampling: scrambled(seed, size) }),
  );
  for (let start = 0; start < size.baseSamples; start += size.blockSize) {
    const block = new SobolBlock(layout, pilot);
    for (let index = start; index < start + size.blockSize; index++) block.push(evaluate(f, designs, index));
    accumulator.merge(block);
  }
  return accumulator.result();
}

/** Runs by trajectories of a function with seeds 0, 1, 2 ..., all through one accumulator. */
export function trajectoryRuns(f: TestFunction, size: StudySize): TrajectoryIndices {
  const { blockSize, repeats } = size;
  const designs = seeds(size).map(
    (seed) => new TrajectoryDesign({ ...cube(f), sampling: scrambled(seed, size) }),
  );
  const pilot = new Float64Array(repeats).fill(f.mean);
  // Every run has orders of its own, so each is a unit of its own accumulator; blocks are merged side by side.
  const layout = { factors: f.factors, units: repeats, seed: 0, blockSize };
  const accumulator = new TrajectoryAccumulator({ layout, pilot, aggregates: [] });
  const single = designs.map(
    (_, seed) => new TrajectoryBlock({ ...layout, units: 1, seed }, pilot.subarray(0, 1)).data.length,
  );
  for (let start = 0; start < size.baseSamples; start += blockSize) {
    const block = new TrajectoryBlock(layout, pilot);
    for (const [seed, design] of designs.entries()) {
      const own = new TrajectoryBlock({ ...layout, units: 1, seed }, pilot.subarray(0, 1));
      for (let index = start; index < start + blockSize; index++) {
        own.push(
          design.rows(index).map((row) => Float64Array.of(f.evaluate(row))),
          index,
        );
      }
      for (let i = 1; i < single[seed]; i++) block.data[1 + (i - 1) * repeats + seed] = own.data[i];
    }
    block.data[0] = blockSize;
    accumulator.merge(block);
  }
  return accumulator.result();
}

function seeds({ repeats }: StudySize): number[] {
  return Array.from({ length: repeats }, (_, seed) => seed);
}

function cube({ factors }: TestFunction) {
  const groups = Array.from({ length: factors }, (_, c) => ({ key: `x${c + 1}`, columns: [c] }));
  return { columns: factors, groups };
}

function scrambled(seed: number, { blockSize }: StudySize) {
  return { kind: "scrambled", seed, blockSize } as const;
}

/** [row](runs) values of base sample `index` of every run. */
function evaluate(f: TestFunction, designs: readonly Design[], index: number): Float64Array[] {
  // Run by run, so that a function that remembers its coordinates meets them again.
  const values = designs.map((design) => design.rows(index).map((row) => f.evaluate(row)));
  return values[0].map((_, r) => Float64Array.from(values, (run) => run[r]));
}
