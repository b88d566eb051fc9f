import { expect, it } from "vitest";
import { dependentDifference, independentDifference } from "./estimateDifference.js";

const [a, b] = [
  { value: 0.5, halfWidth: 0.03 },
  { value: 0.2, halfWidth: 0.04 },
];

it("adds variances of independent estimates", () => {
  const { value, halfWidth } = independentDifference(a, b);
  expect(value).toBeCloseTo(0.3, 12);
  expect(halfWidth).toBeCloseTo(0.05, 12);
});

it("is never too narrow for estimates from the same samples", () => {
  expect(dependentDifference(a, b).halfWidth).toBeCloseTo(0.07, 12);
  // sd(x - y) for any correlation of x and y.
  for (const rho of [-1, -0.5, 0, 0.9, 1]) {
    const exact = Math.sqrt(0.03 ** 2 + 0.04 ** 2 - 2 * rho * 0.03 * 0.04);
    expect(dependentDifference(a, b).halfWidth).toBeGreaterThanOrEqual(exact - 1e-12);
  }
});

it("is undefined where either is", () => {
  const none = { value: Number.NaN, halfWidth: Number.NaN };
  for (const difference of [independentDifference, dependentDifference]) {
    expect(difference(a, none)).toEqual(none);
    expect(difference(none, b)).toEqual(none);
  }
});
