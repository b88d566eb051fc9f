import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ShapeError } from "../errors.js";
import { correlationMatrix, mapCorrelation } from "./correlationMatrix.js";
import { spearman } from "./spearman.js";

interface SpearmanFile {
  matrices: { columns: number; data: number[][]; rho: (number | null)[][]; p_value: (number | null)[][] }[];
}
const { matrices } = JSON.parse(
  readFileSync(new URL("../../../../tests/reference/stats/spearman.json", import.meta.url), "utf8"),
) as SpearmanFile;
const NONE = Number.NaN;

function expectNumber(actual: number, expected: number | null, digits: number): void {
  if (expected === null) expect(actual).toBeNaN();
  else expect(actual).toBeCloseTo(expected, digits);
}

describe("correlation between maps", () => {
  it("equals scipy's matrix, ties and constant columns included, where there is one pixel", () => {
    for (const { columns, data, rho, p_value } of matrices) {
      const maps = Array.from({ length: columns }, (_, c) => data.map((row) => row[c]));
      for (const result of [mapCorrelation(maps, maps, [data.length]), correlationMatrix(maps)]) {
        for (const i of maps.keys()) {
          for (const j of maps.keys()) {
            expectNumber(result.rho[i][j], rho[i][j], 12);
            // The t distribution is good to about 1e-8 here.
            expectNumber(result.p[i][j], p_value[i][j], 7);
          }
        }
      }
    }
    expect(matrices.length).toBeGreaterThan(0);
  });

  it("takes mean and standard deviation over the pixels", () => {
    // Three channels, two pixels: the orders agree at the first and are reversed at the second.
    const first = [1, 10, 2, 20, 3, 30];
    const second = [5, 3, 6, 2, 7, 1];
    const { rho, sd, p, slices } = mapCorrelation([first, second], [first, second], [3, 1, 2]);
    expect(rho).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(sd[0][1]).toBeCloseTo(Math.SQRT2, 12);
    expect(slices[0][1]).toBe(2);
    expect(p[0][1]).toBeNaN();
    expect(mapCorrelation([first], [second], [3, 1, 2], "PIXELS").rho).toEqual([[-1]]);
  });

  it("leaves out undefined units pair by pair, and pixels where nothing is left", () => {
    const a = [1, NONE, 2, NONE, 3, NONE, 4, 1];
    const b = [2, 1, 1, 2, NONE, 3, 3, 4];
    const { rho, slices, sd } = mapCorrelation([a], [b], [4, 1, 2]);
    expect(rho[0][0]).toBe(spearman([1, 2, 4], [2, 1, 3]).rho);
    expect(slices[0][0]).toBe(1);
    expect(sd[0][0]).toBeNaN();
    expect(mapCorrelation([[NONE, NONE]], [[1, 2]], [2]).rho[0][0]).toBeNaN();
  });

  it("correlates the maps of one measure with those of another", () => {
    const value = fc.double({ min: -1, max: 1, noNaN: true });
    const map = fc.array(value, { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(map, map, map, (a, b, c) => {
        const cross = mapCorrelation([a, b], [c], [4, 1, 3]);
        const all = mapCorrelation([a, b, c], [a, b, c], [4, 1, 3]);
        expect(cross.rho).toEqual([[all.rho[0][2]], [all.rho[1][2]]]);
        expect(all.rho[2][0]).toEqual(all.rho[0][2]);
      }),
    );
  });

  it("refuses maps of another shape", () => {
    expect(() => mapCorrelation([[1, 2, 3]], [[1, 2, 3]], [2, 2])).toThrow(ShapeError);
  });
});
