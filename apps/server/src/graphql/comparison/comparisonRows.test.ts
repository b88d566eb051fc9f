import { expect, it } from "vitest";
import type { IndexMapRow } from "../../db/indexMaps.js";
import type { RunRow } from "../../db/runs.js";
import { MapValues } from "../../store/indexMapValues.js";
import { topOverlap } from "./agreement.js";
import { alignMaps, comparisonRow } from "./comparisonRows.js";
import { largestCounts } from "./specialization.resolver.js";

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
  });
  expect(cells[1]!.difference).toBeCloseTo(0.4, 12);
  expect(cells[1]!.differenceHalfWidth95).toBeCloseTo(Math.SQRT2 * 0.03, 12);
});

const values = (list: readonly number[]) =>
  new MapValues(Float32Array.from(list), new Float32Array(list.length));

it("overlaps fully with itself, not at all with its opposite", () => {
  const up = Array.from({ length: 100 }, (_, i) => i);
  expect(topOverlap(values(up), values(up))).toBe(1);
  expect(topOverlap(values(up), values(up.map((v) => -v)))).toBe(0);
  expect(topOverlap(values([Number.NaN]), values([1]))).toBeNull();
});

it("counts units by their largest index, leaving undefined ones out", () => {
  const { NaN: none } = Number;
  expect(largestCounts([values([1, 0, none, none]), values([0, 2, 3, none])])).toEqual([1, 2]);
});
