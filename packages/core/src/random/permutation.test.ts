import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DesignError } from "../errors.js";
import { permutation, permutationCount, permutationFromUnit } from "./permutation.js";

describe("permutation", () => {
  it("lists the orders of three items as a dictionary would", () => {
    const orders = Array.from({ length: 6 }, (_, k) => permutation(k, 3).join(""));
    expect(orders).toEqual(["012", "021", "102", "120", "201", "210"]);
  });

  it("begins with the identity and ends with the reverse, for every length it knows", () => {
    for (let n = 0; n <= 12; n++) {
      const identity = Array.from({ length: n }, (_, i) => i);
      expect(permutation(0, n)).toEqual(identity);
      expect(permutation(permutationCount(n) - 1, n)).toEqual(identity.toReversed());
    }
  });

  it("is increasing in k and always holds every item once", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: permutationCount(12) - 2 }), (k) => {
        const [here, next] = [permutation(k, 12), permutation(k + 1, 12)];
        expect(new Set(here).size).toBe(12);
        const place = here.findIndex((item, i) => item !== next[i]);
        expect(next[place]).toBeGreaterThan(here[place]);
      }),
    );
  });

  it("maps the unit interval evenly on the orders", () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 1200; i++) {
      const order = permutationFromUnit(i / 1200 + 1 / 4800, 5).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(120);
    expect(new Set(counts.values())).toEqual(new Set([10]));
    expect(permutationFromUnit(1 - 2 ** -32, 12)).toEqual(permutation(479_001_599, 12));
  });

  it("refuses a number or a length that does not exist", () => {
    expect(() => permutation(6, 3)).toThrow("numbered 0 to 5, but 6");
    expect(() => permutation(0, 13)).toThrow(DesignError);
    expect(() => permutation(0.5, 3)).toThrow(DesignError);
    expect(() => permutationFromUnit(1, 3)).toThrow(DesignError);
    expect(() => permutationFromUnit(Number.NaN, 3)).toThrow(DesignError);
  });
});
