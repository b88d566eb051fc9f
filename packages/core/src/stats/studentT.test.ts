import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { StudentTTable, studentTCdf, studentTQuantile } from "./studentT.js";

describe("Student's t", () => {
  // scipy.stats.t 1.17: ppf(0.975, n) and cdf(-2.5, n).
  it.each([
    { n: 1, quantile: 12.706204736174694, tail: 0.12111894159084341 },
    { n: 2, quantile: 4.302652729749462, tail: 0.06480586011075541 },
    { n: 7, quantile: 2.364624251592784, tail: 0.020496109292876444 },
    { n: 31, quantile: 2.039513446396408, tail: 0.008960113406693103 },
    { n: 255, quantile: 1.9693105698498752, tail: 0.006524093056330538 },
    { n: 8191, quantile: 1.960253645857811, tail: 0.006219364846584161 },
    { n: 1e6, quantile: 1.959966356814107, tail: 0.006209744751081627 },
  ])("has scipy's quantile and tail for $n degrees of freedom", ({ n, quantile, tail }) => {
    expect(Math.abs(studentTQuantile(0.975, n) / quantile - 1)).toBeLessThan(1e-10);
    expect(Math.abs(studentTCdf(-2.5, n) / tail - 1)).toBeLessThan(1e-10);
  });

  it("is symmetric", () => {
    expect(studentTQuantile(0.025, 7)).toBeCloseTo(-studentTQuantile(0.975, 7), 12);
    expect(studentTCdf(0, 7)).toBeCloseTo(0.5, 14);
  });

  it("is NaN without degrees of freedom or outside the unit interval", () => {
    expect(studentTQuantile(0.975, 0)).toBeNaN();
    expect(studentTQuantile(1, 5)).toBeNaN();
    expect(studentTQuantile(Number.NaN, 5)).toBeNaN();
    expect(studentTCdf(1, -1)).toBeNaN();
  });
});

describe("StudentTTable", () => {
  const file = new URL("../../../../tests/reference/stats/significance.json", import.meta.url);
  const { student_t } = JSON.parse(readFileSync(file, "utf8")) as { student_t: [number, number, number][] };

  it("has scipy's quantiles at whole numbers and errs to the safe side between them", () => {
    for (const [probability, degreesOfFreedom, expected] of student_t) {
      const ratio = new StudentTTable(probability).quantile(degreesOfFreedom) / expected;
      expect(ratio).toBeGreaterThan(1 - 1e-10);
      if (Number.isInteger(degreesOfFreedom)) expect(ratio).toBeLessThan(1 + 1e-10);
    }
  });

  it("knows any number of degrees of freedom", () => {
    const table = new StudentTTable(0.975);
    for (const df of [1023, 1024, 1e6, 1e6]) expect(table.quantile(df)).toBe(studentTQuantile(0.975, df));
  });

  it("falls without a jump", () => {
    const table = new StudentTTable(0.975);
    for (let df = 1; df < 40; df += 1 / 16) {
      const step = table.quantile(df) - table.quantile(df + 1 / 16);
      expect(step).toBeGreaterThan(0);
      expect(step).toBeLessThan(1);
    }
    expect(table.quantile(1 - 1e-9)).toBeNaN();
    expect(table.quantile(Number.NaN)).toBeNaN();
  });
});
