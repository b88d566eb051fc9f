import { describe, expect, it } from "vitest";
import { formatAccuracy, formatPoints, formatPointsSize } from "./accuracy";

const thin = (text: string) => text.replaceAll("\u202f", " ");

describe("accuracies", () => {
  it("are percentages with the digits that their half width supports", () => {
    expect(thin(formatAccuracy(0.712, 0.031))).toBe("71 % ± 3 %");
  });
  it("differ by points, with a sign and no more than one decimal", () => {
    expect(formatPoints({ value: -0.123, halfWidth: 0.031 })).toBe("\u221212 ± 3 points");
    expect(formatPoints({ value: 0.0123, halfWidth: 0.0123 })).toBe("+1.2 ± 1.2 points");
    expect(formatPoints({ value: 0, halfWidth: 0 })).toBe("0.0 ± 0.0 points");
    expect(formatPoints({ value: 0.05, halfWidth: null })).toBe("+5.0 points");
  });
  it("lose the sign where the sentence says it", () => {
    expect(formatPointsSize({ value: -0.123, halfWidth: 0.031 })).toBe("12 ± 3");
  });
});
