import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DesignError } from "../errors.js";
import type { ColumnGroup } from "./groups.js";
import { SaltelliDesign } from "./saltelliDesign.js";

const reference = new URL("../../../../tests/reference/sobol/", import.meta.url);

interface DesignsFile {
  designs: {
    id: string;
    problem: { num_vars: number; bounds: [number, number][]; groups?: string[] };
    factor_names: string[];
    N: number;
    calc_second_order: boolean;
    skip_values: number;
    X: string;
  }[];
}
const golden = JSON.parse(readFileSync(new URL("designs.json", reference), "utf8")) as DesignsFile;

function groupsOf({ problem, factor_names }: DesignsFile["designs"][number]): ColumnGroup[] {
  const owners = problem.groups ?? factor_names;
  return factor_names.map((key) => ({
    key,
    columns: owners.flatMap((owner, column) => (owner === key ? [column] : [])),
  }));
}

const twoGroups: ColumnGroup[] = [
  { key: "hue", columns: [0, 2] },
  { key: "rolling", columns: [1] },
];

function scrambled(seed: number, blockSize = 16): SaltelliDesign {
  return new SaltelliDesign({
    columns: 3,
    groups: twoGroups,
    secondOrder: true,
    sampling: { kind: "scrambled", seed, blockSize },
  });
}

describe("SaltelliDesign", () => {
  it.each(golden.designs)("equals SALib's design $id up to the rounding of its scaling", (file) => {
    const { problem, N, calc_second_order, skip_values } = file;
    const design = new SaltelliDesign({
      columns: problem.num_vars,
      groups: groupsOf(file),
      secondOrder: calc_second_order,
      sampling: { kind: "unscrambled" },
    });
    const expected = new Float64Array(new Uint8Array(readFileSync(new URL(file.X, reference))).buffer);
    const rows = Array.from({ length: N }, (_, i) => design.rows(skip_values + i)).flat();
    expect(rows.length).toBe(N * design.rowsPerBaseSample);
    expect(rows.length * problem.num_vars).toBe(expected.length);
    for (const [r, row] of rows.entries()) {
      for (const [c, u] of row.entries()) {
        const [min, max] = problem.bounds[c];
        const x = expected[r * problem.num_vars + c];
        // Two roundings of numbers no larger than the bounds.
        const rounding = 2 ** -52 * Math.max(Math.abs(min), Math.abs(max));
        expect(Math.abs(min + u * (max - min) - x)).toBeLessThanOrEqual(rounding);
      }
    }
  });

  it("takes every column of AB_i from B where it belongs to the group and from A elsewhere, BA_i the other way", () => {
    const seeds = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 1e6 }), (seed, index) => {
        const [a, ab1, ab2, ba1, ba2, b] = scrambled(seed).rows(index);
        expect([...ab1]).toEqual([b[0], a[1], b[2]]);
        expect([...ab2]).toEqual([a[0], b[1], a[2]]);
        expect([...ba1]).toEqual([a[0], b[1], a[2]]);
        expect([...ba2]).toEqual([b[0], a[1], b[2]]);
        for (const row of [a, b]) for (const u of row) expect(u >= 0 && u < 1).toBe(true);
      }),
    );
  });

  it("gives a row again alone, and another for another seed, seed 0 included", () => {
    const rows = scrambled(0).rows(37);
    expect(scrambled(0).rows(37)).toEqual(rows);
    expect(scrambled(1).rows(37)).not.toEqual(rows);
    expect(scrambled(0).rows(38)).not.toEqual(rows);
  });

  it("makes each block a net of its own: one value in every sixteenth, in every column, and no two blocks alike", () => {
    const design = scrambled(5);
    const seen = new Set<string>();
    for (let block = 0; block < 20; block++) {
      const rows = Array.from({ length: 16 }, (_, i) => design.rows(block * 16 + i));
      for (const position of [0, 5]) {
        for (let c = 0; c < 3; c++) {
          expect(new Set(rows.map((row) => Math.floor(row[position][c] * 16))).size).toBe(16);
        }
      }
      seen.add(rows[0][0].join());
    }
    expect(seen.size).toBe(20);
  });

  it("refuses an impossible design by name", () => {
    const make = (options: Partial<ConstructorParameters<typeof SaltelliDesign>[0]>) => () =>
      new SaltelliDesign({
        columns: 3,
        groups: twoGroups,
        secondOrder: false,
        sampling: { kind: "unscrambled" },
        ...options,
      });
    expect(make({ columns: 0, groups: [] })).toThrow("at least one column");
    expect(make({ columns: 4 })).toThrow("Column 3 is in no factor");
    expect(make({ sampling: { kind: "scrambled", seed: -1, blockSize: 16 } })).toThrow("seed");
    expect(make({ sampling: { kind: "scrambled", seed: 2 ** 53, blockSize: 16 } })).toThrow(DesignError);
    expect(make({ sampling: { kind: "scrambled", seed: 0, blockSize: 12 } })).toThrow("power of two");
    expect(() => scrambled(0).rows(-1)).toThrow(DesignError);
    expect(() => scrambled(0).rows(0.5)).toThrow(DesignError);
  });
});
