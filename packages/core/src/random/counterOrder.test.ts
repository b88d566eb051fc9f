import { describe, expect, it } from "vitest";
import { counterOrder } from "./counterOrder.js";

describe("counterOrder", () => {
  it("holds every item once and comes again from its index alone", () => {
    for (let n = 0; n <= 30; n++) {
      expect(counterOrder(3, 7, n, n).toSorted((i, j) => i - j)).toEqual(
        Array.from({ length: n }, (_, i) => i),
      );
      expect(counterOrder(3, 7, n, n)).toEqual(counterOrder(3, 7, n, n));
    }
  });

  it("draws all orders of three items evenly", () => {
    const counts = new Map<string, number>();
    for (let index = 0; index < 6000; index++) {
      const order = counterOrder(0, 7, index, 3).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // 1000 each with a standard deviation of 29.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(130);
  });
});
