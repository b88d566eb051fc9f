import { describe, expect, it } from "vitest";
import { contrastRatio, inkOn } from "./contrast";
import { FACTOR_LOOKS, factorColour, factorStyleSheet } from "./factorColours";
import { SURFACES } from "./surfaces";

describe("factor colours", () => {
  it.each(Object.entries(FACTOR_LOOKS))("%s is readable on both surfaces (AA, 4.5 : 1)", (_key, look) => {
    expect(contrastRatio(look.light, SURFACES.light.surface)).toBeGreaterThanOrEqual(4.5);
    expect(contrastRatio(look.light, SURFACES.light.background)).toBeGreaterThanOrEqual(4.5);
    expect(contrastRatio(look.dark, SURFACES.dark.surface)).toBeGreaterThanOrEqual(4.5);
  });

  it("no two factors share colour, nor marker within the factors of one augmentation set", () => {
    const looks = Object.values(FACTOR_LOOKS);
    expect(new Set(looks.map((look) => look.light)).size).toBe(looks.length);
    expect(new Set(looks.map((look) => look.dark)).size).toBe(looks.length);
    const setOne = [
      "erasing",
      "sharpness",
      "rolling",
      "grayscaling",
      "gaussian_blur",
      "hue",
      "permutation",
      "class",
      "partition",
    ];
    const markers = setOne.map((key) => `${FACTOR_LOOKS[key]!.marker}:${FACTOR_LOOKS[key]!.hollow}`);
    expect(new Set(markers).size).toBe(setOne.length);
  });

  it("writes one variable a factor and theme, and falls back for a factor it does not know", () => {
    const css = factorStyleSheet();
    expect(css.match(/--factor-hue:/g)).toHaveLength(2);
    expect(css).not.toMatch(/[<>"&]/); // text of a style element is not unescaped by browsers
    expect(factorColour("hue")).toBe("var(--factor-hue)");
    expect(factorColour("fog")).toBe("var(--factor-unknown)");
  });
});

describe("contrast", () => {
  it("matches WCAG's two ends", () => {
    expect(contrastRatio("#000000", "#ffffff")).toBeCloseTo(21, 6);
    expect(contrastRatio("#777777", "#777777")).toBe(1);
  });
  it("chooses dark ink on light and white on dark", () => {
    expect(inkOn("#fde725")).toBe("#0f172a");
    expect(inkOn("#440154")).toBe("#ffffff");
  });
});
