import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { normalCdf, normalDensity, normalQuantile, normalTail } from "./normal.js";

const file = new URL("../../../../tests/reference/stats/significance.json", import.meta.url);
const { normal } = JSON.parse(readFileSync(file, "utf8")) as {
  normal: { tail: [number, number][]; quantile: [number, number][] };
};

describe("the normal distribution", () => {
  it("has scipy's tail to 12 digits, far out too", () => {
    for (const [x, expected] of normal.tail) {
      expect(Math.abs(normalTail(x) / expected - 1)).toBeLessThan(1e-12);
      expect(normalCdf(-x)).toBe(normalTail(x));
    }
  });

  it("has scipy's quantiles", () => {
    for (const [p, expected] of normal.quantile) {
      expect(Math.abs(normalQuantile(p) - expected)).toBeLessThan(1e-10);
    }
  });

  it("has a tail without a jump where its two formulas meet", () => {
    const step = 1e-6;
    const slope = (normalTail(3 - step) - normalTail(3 + step)) / (2 * step);
    expect(Math.abs(slope / normalDensity(3) - 1)).toBeLessThan(1e-6);
  });

  it("is NaN for NaN and infinite at the ends", () => {
    expect(normalTail(Number.NaN)).toBeNaN();
    expect(normalQuantile(1.1)).toBeNaN();
    expect(normalQuantile(Number.NaN)).toBeNaN();
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
    expect(normalTail(Infinity)).toBe(0);
  });
});
