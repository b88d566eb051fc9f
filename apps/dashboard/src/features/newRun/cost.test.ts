import { describe, expect, it } from "vitest";
import { designSize, methodCost, type Offer } from "./cost";
import { DRAFT } from "./testDraft";

const offer: Offer = {
  classes: 10,
  partitions: 2,
  parameters: new Map([
    ["hue", 1],
    ["erasing", 4],
    ["sharpness", 0],
  ]),
};
const draft = { ...DRAFT, factors: ["hue", "erasing", "sharpness"], includePartition: true, baseSamples: 64 };
const evaluations = (method: Parameters<typeof methodCost>[1], changes = {}) =>
  methodCost({ ...draft, ...changes }, method, offer).evaluations;

describe("the cost of a run", () => {
  it("follows each design's formula", () => {
    expect(designSize(draft, offer)).toEqual({ factors: 6, columns: 1 + 4 + 1 + 1 + 2 + 1 });
    expect(evaluations("SOBOL")).toBe(64 * 14);
    expect(evaluations("SOBOL", { secondOrder: false })).toBe(64 * 8);
    expect(evaluations("SHAPLEY")).toBe(64 * 7);
    expect(evaluations("SHAPLEY_NESTED")).toBe(32 * 6 * 4 * 3);
    expect(evaluations("SHAPLEY_NESTED", { players: "COLUMNS" })).toBe(32 * 10 * 4 * 3);
    expect(evaluations("CONTRAST")).toBe(64 * (1 + 3 + 3 + 1));
    expect(evaluations("VARIANCE")).toBe(64);
  });
  it("counts factors as the server resolves them", () => {
    expect(designSize({ ...draft, image: "SEPARATE" }, offer)).toEqual({ factors: 7, columns: 10 });
    expect(designSize({ ...draft, includeClass: false }, offer).factors).toBe(6); // the image takes the class' place
    expect(designSize({ ...draft, factors: ["hue"] }, offer).factors).toBe(3); // one augmentation has no order
    expect(designSize(draft, { ...offer, classes: 1, partitions: 1 }).factors).toBe(5);
    expect(designSize({ ...draft, useSwitches: true }, offer).columns).toBe(12);
  });
  it("is unknown while a number is missing", () => {
    expect(evaluations("CONTRAST", { draws: Number.NaN })).toBeNaN();
    expect(methodCost({ ...draft, draws: Number.NaN }, "CONTRAST", offer).formula).toContain("?");
  });
});
