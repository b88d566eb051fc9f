import { expect, it } from "vitest";
import { levelLines, summarise, summaryLines } from "./summary.js";

const map = (
  measure: string,
  factor: string | null,
  aggregated: number,
  withFactor: string | null = null,
) => ({
  checkpoint: "layer1",
  measure,
  factor,
  withFactor,
  aggregated,
  aggregatedHalfWidth: 0.01,
});
const maps = [
  map("MEAN", null, Number.NaN),
  ...["a", "b", "c", "d", "e", "f"].map((factor, i) => map("ST", factor, i / 10)),
  map("S1", "f", 0.25),
  map("S2", "a", -0.1, "b"),
  map("S1", "e", Number.NaN),
];

it("keeps every factor of every measure", () => {
  const [{ checkpoint, measures } = { checkpoint: "", measures: {} }] = summarise(maps);
  expect(checkpoint).toBe("layer1");
  expect(Object.keys(measures)).toEqual(["ST", "S1", "S2"]);
  expect(measures["S2"]).toEqual({ "a|b": { value: -0.1, halfWidth: 0.01 } });
  expect(measures["S1"]?.["e"]).toEqual({ value: null, halfWidth: 0.01 });
});

it("shows the five most sensitive factors, the leading measure first", () => {
  expect(summaryLines(summarise(maps))).toEqual([
    "checkpoint  factor  ST              S1",
    "layer1      f        0.500 ± 0.010   0.250 ± 0.010",
    "            e        0.400 ± 0.010  undefined",
    "            d        0.300 ± 0.010  undefined",
    "            c        0.200 ± 0.010  undefined",
    "            b        0.100 ± 0.010  undefined",
  ]);
  expect(summaryLines(summarise([map("MEAN", null, Number.NaN)]))).toEqual([]);
});

it("shows mean and variance where no factor is", () => {
  const level = (measure: string, values: number[]) => ({ checkpoint: "fc", measure, factor: null, values });
  expect(levelLines([level("MEAN", [1, 2, 6]), level("VARIANCE", [0, 0.5, 1])])).toEqual([
    "checkpoint  units   mean  variance  without variance",
    "fc              3  3.000    0.5000                 1",
  ]);
});
