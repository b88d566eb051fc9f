import { expect, it } from "vitest";
import { commonMeasures, MEASURE_WORDS, measuresOf, strength } from "./measures";
import { METHODS } from "./methods";

it("opens every method with a measure that it gives", () => {
  expect(METHODS.map((method) => measuresOf(method)[0])).toEqual([
    "SHAPLEY",
    "ST",
    "SHAPLEY",
    "CONTRAST",
    "VARIANCE",
  ]);
});

it("compares methods by what they share", () => {
  expect(commonMeasures(["SOBOL", "SHAPLEY"])).toEqual(["ST", "S1"]);
  expect(commonMeasures(["SHAPLEY", "SHAPLEY_NESTED"])).toEqual(["SHAPLEY"]);
  expect(commonMeasures(["SOBOL", "CONTRAST"])).toEqual([]);
  expect(commonMeasures(["SHAPLEY"])).toEqual(["SHAPLEY", "ST", "S1"]);
  expect(commonMeasures([])).toEqual([]);
});

it("measures strength by size only where values have a sign", () => {
  expect(strength("CONTRAST", -0.4)).toBe(0.4);
  expect(strength("ST", -0.01)).toBe(-0.01);
});

it("says that Shapley effects add up to 1", () => {
  expect(MEASURE_WORDS.SHAPLEY.help).toMatch(/add up to 1\.$/);
});
