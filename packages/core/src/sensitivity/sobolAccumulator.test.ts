import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DesignError, StateFormatError } from "../errors.js";
import type { UnitRange } from "./aggregates.js";
import { halfWidthFactor } from "./blockEstimates.js";
import { SobolAccumulator, type SobolIndices } from "./sobolAccumulator.js";
import { type ActivationRow, SobolBlock } from "./sobolBlock.js";
import { factorPairs, type SobolLayout } from "./sobolLayout.js";

/** (N)(rows)(U) */
type Samples = readonly (readonly ActivationRow[])[];

/** Mean of the A and B rows of the first block. */
function pilotOf(samples: Samples, units: number, blockSize: number): Float64Array {
  const pilot = new Float64Array(units);
  const head = samples.slice(0, blockSize);
  for (const rows of head) {
    for (const row of [rows[0], rows[rows.length - 1]]) {
      for (let u = 0; u < units; u++) pilot[u] += row[u] / (2 * head.length);
    }
  }
  return pilot;
}

function blocksOf(
  samples: Samples,
  layout: SobolLayout,
  blockSize: number,
  pilot: Float64Array,
): SobolBlock[] {
  return Array.from({ length: Math.ceil(samples.length / blockSize) }, (_, b) => {
    const block = new SobolBlock(layout, pilot);
    block.pushSamples(samples.slice(b * blockSize, (b + 1) * blockSize));
    return block;
  });
}

function accumulate(
  samples: Samples,
  layout: SobolLayout,
  blockSize: number,
  aggregates: readonly UnitRange[] = [],
  pilot = pilotOf(samples, layout.units, blockSize),
): SobolAccumulator {
  const accumulator = new SobolAccumulator({ layout, pilot, aggregates });
  for (const block of blocksOf(samples, layout, blockSize, pilot)) accumulator.merge(block);
  return accumulator;
}

/** Three factors with interactions, offset 0.3, spread about 1, 64 base samples; unit 2 is dead, unit 3 often 0. */
const layout: SobolLayout = { factors: 3, secondOrder: true, units: 5 };
const samples: Samples = Array.from({ length: 64 }, (_, n) => {
  const draw = (i: number): number => {
    const x = Math.sin(12.9898 * (n + 1) + 78.233 * i) * 43758.5453;
    return x - Math.floor(x);
  };
  const a = [draw(0), draw(1), draw(2)];
  const b = [draw(3), draw(4), draw(5)];
  const exchange = (to: number[], from: number[]) =>
    to.map((_, j) => to.map((x, c) => (c === j ? from[c] : x)));
  return [a, ...exchange(a, b), ...exchange(b, a), b].map(([x, y, z]) =>
    Float64Array.of(2 * x + y * z, Math.sin(6 * x) + y + 0.3, 7, Math.max(0, x + y - 1.2), x * y * z),
  );
});

/** All index values of a result, measure by measure. */
function indices({ s1, st, s2 }: Pick<SobolIndices, "s1" | "st" | "s2">): number[] {
  return [...s1, ...st, ...s2].flatMap(({ values }) => [...values]);
}

function halfWidths({ s1, st, s2, mean, variance }: SobolIndices): number[] {
  return [...s1, ...st, ...s2, mean, variance].flatMap(({ halfWidths: widths }) => [...widths]);
}

function expectClose(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    if (Number.isNaN(value)) expect(actual[i]).toBeNaN();
    else expect(Math.abs(actual[i] - value)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(value)));
  }
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Numerator terms of S1, ST and S2 (before S1 is taken off) of one base sample about a centre, and that of V. */
function terms(
  y: readonly number[],
  centre: number,
): { first: number[]; total: number[]; pair: number[]; v: number } {
  const d = layout.factors;
  const a = y[0] - centre;
  const b = y[y.length - 1] - centre;
  const ab = y.slice(1, 1 + d).map((value) => value - centre);
  const ba = y.slice(1 + d, 1 + 2 * d).map((value) => value - centre);
  return {
    first: ab.map((value) => b * (value - a)),
    total: ab.map((value) => (a - value) ** 2 / 2),
    pair: factorPairs(d).map(([j, k]) => ba[j] * ab[k] - a * b - b * (ab[j] - a) - b * (ab[k] - a)),
    v: (a * a + b * b) / 2,
  };
}

/** Values of one unit, (N)(rows). */
const unitValues = (unit: number): number[][] => samples.map((rows) => rows.map((row) => row[unit]));

/** S1, ST, S2 of one unit, or of several as one output, in two passes over stored values. */
function twoPass(units: readonly number[]): number[] {
  let scale = 0;
  let numerators: number[] = [];
  for (const unit of units) {
    const y = unitValues(unit);
    const ends = y.flatMap((row) => [row[0], row[row.length - 1]]);
    scale += mean(ends.map((value) => (value - mean(ends)) ** 2));
    const perSample = y.map((row) => terms(row, mean(y.flat())));
    const sums = (["first", "total", "pair"] as const).flatMap((kind) =>
      perSample[0][kind].map((_, i) => mean(perSample.map((term) => term[kind][i]))),
    );
    numerators = sums.map((sum, i) => sum + (numerators[i] ?? 0));
  }
  return numerators.map((numerator) => numerator / scale);
}

describe("SobolAccumulator", () => {
  it("streams to what two passes over stored values give", () => {
    const result = accumulate(samples, layout, 8).result();
    for (const u of [0, 1, 3, 4]) {
      const actual = [...result.s1, ...result.st, ...result.s2].map(({ values }) => values[u]);
      expectClose(actual, twoPass([u]), 1e-12);
      const ends = unitValues(u).flatMap((row) => [row[0], row[row.length - 1]]);
      expectClose([result.mean.values[u]], [mean(ends)], 1e-12);
      expectClose([result.variance.values[u]], [mean(ends.map((value) => (value - mean(ends)) ** 2))], 1e-12);
      expect(result.nonZero[u]).toBe(
        unitValues(u)
          .flat()
          .filter((value) => value !== 0).length,
      );
    }
    expect(result.baseSamples).toBe(64);
    expect(result.blocks).toBe(8);
  });

  it("has the half widths of residuals over stored blocks, the last one shorter", () => {
    const size = 10;
    const pilot = pilotOf(samples, layout.units, size);
    const result = accumulate(samples, layout, size, [], pilot).result();
    const blockCount = Math.ceil(samples.length / size);
    for (const u of [0, 1, 3, 4]) {
      const y = unitValues(u);
      const m = result.mean.values[u];
      const variance = result.variance.values[u];
      const blocks = Array.from({ length: blockCount }, (_, b) => y.slice(b * size, (b + 1) * size));
      const sum = (rows: number[][], term: (row: number[]) => number) =>
        rows.reduce((s, row) => s + term(row), 0);
      // (sum V)^2 / sum V^2 blocks carry the variance.
      const spreads = blocks.map((rows) => sum(rows, (row) => terms(row, pilot[u]).v));
      const squares = spreads.reduce((s, v) => s + v * v, 0);
      const carrying = spreads.reduce((s, v) => s + v, 0) ** 2 / squares;
      expectClose([result.effectiveBlocks[u]], [carrying], 1e-12);
      const width = (residuals: number[], scale: number, count = carrying): number => {
        const centre = mean(residuals);
        const deviation = Math.sqrt(residuals.reduce((s, e) => s + (e - centre) ** 2, 0));
        return (halfWidthFactor(count) * deviation) / scale;
      };
      const estimates = { first: result.s1, total: result.st, pair: result.s2 };
      for (const kind of ["first", "total", "pair"] as const) {
        for (const [i, { values, halfWidths: widths }] of estimates[kind].entries()) {
          const residuals = blocks.map((rows) =>
            sum(rows, (row) => terms(row, pilot[u])[kind][i] - values[u] * terms(row, pilot[u]).v),
          );
          expectClose([widths[u]], [width(residuals, y.length * variance)], 1e-9);
        }
      }
      const ends = (term: (value: number) => number) => (row: number[]) => (term(row[0]) + term(row[7])) / 2;
      const means = blocks.map((rows) =>
        sum(
          rows,
          ends((value) => value - m),
        ),
      );
      expectClose([result.mean.halfWidths[u]], [width(means, y.length, blockCount)], 1e-9);
      const variances = blocks.map((rows) =>
        sum(
          rows,
          ends((value) => (value - m) ** 2 - variance),
        ),
      );
      expectClose([result.variance.halfWidths[u]], [width(variances, y.length)], 1e-9);
    }
  });

  it("adds numerators and denominators over the units of an aggregate, dead ones left out", () => {
    const aggregates = [
      { first: 0, count: 5 },
      { first: 3, count: 2 },
      { first: 1, count: 1 },
      { first: 2, count: 1 },
    ];
    const result = accumulate(samples, layout, 8, aggregates).result();
    const ofAggregate = (g: number, part: "values" | "halfWidths") => {
      const { s1, st, s2 } = result.aggregates;
      return [...s1, ...st, ...s2].map((estimate) => estimate[part][g]);
    };
    expectClose(ofAggregate(0, "values"), twoPass([0, 1, 3, 4]), 1e-12);
    expectClose(ofAggregate(1, "values"), twoPass([3, 4]), 1e-12);
    // One unit alone is that unit.
    for (const part of ["values", "halfWidths"] as const) {
      expectClose(
        ofAggregate(2, part),
        [...result.s1, ...result.st, ...result.s2].map((estimate) => estimate[part][1]),
        1e-12,
      );
    }
    expect(ofAggregate(3, "values").every(Number.isNaN)).toBe(true);
    expect(ofAggregate(3, "halfWidths").every(Number.isNaN)).toBe(true);
    expect(ofAggregate(0, "halfWidths").every((width) => width > 0)).toBe(true);
  });

  it("has no half width from a single block, and nothing before the first", () => {
    const result = accumulate(samples, layout, 64).result();
    expect(halfWidths(result).every(Number.isNaN)).toBe(true);
    expect(result.s1[0].values[0]).toBeGreaterThan(0);
    const empty = new SobolAccumulator({ layout, pilot: new Float64Array(5), aggregates: [] });
    empty.merge(new SobolBlock(layout, empty.pilot));
    expect(empty.blocks).toBe(0);
    expect(indices(empty.result()).every(Number.isNaN)).toBe(true);
    expect(empty.result().variance.values.every(Number.isNaN)).toBe(true);
  });

  it("is unmoved by a shift and a scale of the output", () => {
    const plain = accumulate(samples, layout, 8).result();
    const move = (shift: number, scale: number): Samples =>
      samples.map((rows) => rows.map((row) => Float64Array.from(row, (y) => shift + scale * y)));
    const check = (shift: number, scale: number, tolerance: number) => {
      const moved = accumulate(move(shift, scale), layout, 8).result();
      expectClose(indices(moved), indices(plain), tolerance);
    };
    // 1e6 in float64 keeps 1e-10 of a value, 1e-8 of one with a spread of 1e-2.
    check(1e6, 1, 1e-6);
    check(1e6, 1e-2, 1e-6);
    const shift = fc.double({ min: -1000, max: 1000, noNaN: true });
    const scale = fc.double({ min: 0.5, max: 20, noNaN: true });
    fc.assert(
      fc.property(shift, scale, fc.boolean(), (by, times, mirrored) =>
        check(by, mirrored ? -times : times, 1e-10),
      ),
      { numRuns: 40 },
    );
  });

  it("refuses a block of another layout and other aggregates", () => {
    const accumulator = accumulate(samples, layout, 8);
    const { pilot } = accumulator;
    const other = { ...layout, secondOrder: false };
    expect(() => accumulator.merge(new SobolBlock(other, pilot))).toThrow("second order false");
    expect(() => accumulator.join(accumulate(samples, layout, 8, [{ first: 0, count: 1 }], pilot))).toThrow(
      "different aggregates",
    );
    const make = (aggregates: UnitRange[]) => () => new SobolAccumulator({ layout, pilot, aggregates });
    expect(make([{ first: 3, count: 3 }])).toThrow(DesignError);
    expect(make([{ first: 0, count: 0 }])).toThrow(DesignError);
    const state = accumulator.state();
    expect(() => SobolAccumulator.fromState(state, { layout: other, pilot, aggregates: [] })).toThrow(
      StateFormatError,
    );
  });
});
