import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DesignError, NonFiniteActivationError, ShapeError, StateFormatError } from "../errors.js";
import { ContrastAccumulator } from "./contrastAccumulator.js";
import { ContrastBlock } from "./contrastBlock.js";
import { NestedAccumulator } from "./nestedAccumulator.js";
import { NestedBlock } from "./nestedBlock.js";
import { NestedDesign } from "./nestedDesign.js";
import { SaltelliDesign } from "./saltelliDesign.js";
import { SobolAccumulator } from "./sobolAccumulator.js";
import { SobolBlock } from "./sobolBlock.js";
import { TrajectoryAccumulator } from "./trajectoryAccumulator.js";
import { TrajectoryBlock } from "./trajectoryBlock.js";
import { TrajectoryDesign } from "./trajectoryDesign.js";
import { VarianceAccumulator } from "./varianceAccumulator.js";
import { VarianceBlock } from "./varianceBlock.js";
import { VarianceDesign } from "./varianceDesign.js";

const UNITS = 5;
/** Never moves. */
const DEAD = 2;
const BLOCKS = 6;
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
const PILOT = Float64Array.of(1.2, 0.8, 7, 0.1, 0.12);

/** Changes a value of unit u in row r of a base sample. */
type Change = (value: number, u: number, r: number) => number;

interface Accumulator<A, B> {
  readonly blocks: number;
  merge(block: B): void;
  join(other: A): void;
  state(): Uint8Array;
}

/** An accumulator of any method, seen through what all have in common. */
interface Subject {
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

const variance = (() => {
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

function expectClose(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    if (Number.isNaN(value)) expect(actual[i]).toBeNaN();
    else expect(Math.abs(actual[i] - value)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(value)));
  }
}

describe.each([sobol, trajectory, nested, variance, contrast])("$name", (method) => {
  it("joins two parts to what the whole gives", () => {
    const whole = method.run(0, BLOCKS).numbers();
    for (let cut = 0; cut <= BLOCKS; cut++) {
      const left = method.run(0, cut);
      left.join(method.run(cut, BLOCKS));
      expect(left.blocks).toBe(BLOCKS);
      expectClose(left.numbers(), whole, 1e-12);
    }
  });

  it("stops anywhere and goes on from its state with the same bits", () => {
    const whole = method.run(0, BLOCKS);
    for (let cut = 0; cut <= BLOCKS; cut++) {
      const state = method.run(0, cut).state();
      // Databases hand bytes out at any offset of a larger buffer.
      const shifted = new Uint8Array(state.length + 3).subarray(3);
      shifted.set(state);
      const resumed = method.run(cut, BLOCKS, { state: shifted });
      expect(resumed.state()).toEqual(whole.state());
      expect(resumed.numbers()).toEqual(whole.numbers());
    }
  });

  it("is unmoved by a constant added to the activations, however large", () => {
    const plain = method.run(0, BLOCKS).numbers();
    const check = (shift: number, tolerance: number) => {
      const pilot = PILOT.map((value) => value + shift);
      expectClose(
        method.run(0, BLOCKS, { pilot, change: (value) => value + shift }).numbers(),
        plain,
        tolerance,
      );
    };
    // 1e6 in float64 keeps 1e-10 of a value.
    check(1e6, 1e-6);
    const shifts = fc.double({ min: -1000, max: 1000, noNaN: true });
    fc.assert(
      fc.property(shifts, (shift) => check(shift, 1e-9)),
      { numRuns: 10 },
    );
  });

  it("gives NaN, not zero, to a unit without variance, whatever the pilot", () => {
    for (const value of [7, 6.9, 7 * (1 + 2 ** -52)]) {
      const pilot = PILOT.with(DEAD, value);
      const dead = method.run(0, BLOCKS, { pilot }).dead();
      // A variance, unlike a share of it, is 0.
      if (method === variance) expect(dead[0]).toBe(0);
      else expect(dead.every(Number.isNaN)).toBe(true);
    }
  });

  it("has nothing to tell before the first block, and no half width after it", () => {
    expect(method.run(0, 0).numbers().every(Number.isNaN)).toBe(true);
    const once = method.run(0, 1).numbers();
    expect(once.some(Number.isNaN)).toBe(true);
    expect(once.some((value) => value > 0)).toBe(true);
    expect(method.run(0, 2).numbers().filter(Number.isNaN).length).toBeLessThan(
      once.filter(Number.isNaN).length,
    );
  });

  it("refuses values that are not finite, in whatever row, and changes nothing then", () => {
    const run = method.run(0, 2);
    const before = run.state();
    for (let r = 0; r < method.rows; r++) {
      for (const value of [Number.NaN, Infinity]) {
        const change: Change = (y, u, row) => (row === r && u === 3 ? value : y);
        expect(() => run.merge(2, change)).toThrow(NonFiniteActivationError);
        expect(() => run.merge(2, change)).toThrow("Unit 3");
      }
    }
    expect(run.state()).toEqual(before);
  });

  it("refuses a state that is foreign, truncated, damaged, of another version or of another design", () => {
    const state = method.run(0, 3).state();
    const read =
      (bytes: Uint8Array, pilot = PILOT) =>
      () =>
        method.run(0, 0, { state: bytes, pilot });
    expect(read(new TextEncoder().encode("not a state at all".repeat(20)))).toThrow("no stored state");
    expect(read(new Uint8Array(0))).toThrow(StateFormatError);
    expect(read(state, PILOT.with(0, 1))).toThrow("another design");
    const newer = state.slice();
    newer[8] = 9;
    expect(read(newer)).toThrow("format 9");
    const places = fc.integer({ min: 0, max: state.length - 1 });
    fc.assert(
      fc.property(places, fc.integer({ min: 1, max: 255 }), (at, flip) => {
        expect(read(state.subarray(0, at))).toThrow(StateFormatError);
        const damaged = state.slice();
        damaged[at] ^= flip;
        expect(read(damaged)).toThrow(StateFormatError);
      }),
    );
  });

  it("refuses parts with another pilot and a pilot of another length", () => {
    const pilot = PILOT.with(0, 1);
    expect(() => method.run(0, 1).join(method.run(0, 1, { pilot }))).toThrow(DesignError);
    expect(() => method.run(0, 1).join(method.run(0, 1, { pilot }))).toThrow("another pilot");
    expect(() => method.run(0, 0, { pilot: new Float64Array(UNITS - 1) })).toThrow(ShapeError);
  });
});
