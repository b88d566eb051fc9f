import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RunSpecError, ShapeError } from "../errors.js";
import { configuredMask, MASK_CONFIGURATIONS } from "./configurations.js";
import { maskOfUnits, quantileMask, softMask, unitsPerChannel } from "./mask.js";

const anyValue = fc.oneof(
  fc.double({ min: -2, max: 2, noNaN: true }),
  fc.constantFrom(Number.NaN, 0, 1, 1e-9),
);

describe("masks", () => {
  it("multiplies the chosen units by alpha and leaves all others", () => {
    const { mask, selection } = quantileMask([0.1, 0.4, Number.NaN, 0.3], {
      percentile: 0.5,
      direction: "ABOVE",
      alpha: 1.5,
      seed: 0,
    });
    expect([...mask]).toEqual([1, 1.5, 1, 1.5]);
    expect([...selection.units]).toEqual([1, 3]);
    expect([...maskOfUnits(3, Uint32Array.of(2), 0)]).toEqual([1, 1, 0]);
  });

  it("splits every activation into two parts that add up to it exactly", () => {
    fc.assert(
      fc.property(fc.array(anyValue), fc.boolean(), (values, byMagnitude) => {
        const m = softMask(values, { inverted: false, byMagnitude });
        const rest = softMask(values, { inverted: true, byMagnitude });
        for (const u of values.keys()) {
          expect(m[u] + rest[u]).toBe(1);
          expect(m[u]).toBeGreaterThanOrEqual(0);
          expect(m[u]).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it("clips a soft mask to [0, 1] and claims nothing of an undefined unit", () => {
    const values = [-0.5, 0.25, 1.2, Number.NaN];
    expect([...softMask(values, { inverted: false })]).toEqual([0, 0.25, 1, 0]);
    expect([...softMask(values, { inverted: true })]).toEqual([1, 0.75, 0, 1]);
    expect([...softMask(values, { inverted: false, byMagnitude: true })]).toEqual([0.5, 0.25, 1, 0]);
    // Half a step of 2^-24 at most.
    expect(Math.abs(softMask([1 / 3], { inverted: false })[0] - 1 / 3)).toBeLessThanOrEqual(2 ** -25);
  });

  it("counts units by channel", () => {
    expect([...unitsPerChannel(Uint32Array.of(0, 5, 6, 23), [4, 2, 3])]).toEqual([2, 1, 0, 1]);
    expect([...unitsPerChannel(Uint32Array.of(2), [3])]).toEqual([0, 0, 1]);
    expect(() => unitsPerChannel(Uint32Array.of(24), [4, 2, 3])).toThrow(ShapeError);
  });

  it("refuses units and multipliers that do not exist", () => {
    expect(() => maskOfUnits(3, Uint32Array.of(3), 0)).toThrow("has 3 units");
    expect(() => maskOfUnits(3, Uint32Array.of(0), Number.NaN)).toThrow(RunSpecError);
    expect(() => maskOfUnits(3, Uint32Array.of(0), Number.POSITIVE_INFINITY)).toThrow("alpha");
  });
});

describe("the study's configurations", () => {
  it("are the paper's 17 in their order", () => {
    expect(MASK_CONFIGURATIONS.map(({ alpha, percentile }) => [alpha, percentile]).slice(0, 15)).toEqual(
      [0, 0.5, 1.5].flatMap((alpha) => [0.5, 0.6, 0.7, 0.8, 0.9].map((q) => [alpha, q])),
    );
    expect(MASK_CONFIGURATIONS.slice(15).map(({ soft, inverted }) => [soft, inverted])).toEqual([
      [true, false],
      [true, true],
    ]);
    expect(new Set(MASK_CONFIGURATIONS.map(({ label }) => label)).size).toBe(17);
  });

  it("choose the same units under every alpha, and none when soft", () => {
    const values = Float64Array.from({ length: 50 }, (_, u) => (u % 4) / 4);
    const masks = MASK_CONFIGURATIONS.map((configuration) =>
      configuredMask(values, configuration, { seed: 8 }),
    );
    for (let q = 0; q < 5; q++) {
      const [silenced, damped, amplified] = [masks[q], masks[q + 5], masks[q + 10]];
      expect(silenced.selection?.units).toEqual(amplified.selection?.units);
      expect([...silenced.mask].filter((value) => value === 0).length).toBe(silenced.selection?.units.length);
      expect([...damped.mask].map((value) => 2 * value - 1)).toEqual([...silenced.mask]);
    }
    expect(masks[15].selection).toBeNull();
    expect(masks[15].mask).toEqual(softMask(values, { inverted: false }));
    expect(masks[16].mask).toEqual(softMask(values, { inverted: true }));
  });
});
