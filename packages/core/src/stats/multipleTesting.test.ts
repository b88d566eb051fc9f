import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  benjaminiHochberg,
  benjaminiYekutieli,
  bonferroniConfidence,
  rejectStepUp,
  stepUpScale,
} from "./multipleTesting.js";

const file = new URL("../../../../tests/reference/stats/significance.json", import.meta.url);
const { false_discovery } = JSON.parse(readFileSync(file, "utf8")) as {
  false_discovery: { p: number[]; bh: number[]; by: number[] }[];
};

function expectClose(actual: Float64Array, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    expect(Math.abs(actual[i] - value)).toBeLessThanOrEqual(1e-14 * Math.max(1e-14, value));
  }
}

describe("false discovery control", () => {
  it("equals scipy's by either method", () => {
    expect(false_discovery.length).toBeGreaterThan(0);
    for (const { p, bh, by } of false_discovery) {
      expectClose(benjaminiHochberg(p), bh);
      expectClose(benjaminiYekutieli(p), by);
    }
  });

  it("leaves out tests that do not exist", () => {
    const p = [0.01, Number.NaN, 0.04, Number.NaN, 0.2];
    for (const adjust of [benjaminiHochberg, benjaminiYekutieli]) {
      const adjusted = adjust(p);
      expect([...adjusted].map(Number.isNaN)).toEqual([false, true, false, true, false]);
      expect([...adjusted].filter((value) => !Number.isNaN(value))).toEqual([...adjust([0.01, 0.04, 0.2])]);
    }
    expect(benjaminiYekutieli([])).toEqual(new Float64Array(0));
  });

  it("rejects just those whose adjusted p value is at most the rate", () => {
    const value = fc.oneof(
      fc.double({ min: 0, max: 0.1, noNaN: true }),
      fc.constantFrom(Number.NaN, 0, 0.01, 1),
    );
    fc.assert(
      fc.property(fc.array(value), fc.constantFrom(0.05, 0.2), (p, rate) => {
        const flags = (adjusted: Float64Array) => [...adjusted].map((q) => (q <= rate ? 1 : 0));
        expect([...rejectStepUp(Float64Array.from(p), rate, "BH")]).toEqual(flags(benjaminiHochberg(p)));
        expect([...rejectStepUp(Float64Array.from(p), rate, "BY")]).toEqual(flags(benjaminiYekutieli(p)));
      }),
    );
  });

  it("rejects the same when the outcome of some tests is known beforehand", () => {
    const value = fc.oneof(fc.double({ min: 0, max: 0.1, noNaN: true }), fc.constantFrom(0, 0.01, 1));
    fc.assert(
      fc.property(fc.array(value), fc.constantFrom("BH" as const, "BY" as const), (p, procedure) => {
        const rate = 0.05;
        const all = rejectStepUp(Float64Array.from(p), rate, procedure);
        // Those below this limit are rejected whatever the others are, those above the rate never.
        const limit = (rate * p.filter((q) => q <= rate / 1000).length) / stepUpScale(p.length, procedure);
        const isSure = (q: number) => q <= Math.min(limit, rate / 1000);
        const open = (q: number) => !isSure(q) && q <= rate;
        const rest = p.filter(open);
        const others = { tests: p.length - rest.length, rejected: p.filter(isSure).length };
        const left = rejectStepUp(Float64Array.from(rest), rate, procedure, others);
        expect([...left]).toEqual([...all].filter((_, i) => open(p[i])));
        for (const [i, q] of p.entries()) if (!open(q)) expect(all[i]).toBe(isSure(q) ? 1 : 0);
      }),
    );
  });

  it("keeps the order, never goes below p, and Benjamini-Yekutieli never below Benjamini-Hochberg", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (p) => {
        const [bh, by] = [benjaminiHochberg(p), benjaminiYekutieli(p)];
        for (const i of p.keys()) {
          expect(bh[i]).toBeGreaterThanOrEqual(p[i]);
          expect(by[i]).toBeGreaterThanOrEqual(bh[i]);
          expect(by[i]).toBeLessThanOrEqual(1);
          for (const j of p.keys()) if (p[i] < p[j]) expect(bh[i]).toBeLessThanOrEqual(bh[j]);
        }
      }),
    );
  });

  it("splits the error of several intervals among them", () => {
    expect(bonferroniConfidence(0.95, 1)).toBeCloseTo(0.95, 15);
    expect(bonferroniConfidence(0.95, 1000)).toBeCloseTo(0.99995, 15);
  });
});
