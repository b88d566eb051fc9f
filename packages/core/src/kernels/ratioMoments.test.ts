import fc from "fast-check";
import { expect, it } from "vitest";
import { addRatioMoments, type RatioTerms } from "./ratioMoments.js";
import { addRatioMomentsReference } from "./ratioMoments.reference.js";
import { arraysInMemory } from "./testing/arraysInMemory.js";

const shapes = fc.record({
  // Lengths around a tile and a vector; anything between.
  units: fc.oneof(fc.constantFrom(1, 3, 4, 1023, 1024, 1025, 2050), fc.integer({ min: 1, max: 3000 })),
  terms: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }),
  cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 6 }),
  seed: fc.integer({ min: 1, max: 1e6 }),
  inPlace: fc.boolean(),
});

it("gives the reference's bits for products, and its sums over ranges to rounding", () => {
  fc.assert(
    fc.property(shapes, ({ units, terms, cuts, seed, inPlace }) => {
      let state = seed;
      const array = () =>
        Float64Array.from({ length: units }, () => {
          state = (state * 48271) % 2147483647;
          return state / 2147483647 - 0.3;
        });
      // Overlapping ones, the whole among them.
      const places = cuts.map((cut) => Math.floor(cut * units));
      const ranges = places.slice(1).map((place, i) => {
        const [first, end] = [Math.min(place, places[i]), Math.max(place, places[i]) + 1];
        return {
          first: Math.min(first, units - 1),
          count: Math.min(end, units) - Math.min(first, units - 1),
        };
      });
      ranges.push({ first: 0, count: units });
      const ratios = terms.map((count) => ({
        terms: Array.from({ length: count }, array),
        uu: array(),
        uv: array(),
      }));
      const denominator = array();
      const place = inPlace ? arraysInMemory() : <A>(values: A) => values;
      const actual = ratios.map(
        ({ terms: own, uu, uv }): RatioTerms => ({
          terms: own.map(place),
          uu: place(uu.slice()),
          uv: place(uv.slice()),
          // What an earlier block left.
          inRanges: new Float64Array(ranges.length).fill(7),
        }),
      );
      const expected = ratios.map((ratio) => ({ ...ratio, inRanges: new Float64Array(ranges.length) }));
      addRatioMoments(actual, place(denominator.slice()), ranges);
      addRatioMomentsReference(expected, denominator, ranges);
      for (const [s, { uu, uv, inRanges }] of expected.entries()) {
        expect(actual[s].uu.slice()).toEqual(uu);
        expect(actual[s].uv.slice()).toEqual(uv);
        for (const [r, { count }] of ranges.entries()) {
          // Values lie below 2: rounding of so many additions, whatever their order.
          expect(Math.abs(actual[s].inRanges[r] - inRanges[r])).toBeLessThanOrEqual(
            2 * count ** 2 * 2 ** -53,
          );
        }
      }
    }),
    { numRuns: 60 },
  );
});
