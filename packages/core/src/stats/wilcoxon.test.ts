import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { signedRankTest } from "./wilcoxon.js";

const file = new URL("../../../../tests/reference/stats/significance.json", import.meta.url);
const { wilcoxon } = JSON.parse(readFileSync(file, "utf8")) as {
  wilcoxon: {
    name: string;
    differences: number[];
    p: number;
    positive: number;
    negative: number;
    rank_biserial: number;
  }[];
};

describe("signedRankTest", () => {
  it.each(wilcoxon)("equals scipy on differences that are $name", (file) => {
    const test = signedRankTest(file.differences);
    expect(test.positive).toBe(file.positive);
    expect(test.negative).toBe(file.negative);
    expect(test.rankBiserial).toBeCloseTo(file.rank_biserial, 14);
    expect(Math.abs(test.p / file.p - 1)).toBeLessThan(1e-10);
  });

  it("swaps the sides and keeps p when all differences change sign", () => {
    const values = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1 });
    fc.assert(
      fc.property(values, (differences) => {
        const test = signedRankTest(differences);
        const mirrored = signedRankTest(differences.map((d) => -d));
        expect(mirrored.positive).toBe(test.negative);
        expect(mirrored.rankBiserial + test.rankBiserial).toBe(0);
        expect(mirrored.p).toBe(test.p);
        expect(test.positive + test.negative).toBe((test.n * (test.n + 1)) / 2);
        expect(test.p).toBeGreaterThan(0);
        expect(test.p).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("knows nothing of no differences", () => {
    expect(signedRankTest([])).toMatchObject({ n: 0, rankBiserial: Number.NaN, p: Number.NaN });
  });
});
