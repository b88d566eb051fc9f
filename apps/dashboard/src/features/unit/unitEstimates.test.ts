import { expect, it } from "vitest";
import { unitEstimate } from "./unitEstimates";

it("finds a value by measure and factor, and never takes a pair for a single factor", () => {
  const indices = [
    { measure: "S2" as const, factor: "hue", withFactor: "class", value: 0.9 },
    {
      measure: "ST" as const,
      factor: "hue",
      value: 0.4,
      halfWidth95: 0.1,
      trusted: false,
      distinguishable: true,
    },
    { measure: "MEAN" as const, factor: null, value: 0, halfWidth95: null },
  ].map((entry) => ({ withFactor: null, halfWidth95: null, trusted: null, distinguishable: null, ...entry }));
  expect(unitEstimate(indices, "ST", "hue")).toEqual({
    value: 0.4,
    halfWidth: 0.1,
    trusted: false,
    distinguishable: true,
  });
  expect(unitEstimate(indices, "MEAN", null).value).toBe(0);
  expect(unitEstimate(indices, "S2", "hue").value).toBeNull();
  expect(unitEstimate(indices, "S1", "hue").value).toBeNull();
});
