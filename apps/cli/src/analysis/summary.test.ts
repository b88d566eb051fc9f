import { expect, it } from "vitest";
import { mostSensitive, summarise, summaryLines } from "./summary.js";

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
  map("S1", "d", -0.0004),
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

it("shows the most sensitive pairs, then the five most sensitive factors of each checkpoint", () => {
  expect(summaryLines(summarise(maps))).toEqual([
    "Most sensitive",
    "factor  checkpoint  ST              S1",
    "f       layer1       0.500 ± 0.010   0.250 ± 0.010",
    "e       layer1       0.400 ± 0.010  undefined",
    "d       layer1       0.300 ± 0.010   0.000 ± 0.010",
    "c       layer1       0.200 ± 0.010  undefined",
    "b       layer1       0.100 ± 0.010  undefined",
    "",
    "By checkpoint",
    "checkpoint  factor  ST              S1",
    "layer1      f        0.500 ± 0.010   0.250 ± 0.010",
    "            e        0.400 ± 0.010  undefined",
    "            d        0.300 ± 0.010   0.000 ± 0.010",
    "            c        0.200 ± 0.010  undefined",
    "            b        0.100 ± 0.010  undefined",
  ]);
  expect(summaryLines(summarise([map("MEAN", null, Number.NaN)]))).toEqual([]);
});

it("ranks pairs over all checkpoints by the leading measure and passes over undefined ones", () => {
  const at = (checkpoint: string, measure: string, factor: string, aggregated: number) => ({
    ...map(measure, factor, aggregated),
    checkpoint,
  });
  const pairs = mostSensitive(
    summarise([
      at("layer1", "ST", "a", 0.9),
      at("layer1", "SHAPLEY", "a", 0.1),
      at("layer1", "SHAPLEY", "b", Number.NaN),
      at("fc", "SHAPLEY", "a", 0.3),
      at("fc", "SHAPLEY", "b", -0.01),
    ]),
  );
  const expected = [
    ["a", "fc", 0.3],
    ["a", "layer1", 0.1],
    ["b", "fc", -0.01],
  ];
  expect(pairs.map(({ factor, checkpoint, value }) => [factor, checkpoint, value])).toEqual(expected);
  expect(pairs[0]).toMatchObject({ measure: "SHAPLEY", halfWidth: 0.01 });
});
