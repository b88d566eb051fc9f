import { describe, expect, it } from "vitest";
import { matchClasses } from "./networkClasses.js";

function match(classes: readonly string[], labels: readonly string[], count = labels.length): number[] {
  return matchClasses({ classes }, new Set(classes.keys()), { count, labels });
}

describe("classes of an image set in the network", () => {
  const labels = ["tench, Tinca tinca", "Goldfish", "crane", "crane, derrick"];

  it("are found by label or synonym, whatever the case", () => {
    expect(match([" tinca TINCA ", "goldfish", "derrick"], labels)).toEqual([0, 1, 3]);
  });

  it("are found by the whole label before a synonym", () => {
    expect(match(["crane"], labels)).toEqual([2]);
  });

  it("are found by number where folders are numbered", () => {
    expect(match(["3", "0", "02"], labels)).toEqual([3, 0, 2]);
    expect(match(["3", "0"], [], 4)).toEqual([3, 0]);
  });

  it("are taken by position from a network without labels that has as many", () => {
    expect(match(["cat", "dog"], [], 2)).toEqual([0, 1]);
  });

  it("that no image of the test has are not looked at", () => {
    expect(matchClasses({ classes: ["goldfish", "dragon"] }, new Set([0]), { count: 4, labels })).toEqual([
      1, -1,
    ]);
  });

  it("are refused by name where they fit nothing, or several", () => {
    expect(() => match(["goldfish", "dragon"], labels)).toThrow(
      /The class "dragon" of the image set fits none of the network's 4 classes. Name the folders as .*tench.*or .*0 to 3/,
    );
    expect(() => match(["7"], labels)).toThrow(/"7"/);
    expect(() => match(["cat", "dog"], [], 3)).toThrow(/has no class labels: give it 3 labels/);
    expect(() => match(["cat"], ["a", "b"], 3)).toThrow(/has 2 labels, which is not one a class/);
    expect(() => match(["cat", "dog", "eel"], ["a", "b"], 3)).toThrow(
      /has 2 labels, which is not one a class/,
    );
    expect(() => match(["crane"], ["crane, bird", "crane, machine"])).toThrow(/classes 0 and 1 alike/);
  });
});
