import { expect, it } from "vitest";
import type { IndexMapRow } from "../../db/indexMaps.js";
import type { RunRow } from "../../db/runs.js";
import { MapValues } from "../../store/indexMapValues.js";
import { topOverlap } from "./agreement.js";
import { alignMaps, comparisonRow } from "./comparisonRows.js";

function map(checkpointName: string, factor: string, withFactor: string, mean: number): IndexMapRow {
  const quantiles = [
    { p: 0.5, value: mean },
    { p: 0.95, value: mean + 0.3 },
  ];
  return {
    checkpointName,
    factor,
    withFactor,
    mean,
    sd: 0.1,
    meanHalfWidth: 0.03,
    aggregated: factor === "" ? null : 2 * mean,
    aggregatedHalfWidth: factor === "" ? null : 0.04,
    quantiles,
  } as unknown as IndexMapRow;
}
const RUNS = [{ id: "a" }, { id: "b" }] as unknown as RunRow[];

it("aligns checkpoints and factors, also pairs named the other way round", () => {
  const aligned = alignMaps(
    [
      [map("layer1", "hue", "rolling", 0.1), map("layer2", "hue", "rolling", 0.2)],
      [map("layer1", "rolling", "hue", 0.3), map("layer1", "hue", "blur", 0.4)],
    ],
    ["layer1", "layer2"],
  );
  expect(
    aligned.map(({ checkpoint, factor, withFactor, maps }) => [
      checkpoint,
      factor,
      withFactor,
      maps.map((m) => m?.mean ?? null),
    ]),
  ).toEqual([
    ["layer1", "hue", "rolling", [0.1, 0.3]],
    ["layer1", "hue", "blur", [null, 0.4]],
    ["layer2", "hue", "rolling", [0.2, null]],
  ]);
});

it("takes differences from the baseline, with both half widths", () => {
  const [aligned] = alignMaps([[map("fc", "hue", "", 0.1)], [map("fc", "hue", "", 0.5)]], ["fc"]);
  const { cells } = comparisonRow(aligned!, RUNS, 0);
  expect(cells[0]).toMatchObject({
    mean: 0.1,
    median: 0.1,
    p95: 0.4,
    difference: null,
    differenceHalfWidth95: null,
    aggregatedDifference: null,
    aggregatedDifferenceHalfWidth95: null,
  });
  expect(cells[1]!.difference).toBeCloseTo(0.4, 12);
  expect(cells[1]!.differenceHalfWidth95).toBeCloseTo(Math.SQRT2 * 0.03, 12);
  expect(cells[1]!.aggregatedDifference).toBeCloseTo(0.8, 12);
  expect(cells[1]!.aggregatedDifferenceHalfWidth95).toBeCloseTo(Math.SQRT2 * 0.04, 12);
});

it("has no difference where the baseline has no number", () => {
  const [aligned] = alignMaps([[map("fc", "", "", 0.1)], [map("fc", "", "", 0.5)]], ["fc"]);
  const [, other] = comparisonRow(aligned!, RUNS, 0).cells;
  expect(other).toMatchObject({ aggregated: null, aggregatedDifference: null });
  const [, alone] = alignMaps([[], [map("fc", "hue", "", 0.5)]], ["fc"]).flatMap(
    (row) => comparisonRow(row, RUNS, 0).cells,
  );
  expect(alone).toMatchObject({ mean: 0.5, difference: null, aggregatedDifferenceHalfWidth95: null });
});

const values = (list: readonly number[]) =>
  new MapValues(Float32Array.from(list), new Float32Array(list.length));

it("overlaps fully with itself, not at all with its opposite", () => {
  const up = Array.from({ length: 100 }, (_, i) => i);
  expect(topOverlap(values(up), values(up))).toBe(1);
  expect(topOverlap(values(up), values(up.map((v) => -v)))).toBe(0);
  expect(topOverlap(values([Number.NaN]), values([1]))).toBeNull();
});

it("takes the smallest first where these are the most sensitive", () => {
  const up = Array.from({ length: 100 }, (_, i) => i);
  const turnedBelow = up.map((v) => (v < 50 ? 49 - v : v));
  expect(topOverlap(values(up), values(turnedBelow))).toBe(1);
  expect(topOverlap(values(up), values(turnedBelow), "ascending")).toBe(0);
});
