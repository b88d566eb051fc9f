import { describe, expect, it } from "vitest";
import {
  comparePath,
  decodeSegment,
  listOf,
  maskingPath,
  maskPath,
  newStudyPath,
  numberWithin,
  oneOf,
  studyPath,
  unitPath,
  wholeWithin,
  withChanges,
} from "./choices";

describe("choices in the URL", () => {
  it("fall back when the URL holds something else", () => {
    expect(oneOf("S1", ["ST", "S1"], "ST")).toBe("S1");
    expect(oneOf("DROP", ["ST", "S1"], "ST")).toBe("ST");
    expect(oneOf(null, ["ST"], null)).toBeNull();
    expect(wholeWithin("0", 0, 5, 3)).toBe(0);
    expect(wholeWithin("6", 0, 5, 3)).toBe(3);
    expect(wholeWithin("1e1", 0, 50, 3)).toBe(3);
    expect(numberWithin("0.25", 0, 1, 0.9)).toBe(0.25);
    expect(numberWithin("0", 0, 1, 0.9)).toBe(0);
    for (const text of ["", " ", "x", "1.2", "NaN", null]) expect(numberWithin(text, 0, 1, 0.9)).toBe(0.9);
    expect(listOf("a,,b,a")).toEqual(["a", "b"]);
    expect(listOf(null)).toEqual([]);
  });
  it("change without losing the others, and leave readable lists", () => {
    expect(withChanges("?measure=S1&runs=a,b", { measure: null, channel: "0" })).toBe("?runs=a,b&channel=0");
    expect(withChanges("", { measure: "" })).toBe("");
    expect(comparePath(["a=", "b"])).toBe("/compare?runs=a%3D,b");
  });
  it("encode opaque ids and names, and decode what the router gives", () => {
    expect(unitPath("Un/1", "layer1.0", 3, 1, 2)).toBe("/runs/Un%2F1/units/layer1.0/3?y=1&x=2");
    expect([maskingPath("a/b"), newStudyPath("a/b"), maskPath("a/b"), studyPath("a/b")]).toEqual([
      "/runs/a%2Fb/masking",
      "/runs/a%2Fb/studies/new",
      "/masks/a%2Fb",
      "/studies/a%2Fb",
    ]);
    expect(decodeSegment("a%2Fb")).toBe("a/b");
    expect(decodeSegment("100%")).toBe("100%");
  });
});
