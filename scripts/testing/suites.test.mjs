import { expect, it } from "vitest";
import { chooseSuites, orderOptions, SUITES } from "./suites.mjs";

it("takes all suites, or those that are named", () => {
  expect(chooseSuites(undefined)).toBe(SUITES);
  expect(chooseSuites("core, lint").map((suite) => suite.title)).toEqual(["Format and lint", "Core"]);
});

it("leaves the checks out where single files are wanted", () => {
  expect(chooseSuites("core,lint", ["x.test"]).map((suite) => suite.title)).toEqual(["Core"]);
});

it("lists the suites when one is not known", () => {
  expect(() => chooseSuites("core,cor")).toThrow(/no suite "cor"; there are lint, rooms, types, core/);
});

it("keeps the order, or shuffles it by a seed that can be given again", () => {
  expect(orderOptions({})).toEqual([]);
  expect(orderOptions({ shuffle: true, seed: "12" })).toEqual(["--sequence.shuffle", "--sequence.seed=12"]);
  expect(orderOptions({ shuffle: true })[1]).toMatch(/^--sequence\.seed=\d+$/);
  expect(() => orderOptions({ seed: "12" })).toThrow("--seed goes with --shuffle");
  expect(() => orderOptions({ shuffle: true, seed: "a" })).toThrow('it is "a"');
});
