import { describe, expect, it } from "vitest";
import { alphaWord, formatAskedShare, maskWords, previewSentence } from "./maskWords";

const thin = (text: string) => text.replaceAll("\u202f", " ");
const mask = {
  measure: "ST",
  factor: "hue",
  percentile: 0.9,
  direction: "ABOVE",
  alpha: 0,
} as const;

describe("a mask in words", () => {
  it("tells side, share, index and what happens", () => {
    expect(thin(maskWords(mask))).toBe("highest 10 % by ST of hue, silenced");
    expect(thin(maskWords({ ...mask, direction: "BELOW", percentile: 0.025, alpha: 1.5 }))).toBe(
      "lowest 2.5 % by ST of hue, amplified to 1.5 times their activation",
    );
    expect(maskWords({ ...mask, measure: "S2", withFactor: "gaussian_blur" })).toContain(
      "S2 of hue and Gaussian blur",
    );
  });
  it("says that a contrast is ranked by its size", () => {
    expect(thin(maskWords({ ...mask, measure: "CONTRAST" }))).toBe(
      "highest 10 % by the size of the correlation with hue, silenced",
    );
  });
  it("tells soft and combined masks apart from ranked ones", () => {
    expect(maskWords({ ...mask, soft: "ONE_MINUS_M" })).toBe(
      "every unit times 1 \u2212 m, m being ST of hue",
    );
    expect(maskWords({ ...mask, combination: "INTERSECTION", alpha: 0.5 })).toBe(
      "units of both of two masks, damped to 0.5 of their activation",
    );
  });
  it("says of alpha 1 that nothing changes, and has a word for negative ones", () => {
    expect(alphaWord(1)).toBe("left as they are");
    expect(alphaWord(-1)).toBe("multiplied by \u22121");
  });
  it("rounds a share to what tells it apart", () => {
    expect([0.1, 0.3, 0.075, 1 / 3].map((share) => thin(formatAskedShare(share)))).toEqual([
      "10 %",
      "30 %",
      "7.5 %",
      "33.33 %",
    ]);
  });
});

describe("previewSentence", () => {
  const layer = {
    checkpoint: "layer1",
    shape: [4, 5, 5],
    unitCount: 10,
    requested: 10,
    undefinedCount: 0,
    tiesLeftOut: 0,
  };
  it("adds up the checkpoints", () => {
    expect(thin(previewSentence([layer, { ...layer, checkpoint: "layer2", unitCount: 30 }], false))).toBe(
      "Touches 40 of 200 units (20.0 %) of layer1 and layer2.",
    );
  });
  it("says where fewer are chosen than asked for, and that ties are left out", () => {
    expect(previewSentence([{ ...layer, unitCount: 4 }], false)).toContain("In layer1 fewer than asked for");
    expect(previewSentence([{ ...layer, unitCount: 4 }], true)).not.toContain("fewer");
    expect(previewSentence([{ ...layer, tiesLeftOut: 3 }], false)).toContain(
      "3 units that equal a threshold were left out",
    );
  });
  it("says so when nothing is chosen", () => {
    expect(previewSentence([{ ...layer, unitCount: 0 }], false)).toMatch(/no unit of layer1/);
    expect(previewSentence([], false)).toBe("No checkpoint is chosen.");
  });
});
