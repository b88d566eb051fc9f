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

  it("are found by id, before any label", () => {
    const ids = ["n01440764", "n01443537", "n03126707", "n02012849"];
    const network = { count: 4, labels: ["tench", "goldfish", "crane", "n01440764"], ids };
    const found = matchClasses({ classes: ["N03126707", "tench", "n01440764"] }, new Set([0, 1, 2]), network);
    expect(found).toEqual([2, 0, 0]);
    expect(() => matchClasses({ classes: ["n01440765"] }, new Set([0]), network)).toThrow(
      /"n01440765" \(nearest: n01440764\).* or ids \(n01440764, n01443537, /,
    );
    // Ids that are not one a class are of no use.
    expect(matchClasses({ classes: ["crane"] }, new Set([0]), { ...network, ids: ["crane"] })).toEqual([2]);
  });

  it("that fit nothing are named, five at most, each with the nearest names", () => {
    const odd = ["a1", "b2", "c3", "d4", "e5", "f6", "goldfisch", "crane"];
    expect(() => match([...odd.slice(6), "tensh"], labels)).toThrow(
      'The classes "goldfisch" (nearest: Goldfish), "tensh" (nearest: tench) of the image set fit none',
    );
    expect(() => match(odd, labels)).toThrow(
      'The classes "a1", "b2", "c3", "d4", "e5" and 2 more of the image set',
    );
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
