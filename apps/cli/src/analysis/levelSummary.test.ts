import { expect, it } from "vitest";
import { levelLines, summariseLevels } from "./levelSummary.js";

it("averages mean and variance over the units and counts units without variance", () => {
  const level = (measure: string, values: number[]) => ({ checkpoint: "fc", measure, values });
  expect(levelLines(summariseLevels([level("MEAN", [1, 2, 6]), level("VARIANCE", [0, 0.5, 1])]))).toEqual([
    "checkpoint  units   mean  variance  without variance",
    "fc              3  3.000    0.5000                 1",
  ]);
});
