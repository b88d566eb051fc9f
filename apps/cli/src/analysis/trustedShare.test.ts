import { expect, it } from "vitest";
import { trustedShare, trustLines } from "./trustedShare.js";

it("counts over the units that have an index", () => {
  const first = { values: [0.1, Number.NaN, 0.3], trusted: [1, 0, 0] };
  const second = { values: [0.1, 0.2], trusted: [1, 1] };
  expect(trustedShare([first, second])).toBe(0.75);
  expect(trustedShare([{ values: [Number.NaN], trusted: [0] }])).toBeNull();
});

it("warns when they are few", () => {
  expect(trustLines("ST", 0.949).join("\n")).toContain("single units (ST) 94 % can be trusted");
  expect(trustLines("ST", 0.95)).toEqual([]);
  expect(trustLines("ST", null)).toEqual([]);
});
