import { describe, expect, it } from "vitest";
import { neighbours, standing } from "./standing";

const quantiles = [0.05, 0.5, 0.95].map((p) => ({ p, value: p }));
const thin = (text: string | null) => text?.replaceAll("\u202f", " ");

describe("standing", () => {
  it("reads the place off the quantiles", () => {
    expect(thin(standing(0.99, quantiles))).toBe("above 95 % of the units");
    expect(thin(standing(0.6, quantiles))).toBe("above 50 % of the units, below 5 %");
    expect(thin(standing(0.01, quantiles))).toBe("below 95 % of the units");
    expect(standing(2, [{ p: 1, value: 1 }])).toBe("the highest of all units");
  });
  it("says nothing without a value or quantiles", () => {
    expect(standing(null, quantiles)).toBeNull();
    expect(standing(0.5, [{ p: 0.5, value: null }])).toBeNull();
  });
});

describe("neighbours", () => {
  it("go through x, then y, then channels, and end with the checkpoint", () => {
    expect(neighbours({ channel: 0, y: 1, x: 2 }, [2, 2, 3])).toEqual({
      previous: { channel: 0, y: 1, x: 1 },
      next: { channel: 1, y: 0, x: 0 },
    });
    expect(neighbours({ channel: 0, y: 0, x: 0 }, [2]).previous).toBeNull();
    expect(neighbours({ channel: 1, y: 0, x: 0 }, [2]).next).toBeNull();
  });
});
