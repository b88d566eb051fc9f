import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalTail } from "./normal.js";
import { studentTCdf } from "./studentT.js";
import { studentTTail } from "./studentTTail.js";

/** Closed forms, written so that the far tail keeps its digits. */
const CLOSED: Readonly<Record<number, (t: number) => number>> = {
  1: (t) => Math.atan2(1, t) / Math.PI,
  2: (t) => 1 / ((2 + t * t) * (1 + t / Math.sqrt(2 + t * t))),
  4: (t) => {
    const c = t / Math.sqrt(4 + t * t);
    // 1/2 - (3 c - c^3) / 4 = (1 - c)^2 (2 + c) / 4, and 1 - c = 4 / (4 + t^2) / (1 + c).
    return ((4 / (4 + t * t) / (1 + c)) ** 2 * (2 + c)) / 4;
  },
};

describe("studentTTail", () => {
  it("equals the closed forms of 1, 2 and 4 degrees of freedom down to 1e-14", () => {
    for (const [degrees, closed] of Object.entries(CLOSED)) {
      const most = closed(0) === 0.5 ? 1e-14 : 0;
      fc.assert(
        fc.property(fc.double({ min: 0, max: 33, noNaN: true }), (logarithm) => {
          const t = Math.expm1(logarithm);
          const expected = closed(t);
          if (expected < most) return;
          expect(Math.abs(studentTTail(t, Number(degrees)) / expected - 1)).toBeLessThan(1e-6);
        }),
        { numRuns: 500 },
      );
    }
  });

  it("equals the incomplete beta function, also between whole degrees of freedom, and the normal tail", () => {
    const t = fc.double({ min: -6, max: 6, noNaN: true });
    fc.assert(
      fc.property(t, fc.double({ min: 0, max: 9, noNaN: true }), (at, logarithm) => {
        const degrees = Math.exp(logarithm);
        // The table promises 1e-6.
        expect(Math.abs(studentTTail(at, degrees) / studentTCdf(-at, degrees) - 1)).toBeLessThan(1e-6);
      }),
      { numRuns: 2000 },
    );
    for (const s of [0, 0.3, 2, 5, 7.5]) {
      expect(Math.abs(studentTTail(s, 1e12) / normalTail(s) - 1)).toBeLessThan(1e-6);
    }
  });

  it("is symmetric, 0 far out, and NaN without degrees of freedom", () => {
    expect(studentTTail(0, 3)).toBeCloseTo(0.5, 9);
    expect(studentTTail(-1.3, 3)).toBe(1 - studentTTail(1.3, 3));
    expect(studentTTail(1e9, 40)).toBe(0);
    expect(studentTTail(Number.POSITIVE_INFINITY, 1)).toBe(0);
    expect(studentTTail(1, 0.99)).toBeNaN();
    expect(studentTTail(Number.NaN, 3)).toBeNaN();
  });
});
