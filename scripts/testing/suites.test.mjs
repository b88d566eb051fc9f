import { expect, it } from "vitest";
import { chooseSuites, SUITES } from "./suites.mjs";

it("takes all suites, or those that are named", () => {
  expect(chooseSuites(undefined)).toBe(SUITES);
  expect(chooseSuites("core, lint").map((suite) => suite.title)).toEqual(["Format and lint", "Core"]);
});

it("lists the suites when one is not known", () => {
  expect(() => chooseSuites("core,cor")).toThrow(/no suite "cor"; there are lint, rooms, types, core/);
});
