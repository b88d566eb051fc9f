import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ShapeError } from "../errors.js";
import { averageRanks, spearman } from "./spearman.js";

interface SpearmanFile {
  matrices: {
    rows: number;
    columns: number;
    data: number[][];
    average_ranks: number[][];
    rho: (number | null)[][];
    p_value: (number | null)[][];
  }[];
  pair: { x: number[]; y: number[]; rho: number; p_value: number };
}
const golden = JSON.parse(
  readFileSync(new URL("../../../../tests/reference/stats/spearman.json", import.meta.url), "utf8"),
) as SpearmanFile;

function expectNumber(actual: number, expected: number | null, digits: number): void {
  if (expected === null) expect(actual).toBeNaN();
  else expect(actual).toBeCloseTo(expected, digits);
}

describe("spearman", () => {
  it("equals scipy's ranks, rho and p on matrices with ties and constant columns", () => {
    expect(golden.matrices.length).toBeGreaterThan(0);
    for (const matrix of golden.matrices) {
      const columns = Array.from({ length: matrix.columns }, (_, c) => matrix.data.map((row) => row[c]));
      for (const [i, x] of columns.entries()) {
        expect([...averageRanks(x)]).toEqual(matrix.average_ranks.map((row) => row[i]));
        for (const [j, y] of columns.entries()) {
          const { rho, p } = spearman(x, y);
          expectNumber(rho, matrix.rho[i][j], 12);
          expectNumber(p, matrix.p_value[i][j], 11);
        }
      }
    }
  });

  it("equals scipy on one plain pair", () => {
    const { x, y, rho, p_value } = golden.pair;
    const result = spearman(x, y);
    expect(result.rho).toBeCloseTo(rho, 12);
    expect(result.p).toBeCloseTo(p_value, 11);
    expect(result.n).toBe(20);
  });

  it("is 1 between a variable and any increasing function of it, -1 with a decreasing one", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 3 }), (x) => {
        expect(
          spearman(
            x,
            Float64Array.from(x, (value) => Math.exp(value / 100)),
          ),
        ).toMatchObject({ rho: 1, p: 0 });
        expect(
          spearman(
            x,
            Float64Array.from(x, (value) => -value),
          ).rho,
        ).toBe(-1);
      }),
    );
  });

  it("leaves out pairs with an undefined value", () => {
    const whole = spearman([1, 2, 3, 5], [2, 1, 4, 3]);
    const holed = spearman([1, 2, Number.NaN, 3, 4, 5], [2, 1, 9, 4, Number.NaN, 3]);
    expect(holed).toEqual(whole);
    expect(whole.n).toBe(4);
  });

  it("is NaN where nothing can be said", () => {
    expect(spearman([1, 1, 1], [1, 2, 3])).toEqual({ rho: Number.NaN, p: Number.NaN, n: 3 });
    expect(spearman([], []).rho).toBeNaN();
    expect(spearman([1, 2], [3, 4])).toEqual({ rho: 1, p: Number.NaN, n: 2 });
  });

  it("refuses unequal lengths", () => {
    expect(() => spearman([1, 2], [1])).toThrow(ShapeError);
  });
});
