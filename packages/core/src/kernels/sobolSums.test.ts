import fc from "fast-check";
import { expect, it } from "vitest";
import { addSobolSamples } from "./sobolSums.js";
import { addSobolSamplesReference } from "./sobolSums.reference.js";
import { arraysInMemory } from "./testing/arraysInMemory.js";

/** Lengths around a tile and a vector; anything between. */
const unitCounts = fc.oneof(fc.constantFrom(1, 3, 4, 255, 256, 257, 515), fc.integer({ min: 1, max: 600 }));

it("gives the reference's bits, for float32 and float64 rows, in place and from anywhere", () => {
  const shapes = fc.record({
    units: unitCounts,
    factors: fc.integer({ min: 1, max: 5 }),
    secondOrder: fc.boolean(),
    samples: fc.integer({ min: 1, max: 4 }),
    seed: fc.integer({ min: 1, max: 1e6 }),
    single: fc.boolean(),
    inPlace: fc.boolean(),
  });
  fc.assert(
    fc.property(shapes, ({ units, factors, secondOrder, samples, seed, single, inPlace }) => {
      let state = seed;
      // A third are 0, as behind a ReLU; some are -0.
      const value = () => {
        state = (state * 48271) % 2147483647;
        const share = state / 2147483647;
        return share < 0.3 ? 0 : share < 0.33 ? -0 : 20 * share - 8;
      };
      const list = Array.from({ length: samples }, () =>
        Array.from({ length: (secondOrder ? 2 : 1) * factors + 2 }, () => {
          const row = Float64Array.from({ length: units }, value);
          return single ? Float32Array.from(row) : row;
        }),
      );
      const pilot = Float64Array.from({ length: units }, value);
      const arrays = 4 + 3 * factors + (secondOrder ? factors + (factors * (factors - 1)) / 2 : 0);
      // Counts of non-zero values, the fourth array, are whole numbers.
      const start = Float64Array.from({ length: arrays * units }, (_, i) =>
        Math.floor(i / units) === 3 ? i : value(),
      );
      const expected = start.slice();
      const place = inPlace ? arraysInMemory() : <A>(array: A) => array;
      const actual = place(start.slice());
      const placed = list.map((rows) => rows.map(place));
      addSobolSamples({ factors, secondOrder }, place(pilot), placed, actual);
      addSobolSamplesReference({ factors, secondOrder }, pilot, list, expected);
      expect(actual.slice()).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

it("passes NaN and infinity on to the sums of their unit alone", () => {
  const units = 9;
  const rows = Array.from({ length: 4 }, () => new Float32Array(units).fill(2));
  rows[1][4] = Number.NaN;
  rows[3][7] = Number.POSITIVE_INFINITY;
  const sums = new Float64Array(14 * units);
  addSobolSamples(
    { factors: 1, secondOrder: true },
    new Float64Array(units),
    [rows],
    sums.subarray(0, 8 * units),
  );
  for (let u = 0; u < units; u++) {
    const finite = Array.from({ length: 8 }, (_, i) => Number.isFinite(sums[i * units + u])).every(Boolean);
    expect(finite).toBe(u !== 4 && u !== 7);
    expect(sums[3 * units + u]).toBe(4);
  }
});
