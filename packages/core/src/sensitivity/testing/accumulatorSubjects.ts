import { ContrastAccumulator } from "../contrastAccumulator.js";
import { ContrastBlock } from "../contrastBlock.js";
import { NestedAccumulator } from "../nestedAccumulator.js";
import { NestedBlock } from "../nestedBlock.js";
import { NestedDesign } from "../nestedDesign.js";
import { SaltelliDesign } from "../saltelliDesign.js";
import { SobolAccumulator } from "../sobolAccumulator.js";
import { SobolBlock } from "../sobolBlock.js";
import { TrajectoryAccumulator } from "../trajectoryAccumulator.js";
import { TrajectoryBlock } from "../trajectoryBlock.js";
import { TrajectoryDesign } from "../trajectoryDesign.js";
import { VarianceAccumulator } from "../varianceAccumulator.js";
import { VarianceBlock } from "../varianceBlock.js";
import { VarianceDesign } from "../varianceDesign.js";

export const UNITS = 5;
/** Unit that never moves. */
export const DEAD = 2;
export const BLOCKS = 6;
const BLOCK_SIZE = 8;
const aggregates = [
  { first: 0, count: UNITS },
  { first: DEAD, count: 1 },
];
const groups = [0, 1, 2].map((column) => ({ key: `x${column}`, columns: [column] }));
const sampling = { kind: "scrambled", seed: 3, blockSize: BLOCK_SIZE } as const;

/** Offset 0.3, spread about 1, interactions; unit 3 is often 0. */
const outputs = ([x, y, z]: Float64Array): Float64Array =>
  Float64Array.of(2 * x + y * z, Math.sin(6 * x) + y + 0.3, 7, Math.max(0, x + y - 1.2), x * y * z);
export const PILOT = Float64Array.of(1.2, 0.8, 7, 0.1, 0.12);

/** Changes a value of unit u in row r of a base sample. */
export type Change = (value: number, u: number, r: number) => number;

interface Accumulator<A, B> {
  readonly blocks: number;
  merge(block: B): void;
  join(other: A): void;
  state(): Uint8Array;
}

/** An accumulator of any method, seen through what all have in common. */
export interface Subject {
  readonly name: string;
  /** Rows of a base sample. */
  readonly rows: number;
  /** Merges blocks from .. to - 1 into a new accumulator, or into the one of a state. */
  run(from: number, to: number, options?: { state?: Uint8Array; change?: Change; pilot?: Float64Array }): Run;
}

interface Run {
  readonly blocks: number;
  merge(block: number, change: Change): void;
  state(): Uint8Array;
  join(other: Run): void;
  /** Index values, then half widths; everything that a constant added to the activations leaves alone. */
  numbers(): number[];
  /** The same of the dead unit alone, and of the aggregate of nothing else. */
  dead(): number[];
}

function subject<A extends Accumulator<A, B>, B>(parts: {
  name: string;
  rows: number;
  block(index: number, pilot: Float64Array, change: Change): B;
  accumulator(pilot: Float64Array, state?: Uint8Array): A;
  estimates(accumulator: A): { units: Float64Array[]; aggregates: Float64Array[] };
}): Subject {
  const accumulators = new WeakMap<Run, A>();
  return {
    name: parts.name,
    rows: parts.rows,
    run(from, to, { state, change = (value: number) => value, pilot = PILOT } = {}) {
      const accumulator = parts.accumulator(pilot, state);
      for (let b = from; b < to; b++) accumulator.merge(parts.block(b, pilot, change));
      const run: Run = {
        get blocks() {
          return accumulator.blocks;
        },
        merge: (b, by) => accumulator.merge(parts.block(b, pilot, by)),
        state: () => accumulator.state(),
        join: (other) => accumulator.join(accumulators.get(other) as A),
        numbers() {
          const { units, aggregates: ranges } = parts.estimates(accumulator);
          return [...units, ...ranges].flatMap((values) => [...values]);
        },
        dead() {
          const { units, aggregates: ranges } = parts.estimates(accumulator);
          return [...units.map((values) => values[DEAD]), ...ranges.map((values) => values[1])];
        },
      };
      accumulators.set(run, accumulator);
      return run;
    },
  };
}

const changed = (row: Float64Array, r: number, change: Change) =>
  outputs(row).map((value, u) => change(value, u, r));

function range(block: number, size = BLOCK_SIZE): number[] {
  return Array.from({ length: size }, (_, i) => block * size + i);
}

const flat = (estimates: readonly { values: Float64Array; halfWidths: Float64Array }[]) =>
  estimates.flatMap(({ values, halfWidths }) => [values, halfWidths]);

const sobol = (() => {
  const design = new SaltelliDesign({ columns: 3, groups, secondOrder: true, sampling });
  const layout = { factors: 3, secondOrder: true, units: UNITS };
  return subject({
    name: "SobolAccumulator",
    rows: 8,
    block(b, pilot, change) {
      const block = new SobolBlock(layout, pilot);
      for (const i of range(b)) block.push(design.rows(i).map((row, r) => changed(row, r, change)));
      return block;
    },
    accumulator: (pilot, state) =>
      state === undefined
        ? new SobolAccumulator({ layout, pilot, aggregates })
        : SobolAccumulator.fromState(state, { layout, pilot, aggregates }),
    estimates(accumulator) {
      const { s1, st, s2, aggregates: of } = accumulator.result();
      return { units: flat([...s1, ...st, ...s2]), aggregates: flat([...of.s1, ...of.st, ...of.s2]) };
    },
  });
})();

const trajectory = (() => {
  const design = new TrajectoryDesign({ columns: 3, groups, sampling });
  const layout = { factors: 3, units: UNITS, seed: 3, blockSize: BLOCK_SIZE };
  return subject({
    name: "TrajectoryAccumulator",
    rows: 4,
    block(b, pilot, change) {
      const block = new TrajectoryBlock(layout, pilot);
      for (const i of range(b))
        block.push(
          design.rows(i).map((row, r) => changed(row, r, change)),
          i,
        );
      return block;
    },
    accumulator: (pilot, state) =>
      state === undefined
        ? new TrajectoryAccumulator({ layout, pilot, aggregates })
        : TrajectoryAccumulator.fromState(state, { layout, pilot, aggregates }),
    estimates(accumulator) {
      const { shapley, s1, st, aggregates: of } = accumulator.result();
      return {
        units: flat([...shapley, ...s1, ...st]),
        aggregates: flat([...of.shapley, ...of.s1, ...of.st]),
      };
    },
  });
})();

const nested = (() => {
  const design = new NestedDesign({ columns: 3, players: groups, outerSamples: 3, innerSamples: 4, seed: 3 });
  const layout = {
    players: 3,
    factorOfPlayer: [0, 1, 1],
    outerSamples: 3,
    innerSamples: 4,
    seed: 3,
    units: UNITS,
  };
  return subject({
    name: "NestedAccumulator",
    rows: 4,
    block(b, pilot, change) {
      const block = new NestedBlock(layout, pilot);
      for (const i of range(b, design.blockSize)) {
        block.push(
          design.rows(i).map((row, r) => changed(row, r, change)),
          i,
        );
      }
      return block;
    },
    accumulator: (pilot, state) =>
      state === undefined
        ? new NestedAccumulator({ layout, pilot, aggregates })
        : NestedAccumulator.fromState(state, { layout, pilot, aggregates }),
    estimates(accumulator) {
      const { shapley, effects, aggregates: of } = accumulator.result();
      return { units: flat([...shapley, ...effects]), aggregates: flat(of.shapley) };
    },
  });
})();

export const variance = (() => {
  const design = new VarianceDesign({ columns: 3, sampling });
  const layout = { units: UNITS };
  return subject({
    name: "VarianceAccumulator",
    rows: 1,
    block(b, pilot, change) {
      const block = new VarianceBlock(layout, pilot);
      for (const i of range(b)) block.push(design.rows(i).map((row, r) => changed(row, r, change)));
      return block;
    },
    accumulator: (pilot, state) =>
      state === undefined
        ? new VarianceAccumulator({ layout, pilot, aggregates: [] })
        : VarianceAccumulator.fromState(state, { layout, pilot, aggregates: [] }),
    estimates(accumulator) {
      const { variance: of, mean } = accumulator.result();
      return { units: [of.values, of.halfWidths, mean.halfWidths], aggregates: [] };
    },
  });
})();

const contrast = (() => {
  const design = new VarianceDesign({ columns: 3, sampling });
  const layout = { draws: [1, 3], units: UNITS, seed: 3, capacity: 20, blockSize: BLOCK_SIZE };
  return subject({
    name: "ContrastAccumulator",
    rows: 5,
    block(b, pilot, change) {
      const block = new ContrastBlock(layout, pilot);
      for (const i of range(b)) {
        const [[x, y, z]] = design.rows(i);
        const draws = [
          [x, y, z],
          [y, x, z],
          [x / 2, y, z],
          [x, y / 3, z],
          [x, y, z / 4],
        ];
        block.pushRows(
          draws.map((row, r) => changed(Float64Array.from(row), r, change)),
          i,
        );
      }
      return block;
    },
    accumulator: (pilot, state) =>
      state === undefined
        ? new ContrastAccumulator({ layout, pilot })
        : ContrastAccumulator.fromState(state, { layout, pilot }),
    estimates: (accumulator) => ({
      units: accumulator
        .result()
        .augmentations.flatMap(({ mean, deviation, pointBiserial, rankBiserial, p }) => [
          ...flat([mean, deviation, pointBiserial]),
          rankBiserial,
          p,
        ]),
      aggregates: [],
    }),
  });
})();

/** Every accumulator of the engine. */
export const ACCUMULATORS: readonly Subject[] = [sobol, trajectory, nested, variance, contrast];
