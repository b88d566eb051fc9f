import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RunSpecError } from "../errors.js";
import type { UnitRule } from "./maskRule.js";
import { requestedUnits } from "./maskRule.js";
import { selectUnits } from "./selectUnits.js";

const NONE = Number.NaN;
const above = (percentile: number, rest: Partial<UnitRule> = {}): UnitRule => ({
  percentile,
  direction: "ABOVE",
  seed: 1,
  ...rest,
});
const below = (percentile: number, rest: Partial<UnitRule> = {}): UnitRule => ({
  ...above(percentile, rest),
  direction: "BELOW",
});

/** Maps as they occur: undefined units, many equal values, negative ones. */
const map = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant(0.25) },
    { weight: 2, arbitrary: fc.double({ min: -0.2, max: 1, noNaN: true }) },
    { weight: 1, arbitrary: fc.constantFrom(NONE, 0, -0) },
  ),
  { minLength: 1, maxLength: 80 },
);
const percentile = fc.oneof(
  fc.constantFrom(0, 0.5, 0.6, 0.7, 0.8, 0.9, 1),
  fc.double({ min: 0, max: 1, noNaN: true }),
);

describe("selectUnits", () => {
  it("chooses the stated number exactly when 60 % of the values are equal", () => {
    const values = Float64Array.from({ length: 1000 }, (_, u) => (u % 5 < 3 ? 0.3 : (u % 7) / 10 + 0.01));
    for (const q of [0.5, 0.6, 0.7, 0.8, 0.9]) {
      const { units, requested } = selectUnits(values, above(q));
      expect(units.length).toBe(Math.round((1 - q) * 1000));
      expect(requested).toBe(units.length);
      expect(selectUnits(values, below(q)).units.length).toBe(Math.round(q * 1000));
    }
  });

  it("never chooses a weaker unit before a stronger one, nor an undefined one, nor more than asked", () => {
    const rule = fc.record({
      percentile,
      direction: fc.constantFrom("ABOVE" as const, "BELOW" as const),
      seed: fc.nat(),
      allowNonPositive: fc.boolean(),
    });
    fc.assert(
      fc.property(map, rule, (values, choice) => {
        const { units, requested, eligible, undefinedUnits, threshold, tiesLeftOut } = selectUnits(
          values,
          choice,
        );
        const positive = choice.direction === "ABOVE" && !choice.allowNonPositive;
        const may = values.filter((value) => !Number.isNaN(value) && (value > 0 || !positive));
        expect(eligible).toBe(may.length);
        expect(undefinedUnits).toBe(values.filter(Number.isNaN).length);
        expect(requested).toBe(requestedUnits(choice, values.length));
        expect(units.length).toBe(Math.min(requested, eligible));
        const chosen = new Set(units);
        expect(chosen.size).toBe(units.length);
        expect([...units]).toEqual([...units].sort((a, b) => a - b));
        const sign = choice.direction === "ABOVE" ? 1 : -1;
        for (const unit of units) {
          expect(sign * values[unit]).toBeGreaterThanOrEqual(sign * threshold);
          if (positive) expect(values[unit]).toBeGreaterThan(0);
        }
        const left = [...values.keys()].filter((unit) => !chosen.has(unit));
        for (const unit of left)
          if (units.length > 0) expect(sign * values[unit] > sign * threshold).toBe(false);
        expect(left.filter((unit) => values[unit] === threshold).length).toBe(tiesLeftOut);
      }),
    );
  });

  it("chooses fewer than asked where fewer show a sensitivity, and says so", () => {
    const values = [0.5, 0, -0.1, NONE, 0.2, 0, 0, 0, 0, 0];
    const strict = selectUnits(values, above(0.5));
    expect([...strict.units]).toEqual([0, 4]);
    expect(strict).toMatchObject({ requested: 5, eligible: 2, undefinedUnits: 1, threshold: 0.2 });
    const asked = selectUnits(values, above(0.5, { allowNonPositive: true }));
    expect(asked.units.length).toBe(5);
    expect(asked.threshold).toBe(0);
    expect(asked.units).not.toContain(3);
    expect(selectUnits([NONE, NONE], above(0)).units.length).toBe(0);
    expect(selectUnits([1, 2], above(1)).threshold).toBeNaN();
  });

  it("breaks ties by the seed alone, evenly, and differently from checkpoint to checkpoint", () => {
    const equal = new Array(100).fill(0.4);
    const chosen = (seed: number, place = 0) => [...selectUnits(equal, above(0.8, { seed }), place).units];
    expect(chosen(3)).toEqual(chosen(3));
    expect(chosen(3)).not.toEqual(chosen(4));
    expect(chosen(3)).not.toEqual(chosen(3, 1));
    const counts = new Array(100).fill(0);
    for (let seed = 0; seed < 500; seed++) for (const unit of chosen(seed)) counts[unit]++;
    // 100 expected of each, standard deviation 9; five of them.
    expect(Math.min(...counts)).toBeGreaterThan(55);
    expect(Math.max(...counts)).toBeLessThan(145);
  });

  it("nests the units above a higher percentile in those above a lower one", () => {
    fc.assert(
      fc.property(map, percentile, percentile, fc.nat(), (values, p, q, seed) => {
        const wide = new Set(selectUnits(values, above(Math.min(p, q), { seed })).units);
        for (const unit of selectUnits(values, above(Math.max(p, q), { seed })).units) {
          expect(wide.has(unit)).toBe(true);
        }
      }),
    );
  });

  it("ranks magnitudes when asked", () => {
    const values = [-0.9, 0.1, 0.5, 0];
    expect([...selectUnits(values, above(0.5, { byMagnitude: true })).units]).toEqual([0, 2]);
    expect([...selectUnits(values, below(0.5, { byMagnitude: true })).units]).toEqual([1, 3]);
    expect([...selectUnits(values, above(0.5)).units]).toEqual([1, 2]);
  });

  it("does not let the binary form of a written share take another unit", () => {
    // 1 - 0.7 is a little more than 0.3.
    expect(requestedUnits(above(0.7), 10)).toBe(3);
    expect(requestedUnits(above(0.9), 205_670)).toBe(20_567);
    expect(requestedUnits(above(0.95), 10)).toBe(1);
    expect(requestedUnits(below(0.6), 5)).toBe(3);
    expect(requestedUnits(above(1), 7)).toBe(0);
    expect(requestedUnits(above(0), 7)).toBe(7);
  });

  it("refuses an impossible rule by the name of its field", () => {
    expect(() => selectUnits([1], above(90))).toThrow("from 0 to 1, not 90");
    expect(() => selectUnits([1], above(NONE))).toThrow(RunSpecError);
    expect(() => selectUnits([1], above(0.5, { seed: 0.5 }))).toThrow("seed");
  });
});
