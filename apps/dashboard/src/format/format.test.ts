import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decimalsFor,
  excludesZero,
  formatDifference,
  formatEstimate,
  formatHalfWidth,
  formatPercent,
  formatShareOf,
  isClearlyAbove,
} from "./estimate";
import { factorName, factorWord } from "./names";
import {
  formatBytes,
  formatCount,
  formatFixed,
  formatList,
  formatPValue,
  formatShape,
  formatShare,
  formatTenths,
  MISSING,
} from "./number";
import { formatAgo, formatDuration } from "./time";

const estimate = (value: number | null, halfWidth: number | null) => ({ value, halfWidth });

describe("formatEstimate", () => {
  it("shows as many digits as the half width supports", () => {
    expect(formatEstimate(estimate(0.12345, 0.0041))).toBe("0.123 ± 0.004");
    expect(formatEstimate(estimate(0.34112, 0.0123))).toBe("0.341 ± 0.012");
    expect(formatEstimate(estimate(0.34112, 0.02))).toBe("0.341 ± 0.020");
    expect(formatEstimate(estimate(-0.187, 0.23))).toBe("\u22120.19 ± 0.23");
    expect(formatEstimate(estimate(0.34112, 0.03))).toBe("0.34 ± 0.03");
    expect(formatEstimate(estimate(0.34112, 0.0996))).toBe("0.34 ± 0.10");
    expect(formatEstimate(estimate(12.3, 3))).toBe("12 ± 3");
  });
  it("writes a dash for a missing value and leaves out a missing half width", () => {
    expect(formatEstimate(estimate(null, 0.1))).toBe(MISSING);
    expect(formatEstimate(estimate(Number.NaN, 0.1))).toBe(MISSING);
    expect(formatEstimate(estimate(0.5, null))).toBe("0.500");
  });
  it("never loses the half width to rounding", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-5, max: 9, noNaN: true }), (halfWidth) => {
        expect(Number(halfWidth.toFixed(decimalsFor(halfWidth)))).toBeGreaterThan(0);
      }),
    );
  });
  it("uses a true minus sign and no negative zero", () => {
    expect(formatEstimate(estimate(-0.012, 0.004))).toBe("\u22120.012 ± 0.004");
    expect(formatFixed(-0.0001, 2)).toBe("0.00");
  });
});

describe("formatPercent and formatDifference", () => {
  it("writes shares as percentages", () => {
    expect(formatPercent(estimate(0.341, 0.03))).toBe("34\u202f% ± 3\u202f%");
    expect(formatPercent(estimate(0.341, 0.0041))).toBe("34.1\u202f% ± 0.4\u202f%");
  });
  it("writes no percentage above 100 %", () => {
    expect(formatShareOf(estimate(0.341, 0.03), "it")).toBe("34\u202f% ± 3\u202f% of it");
    expect(formatShareOf(estimate(1, 0.03), "it")).toBe("100\u202f% ± 3\u202f% of it");
    expect(formatShareOf(estimate(1.52, 0.9), "it")).toBe("more than all of it (1.5 ± 0.9: sampling error)");
    expect(formatShareOf(estimate(0.5, 1.23), "it")).toBe("0.5 ± 1.2 of it");
    expect(formatShareOf(estimate(null, null), "it")).toBe(`${MISSING} of it`);
    const shares = fc.tuple(
      fc.double({ min: -3, max: 3, noNaN: true }),
      fc.double({ min: 1e-4, max: 5, noNaN: true }),
    );
    fc.assert(
      fc.property(shares, ([value, halfWidth]) => {
        const percents = formatShareOf(estimate(value, halfWidth), "it").matchAll(/(\d+(?:\.\d+)?)\u202f%/g);
        for (const [, digits] of percents) expect(Number(digits)).toBeLessThanOrEqual(100);
        if (value > 1.01) expect(formatShareOf(estimate(value, halfWidth), "it")).toMatch(/^more than all/);
      }),
    );
  });
  it("writes a half width alone", () => {
    expect(formatHalfWidth(0.2345)).toBe("0.23");
    expect(formatHalfWidth(0.4345)).toBe("0.4");
  });
  it("signs a difference, but not one that rounds to nothing", () => {
    expect(formatDifference(estimate(0.12, 0.03))).toBe("+0.12 ± 0.03");
    expect(formatDifference(estimate(-0.12, 0.03))).toBe("\u22120.12 ± 0.03");
    expect(formatDifference(estimate(0.0004, 0.03))).toBe("0.00 ± 0.03");
  });
});

describe("significance", () => {
  it("needs an interval that leaves zero out", () => {
    expect(excludesZero(estimate(0.2, 0.1))).toBe(true);
    expect(excludesZero(estimate(-0.2, 0.1))).toBe(true);
    expect(excludesZero(estimate(0.1, 0.1))).toBe(false);
    expect(excludesZero(estimate(0.2, null))).toBe(false);
    expect(excludesZero(estimate(null, 0.1))).toBe(false);
  });
  it("puts one estimate above another only when the intervals do not touch", () => {
    expect(isClearlyAbove(estimate(0.5, 0.1), estimate(0.2, 0.1))).toBe(true);
    expect(isClearlyAbove(estimate(0.5, 0.2), estimate(0.2, 0.1))).toBe(false);
    expect(isClearlyAbove(estimate(0.5, null), estimate(0.2, 0.1))).toBe(false);
  });
});

describe("counts, sizes and lists", () => {
  it("separates thousands by thin spaces", () => {
    expect(formatCount(553448)).toBe("553\u202f448");
    expect(formatCount(999)).toBe("999");
    expect(formatCount(-1024)).toBe("\u22121\u202f024");
  });
  it("writes p values", () => {
    expect([null, 0.0004, 0.0126].map(formatPValue)).toEqual([MISSING, "< 0.001", "0.013"]);
  });
  it("writes shares with one decimal where they are compared", () => {
    expect([0, 0.1002, 1].map((share) => formatTenths(share).replace("\u202f", " "))).toEqual([
      "0.0 %",
      "10.0 %",
      "100.0 %",
    ]);
  });
  it("writes bytes, shapes, shares and lists", () => {
    expect(formatBytes(2_818_359)).toBe("2.8\u202fMB");
    expect(formatShape([-1, 3, 64, 64])).toBe("batch × 3 × 64 × 64");
    expect(formatShare(0.9999)).toBe("99\u202f%");
    expect(formatShare(1)).toBe("100\u202f%");
    expect(formatList(["a"])).toBe("a");
    expect(formatList(["a", "b", "c"])).toBe("a, b and c");
  });
});

describe("time", () => {
  it("names at most two units", () => {
    expect(formatDuration(130)).toBe("2 min 10 s");
    expect(formatDuration(0.2)).toBe("under 1 s");
    expect(formatDuration(0)).toBe("0 s");
    expect(formatDuration(3600)).toBe("1 h");
    expect(formatDuration(59.7)).toBe("1 min");
    expect(formatDuration(90_061)).toBe("1 d 1 h");
  });
  it("says how long ago", () => {
    const now = Date.parse("2025-01-10T12:00:00Z");
    expect(formatAgo("2025-01-10T11:59:50Z", now)).toBe("just now");
    expect(formatAgo("2025-01-10T11:54:40Z", now)).toBe("5 min ago");
    expect(formatAgo("2025-01-07T11:00:00Z", now)).toBe("3 d ago");
  });
});

describe("names", () => {
  it("names factors for people and inside sentences", () => {
    expect(factorName("gaussian_blur")).toBe("Gaussian blur");
    expect(factorWord("hue")).toBe("hue");
    expect(factorWord("gaussian_blur")).toBe("Gaussian blur");
    expect(factorName("new_factor")).toBe("New factor");
  });
});
