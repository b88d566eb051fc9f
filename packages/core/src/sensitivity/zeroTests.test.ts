import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rejectStepUp } from "../stats/multipleTesting.js";
import { studentTCdf, studentTQuantile } from "../stats/studentT.js";
import { type Alternative, ZeroTests, zeroPValue } from "./zeroTests.js";

const estimate = (values: number[], halfWidths: number[]) => ({
  values: Float64Array.from(values),
  halfWidths: Float64Array.from(halfWidths),
});

describe("zeroPValue", () => {
  it("is 5 % two-sided, 2.5 % one-sided, at one half width from 0", () => {
    const twoSided = (value: number) => zeroPValue(value, 0.2, 31, "two-sided");
    expect(twoSided(0.2)).toBeCloseTo(0.05, 6);
    expect(twoSided(-0.2)).toBe(twoSided(0.2));
    expect(twoSided(0)).toBeCloseTo(1, 6);
    const oneSided = (value: number) => zeroPValue(value, 0.2, 31, "greater");
    expect(oneSided(0.2)).toBeCloseTo(0.025, 6);
    expect(oneSided(-0.2)).toBeCloseTo(0.975, 6);
    expect(oneSided(0)).toBeCloseTo(0.5, 6);
  });

  it("uses the degrees of freedom of the unit", () => {
    const expected = studentTCdf(-2.5 * studentTQuantile(0.975, 7), 7);
    expect(zeroPValue(0.5, 0.2, 8, "greater")).toBeCloseTo(expected, 8);
  });

  it("is certain without error, and undefined without a value or a half width", () => {
    expect(zeroPValue(0.1, 0, 9, "greater")).toBe(0);
    expect(zeroPValue(0, 0, 9, "greater")).toBe(1);
    expect(zeroPValue(Number.NaN, 0.1, 9, "greater")).toBeNaN();
    expect(zeroPValue(0.1, Number.NaN, 9, "greater")).toBeNaN();
  });
});

describe("ZeroTests", () => {
  /** Values in half widths at the size that a p value asks for, with `blocks` effective blocks. */
  const valueAt = (p: number, blocks: number) =>
    studentTQuantile(1 - p, blocks - 1) / studentTQuantile(0.975, blocks - 1);

  it("flags by the adjusted p values and never an undefined unit", () => {
    const tests = new ZeroTests(new Float64Array(4).fill(32));
    const values = [...[0.001, 0.02, 0.3].map((p) => valueAt(p, 32)), Number.NaN];
    const map = estimate(values, [1, 1, 1, Number.NaN]);
    expect(tests.distinguishable(map, "greater", 0.05)).toEqual({
      flags: Uint8Array.of(1, 1, 0, 0),
      tests: 3,
    });
    expect([...tests.distinguishable(map, "greater", 0.05, "BY").flags]).toEqual([1, 0, 0, 0]);
  });

  it("flags units of few blocks that all are just below the rate", () => {
    const blocks = 2.5;
    const map = estimate(new Array(20).fill(0.86), new Array(20).fill(1));
    const p = zeroPValue(0.86, 1, blocks, "two-sided");
    // Whole families are rejected at the rate itself.
    expect(p).toBeGreaterThan(0.048);
    expect(p).toBeLessThan(0.05);
    const tests = new ZeroTests(new Float64Array(20).fill(blocks));
    expect([...tests.distinguishable(map, "two-sided", 0.05).flags]).toEqual(new Array(20).fill(1));
  });

  it("flags those without error that differ from 0, and no infinite half width", () => {
    const tests = new ZeroTests(new Float64Array(5).fill(9));
    const map = estimate([0.1, 0, -0.1, 0.1, 0.1], [0, 0, 0, Number.POSITIVE_INFINITY, Number.NaN]);
    expect(tests.distinguishable(map, "greater", 0.05)).toEqual({
      flags: Uint8Array.of(1, 0, 0, 0, 0),
      tests: 4,
    });
    expect([...tests.distinguishable(map, "two-sided", 0.05).flags]).toEqual([1, 0, 1, 0, 0]);
  });

  it("flags nothing where there is nothing to test", () => {
    expect(new ZeroTests(new Float64Array()).distinguishable(estimate([], []), "greater", 0.05).tests).toBe(
      0,
    );
    const before = estimate([Number.NaN, Number.NaN], [Number.NaN, Number.NaN]);
    const none = new ZeroTests(new Float64Array(2)).distinguishable(before, "two-sided", 0.05);
    expect(none).toEqual({ flags: new Uint8Array(2), tests: 0 });
  });

  it("flags as the step-up procedure does with the p values of all units", () => {
    // Values from none to overwhelming, most near the limits that matter: t quantiles of p values around them.
    const unit = fc.record({
      blocks: fc.oneof(fc.double({ min: 6, max: 300, noNaN: true }), fc.integer({ min: 6, max: 70 })),
      halvings: fc.oneof(
        fc.double({ min: 1, max: 8, noNaN: true }),
        fc.double({ min: 0.1, max: 45, noNaN: true }),
      ),
      sign: fc.constantFrom(1, 1, 1, -1),
      halfWidth: fc.constantFrom(0.01, 0.3, 1, 1, 1, Number.NaN, 0),
    });
    fc.assert(
      fc.property(
        // Units of few kinds many times over: so the share of those that are rejected takes all values.
        fc.array(fc.tuple(unit, fc.integer({ min: 1, max: 60 })), { minLength: 1, maxLength: 12 }),
        fc.constantFrom<Alternative>("greater", "two-sided"),
        fc.constantFrom("BH" as const, "BY" as const),
        fc.constantFrom(0.01, 0.05, 0.3),
        (kinds, alternative, procedure, rate) => {
          const units = kinds.flatMap(([kind, count]) => Array.from({ length: count }, () => kind));
          const map = estimate(
            units.map(
              ({ blocks, halvings, sign, halfWidth }) => sign * halfWidth * valueAt(2 ** -halvings, blocks),
            ),
            units.map(({ halfWidth }) => halfWidth),
          );
          const blocks = Float64Array.from(units, (one) => one.blocks);
          const pValues = map.values.map((value, u) =>
            zeroPValue(value, map.halfWidths[u], blocks[u], alternative),
          );
          const { flags, tests } = new ZeroTests(blocks).distinguishable(map, alternative, rate, procedure);
          expect(flags).toEqual(rejectStepUp(pValues, rate, procedure));
          expect(tests).toBe(pValues.filter((p) => !Number.isNaN(p)).length);
        },
      ),
      { numRuns: 500 },
    );
  });
});
