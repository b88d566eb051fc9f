import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DesignError } from "../errors.js";
import { TrajectoryDesign } from "./trajectoryDesign.js";

const groups = [
  { key: "hue", columns: [0, 2] },
  { key: "rolling", columns: [1] },
  { key: "class", columns: [3] },
];

function design(seed: number, blockSize = 16): TrajectoryDesign {
  return new TrajectoryDesign({ columns: 4, groups, sampling: { kind: "scrambled", seed, blockSize } });
}

describe("TrajectoryDesign", () => {
  it("moves from x to y one group at a time, in the order it names", () => {
    const seeds = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 1e6 }), (seed, index) => {
        const rows = design(seed).rows(index);
        const order = design(seed).order(index);
        expect(rows.length).toBe(4);
        expect(order.toSorted()).toEqual([0, 1, 2]);
        const [x, y] = [rows[0], rows[3]];
        const moved = new Set<number>();
        for (const [step, g] of order.entries()) {
          for (const column of groups[g].columns) moved.add(column);
          const expected = x.map((value, c) => (moved.has(c) ? y[c] : value));
          expect([...rows[step + 1]]).toEqual([...expected]);
        }
        for (const u of [...x, ...y]) expect(u >= 0 && u < 1).toBe(true);
      }),
    );
  });

  it("gives a base sample again alone, and another for another seed or index", () => {
    const rows = design(0).rows(37);
    expect(design(0).rows(37)).toEqual(rows);
    expect(design(1).rows(37)).not.toEqual(rows);
    expect(design(0).rows(38)).not.toEqual(rows);
  });

  it("puts every factor in every place equally often within the rounds of a block", () => {
    for (let round = 0; round < 40; round++) {
      const block = Math.floor(round / 5);
      const first = block * 16 + (round % 5) * 3;
      const orders = [0, 1, 2].map((i) => design(5).order(first + i));
      for (let place = 0; place < 3; place++) {
        expect(new Set(orders.map((order) => order[place])).size).toBe(3);
      }
    }
  });

  it("draws all orders evenly", () => {
    const counts = new Map<string, number>();
    for (let index = 0; index < 6000; index++) {
      const order = design(0, 1).order(index).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // 1000 each with a standard deviation of 29.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(130);
  });

  it("takes independent points as well as nets", () => {
    const random = new TrajectoryDesign({
      columns: 4,
      groups,
      sampling: { kind: "random", seed: 0, blockSize: 10 },
    });
    const values = Array.from({ length: 500 }, (_, i) => random.rows(i)[0][2]);
    const mean = values.reduce((sum, value) => sum + value, 0) / 500;
    // Standard error 0.013.
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.05);
    expect(new Set(values).size).toBe(500);
  });

  it("refuses an impossible design by name", () => {
    expect(() => design(-1)).toThrow("seed");
    expect(() => design(0, 12)).toThrow("power of two");
    expect(() => design(0).rows(0.5)).toThrow(DesignError);
    const sampling = { kind: "random", seed: 0, blockSize: 0 } as const;
    expect(() => new TrajectoryDesign({ columns: 4, groups, sampling })).toThrow("blockSize");
    expect(
      () => new TrajectoryDesign({ columns: 5, groups, sampling: { ...sampling, blockSize: 4 } }),
    ).toThrow("Column 4 is in no factor");
  });
});
