import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leastSensitiveUnits, randomUnits } from "./controlUnits.js";
import { selectUnits } from "./selectUnits.js";

const NONE = Number.NaN;
const map = fc.array(fc.oneof(fc.constantFrom(NONE, 0, 0.5), fc.double({ min: -1, max: 1, noNaN: true })), {
  minLength: 1,
  maxLength: 60,
});

describe("control masks", () => {
  it("have as many units as the mask, all of them defined", () => {
    fc.assert(
      fc.property(map, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (values, seed, percentile) => {
        const { units } = selectUnits(values, { percentile, direction: "ABOVE", seed });
        const controls = [
          randomUnits(values, units.length, seed),
          leastSensitiveUnits(values, units.length, { seed }).units,
        ];
        for (const control of controls) {
          expect(control.length).toBe(units.length);
          expect(new Set(control).size).toBe(units.length);
          for (const unit of control) expect(values[unit]).not.toBeNaN();
        }
      }),
    );
  });

  it("draws every defined unit equally often, anew by seed and by checkpoint", () => {
    const values = [0, NONE, 1, 1, 1, 1, 1, 1, 1, 1, 1];
    const counts = new Array(values.length).fill(0);
    for (let seed = 0; seed < 1000; seed++) for (const unit of randomUnits(values, 3, seed)) counts[unit]++;
    expect(counts[1]).toBe(0);
    // 300 expected of each of ten units, standard deviation 14; five of them.
    for (const [unit, count] of counts.entries())
      if (unit !== 1) expect(Math.abs(count - 300)).toBeLessThan(70);
    const many = new Array(200).fill(1);
    expect(randomUnits(many, 20, 5)).toEqual(randomUnits(many, 20, 5));
    expect(randomUnits(many, 20, 5)).not.toEqual(randomUnits(many, 20, 6));
    expect(randomUnits(many, 20, 5)).not.toEqual(randomUnits(many, 20, 5, 1));
  });

  it("takes the least sensitive units from the other end of the ranks", () => {
    const values = [0.3, -0.1, NONE, 0.2, 0.9];
    expect([...leastSensitiveUnits(values, 2, { seed: 1 }).units]).toEqual([1, 3]);
    expect([...leastSensitiveUnits([-0.3, 0.1, 0.2], 1, { seed: 1, byMagnitude: true }).units]).toEqual([1]);
  });

  it("refuses more random units than are defined", () => {
    expect(() => randomUnits([NONE, 1], 2, 0)).toThrow("only 1 units have an index");
  });
});
