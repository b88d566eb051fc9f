import { expect, it } from "vitest";
import { contrastLines, summariseContrast } from "./contrastSummary.js";

const map = (checkpoint: string, measure: string, factor: string, values: number[]) => ({
  checkpoint,
  measure,
  factor,
  values,
});
const maps = [
  map("layer1", "CONTRAST", "hue", [0.5, -0.3, Number.NaN, 0.1]),
  map("layer1", "CONTRAST_P_CORRECTED", "hue", [0.001, 0.04, Number.NaN, 0.05]),
  map("layer1", "CONTRAST", "hflip", [0, 0, 0, 0]),
  map("layer1", "CONTRAST_P_CORRECTED", "hflip", [1, 1, 1, 1]),
  map("fc", "CONTRAST", "hue", [-0.8]),
  map("fc", "CONTRAST_P_CORRECTED", "hue", [0.2]),
  map("fc", "CONTRAST", "hflip", [Number.NaN]),
  map("fc", "CONTRAST_P_CORRECTED", "hflip", [Number.NaN]),
];

it("takes |r| over the units that have one", () => {
  const [hue, , , dead] = summariseContrast(maps);
  expect(hue).toMatchObject({ checkpoint: "layer1", factor: "hue", units: 3, maxAbs: 0.5 });
  expect(hue?.meanAbs).toBeCloseTo(0.3, 12);
  // 0.05 itself is not below it.
  expect(hue?.significantShare).toBeCloseTo(2 / 3, 12);
  expect(dead).toMatchObject({ units: 0, meanAbs: null, maxAbs: null, significantShare: null });
  expect(summariseContrast([map("fc", "ST", "hue", [1])])).toEqual([]);
});

it("shows the strongest pairs first", () => {
  expect(contrastLines(summariseContrast(maps))).toEqual([
    "Strongest answers",
    "factor  checkpoint   mean |r|    max |r|   p < 0.05",
    "hue     fc              0.800      0.800        0 %",
    "hue     layer1          0.300      0.500       67 %",
    "hflip   layer1          0.000      0.000        0 %",
    "hflip   fc          undefined  undefined  undefined",
    "",
    "By checkpoint",
    "checkpoint  factor   mean |r|    max |r|   p < 0.05",
    "layer1      hue         0.300      0.500       67 %",
    "            hflip       0.000      0.000        0 %",
    "fc          hue         0.800      0.800        0 %",
    "            hflip   undefined  undefined  undefined",
  ]);
});
