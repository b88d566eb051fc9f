import { describe, expect, it } from "vitest";
import { comparePath, decodeSegment, listOf, oneOf, unitPath, wholeWithin, withChanges } from "./choices";

describe("choices in the URL", () => {
  it("fall back when the URL holds something else", () => {
    expect(oneOf("S1", ["ST", "S1"], "ST")).toBe("S1");
    expect(oneOf("DROP", ["ST", "S1"], "ST")).toBe("ST");
    expect(oneOf(null, ["ST"], null)).toBeNull();
    expect(wholeWithin("0", 0, 5, 3)).toBe(0);
    expect(wholeWithin("6", 0, 5, 3)).toBe(3);
    expect(wholeWithin("1e1", 0, 50, 3)).toBe(3);
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
    expect(decodeSegment("a%2Fb")).toBe("a/b");
    expect(decodeSegment("100%")).toBe("100%");
  });
});
