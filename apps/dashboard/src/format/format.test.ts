import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decimalsFor,
  excludesZero,
  formatDifference,
  formatEstimate,
  formatPercent,
  isClearlyAbove,
} from "./estimate";
import { designName, factorName, factorWord } from "./names";
import {
  formatBytes,
  formatCount,
  formatFixed,
  formatList,
  formatShape,
  formatShare,
  MISSING,
} from "./number";
import { formatAgo, formatDuration } from "./time";

const estimate = (value: number | null, halfWidth: number | null) => ({ value, halfWidth });

describe("formatEstimate", () => {
  it("shows as many digits as the half width supports", () => {
    expect(formatEstimate(estimate(0.12345, 0.0041))).toBe("0.123 ± 0.004");
    expect(formatEstimate(estimate(0.34112, 0.0123))).toBe("0.341 ± 0.012");
    expect(formatEstimate(estimate(0.34112, 0.02))).toBe("0.34 ± 0.02");
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
    expect(formatPercent(estimate(0.341, 0.02))).toBe("34\u202f% ± 2\u202f%");
    expect(formatPercent(estimate(0.341, 0.0041))).toBe("34.1\u202f% ± 0.4\u202f%");
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
    expect(designName("baseSamples")).toBe("Base samples N");
    expect(designName("outerSamples")).toBe("Outer samples");
    expect(designName("preprocessing.channelOrder")).toBe("Preprocessing, channel order");
  });
});
