import fc from "fast-check";
import { expect, it } from "vitest";
import { arraysInMemory } from "./testing/arraysInMemory.js";
import { addTrajectories } from "./trajectorySums.js";
import { addTrajectoriesReference } from "./trajectorySums.reference.js";

it("gives the reference's bits, for float32 and float64 rows and any order, in place and from anywhere", () => {
  const shapes = fc.record({
    // Lengths around a tile and a vector; anything between.
    units: fc.oneof(fc.constantFrom(1, 3, 4, 255, 256, 257, 515), fc.integer({ min: 1, max: 600 })),
    factors: fc.integer({ min: 1, max: 5 }),
    samples: fc.integer({ min: 1, max: 4 }),
    seed: fc.integer({ min: 1, max: 1e6 }),
    single: fc.boolean(),
    inPlace: fc.boolean(),
  });
  fc.assert(
    fc.property(shapes, ({ units, factors, samples, seed, single, inPlace }) => {
      let state = seed;
      const share = () => {
        state = (state * 48271) % 2147483647;
        return state / 2147483647;
      };
      // A third are 0, as behind a ReLU.
      const value = () => Math.max(0, 30 * share() - 10);
      const list = Array.from({ length: samples }, () => ({
        rows: Array.from({ length: factors + 1 }, () => {
          const row = Float64Array.from({ length: units }, value);
          return single ? Float32Array.from(row) : row;
        }),
        order: Array.from({ length: factors }, (_, j) => ({ j, key: share() }))
          .sort((a, b) => a.key - b.key)
          .map(({ j }) => j),
      }));
      const pilot = Float64Array.from({ length: units }, value);
      // Counts of non-zero values, the fourth array, are whole numbers.
      const start = Float64Array.from({ length: (5 + 4 * factors) * units }, (_, i) =>
        Math.floor(i / units) === 3 ? i : value(),
      );
      const expected = start.slice();
      const place = inPlace ? arraysInMemory() : <A>(array: A) => array;
      const actual = place(start.slice());
      const placed = list.map(({ rows, order }) => ({ rows: rows.map(place), order }));
      addTrajectories(factors, place(pilot), placed, actual);
      addTrajectoriesReference(factors, pilot, list, expected);
      expect(actual.slice()).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});
