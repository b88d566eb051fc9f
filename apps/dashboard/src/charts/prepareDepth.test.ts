import { describe, expect, it } from "vitest";
import { bandKey, depthTable, prepareDepthChart, prepareDepthSeries } from "./prepareDepth";

const cells = [
  { checkpoint: "maxpool", factor: "hue", value: 0.3, halfWidth: 0.02 },
  { checkpoint: "fc", factor: "hue", value: -0.01, halfWidth: 0.03 },
  { checkpoint: "fc", factor: "class", value: 0.8, halfWidth: null },
];
const series = prepareDepthSeries(cells, ["maxpool", "fc"], ["hue", "class"]);

describe("prepareDepth", () => {
  it("keeps the forward order and leaves a missing cell null", () => {
    expect(series.map((line) => line.points.map((point) => point.value))).toEqual([
      [0.3, -0.01],
      [null, 0.8],
    ]);
  });

  it("gives every value its band and an axis that holds bands and zero", () => {
    const { rows, axis } = prepareDepthChart(series, ["maxpool", "fc"]);
    expect(rows[0]).toEqual({
      checkpoint: "maxpool",
      "0/hue": 0.3,
      [bandKey("0/hue")]: [0.3 - 0.02, 0.3 + 0.02],
      "0/class": null,
    });
    expect(rows[1]![bandKey("0/class")]).toEqual([0.8, 0.8]);
    expect(axis.low).toBeLessThanOrEqual(-0.04);
    expect(axis.low).toBeGreaterThan(-0.1); // a small negative value does not open a whole step below zero
    expect(axis.high).toBeGreaterThanOrEqual(0.8);
    expect(axis.ticks).toContain(0);
  });

  it("writes the table with a run column only when there are several runs", () => {
    expect(depthTable(series, ["maxpool", "fc"])[0]).toEqual([
      "checkpoint",
      "factor",
      "value",
      "half_width_95",
    ]);
    expect(depthTable(series, ["maxpool", "fc"], ["a", "b"])[1]).toEqual(["a", "maxpool", "hue", 0.3, 0.02]);
  });
});
