import { describe, expect, it } from "vitest";
import { DesignError } from "../errors.js";
import { NestedDesign } from "./nestedDesign.js";
import { NestedOrders } from "./nestedOrders.js";

const players = [
  { key: "hue", columns: [0, 2] },
  { key: "rolling", columns: [1] },
  { key: "class", columns: [3] },
];
const design = new NestedDesign({ columns: 4, players, outerSamples: 5, innerSamples: 6, seed: 0 });

describe("NestedDesign", () => {
  it("holds the players behind the place and draws the others afresh in every row", () => {
    for (let index = 0; index < 60; index++) {
      const place = Math.floor((index % 15) / 5);
      const order = design.order(Math.floor(index / 15));
      const rows = design.rows(index);
      expect(rows.length).toBe(6);
      for (const [at, player] of order.entries()) {
        for (const column of players[player].columns) {
          expect(new Set(rows.map((row) => row[column])).size).toBe(at <= place ? 6 : 1);
        }
      }
    }
  });

  it("draws the held players anew for every outer sample", () => {
    const [first, second] = [design.rows(0), design.rows(1)];
    const held = players[design.order(0)[2]].columns[0];
    expect(first[0][held]).not.toBe(second[0][held]);
    expect(design.rows(7)).toEqual(design.rows(7));
    const other = new NestedDesign({ columns: 4, players, outerSamples: 5, innerSamples: 6, seed: 1 });
    expect(other.rows(0)).not.toEqual(first);
  });

  it("refuses an impossible design by name", () => {
    const make = (change: Partial<ConstructorParameters<typeof NestedDesign>[0]>) => () =>
      new NestedDesign({ columns: 4, players, outerSamples: 5, innerSamples: 6, seed: 0, ...change });
    expect(make({ innerSamples: 1 })).toThrow("inner samples");
    expect(make({ outerSamples: 0 })).toThrow("outer samples");
    expect(make({ seed: 0.5 })).toThrow("seed");
    expect(make({ columns: 5 })).toThrow("Column 4 is in no factor");
    expect(make({ players: [] })).toThrow(DesignError);
  });
});

describe("NestedOrders", () => {
  it("uses every permutation once before it uses one again, in another sequence", () => {
    const orders = new NestedOrders({ players: 4, outerSamples: 1, seed: 3 });
    const cycle = (from: number) => Array.from({ length: 24 }, (_, i) => orders.order(from + i).join(""));
    expect(new Set(cycle(0)).size).toBe(24);
    expect(new Set(cycle(24)).size).toBe(24);
    expect(cycle(24)).not.toEqual(cycle(0));
  });

  it("never repeats one of many players either, and holds each player once", () => {
    const orders = new NestedOrders({ players: 26, outerSamples: 1, seed: 3 });
    const seen = new Set<string>();
    for (let p = 0; p < 500; p++) {
      const order = orders.order(p);
      expect(order.toSorted((i, j) => i - j)).toEqual(Array.from({ length: 26 }, (_, i) => i));
      // Distinct already by how the first twelve players stand to each other.
      seen.add(order.filter((player) => player < 12).join());
    }
    expect(seen.size).toBe(500);
  });

  it("puts every player of many in front equally often", () => {
    const counts = new Array<number>(14).fill(0);
    for (let seed = 0; seed < 2800; seed++) {
      counts[new NestedOrders({ players: 14, outerSamples: 1, seed }).order(0)[0]]++;
    }
    // 200 each with a standard deviation of 14.
    for (const count of counts) expect(Math.abs(count - 200)).toBeLessThan(60);
  });
});
