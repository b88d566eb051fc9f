import { expect, it } from "vitest";
import { nearestNames } from "./nearestNames.js";

it("puts the nearest first and leaves out the far ones", () => {
  expect(nearestNames("layr1", ["avgpool", "layer12", "layer1"])).toEqual(["layer1"]);
  expect(nearestNames("MaxPool", ["maxpool", "avgpool"])).toEqual(["maxpool"]);
  expect(nearestNames("layer10", ["layer12", "layer1", "layer"])).toEqual(["layer12", "layer1", "layer"]);
});

it("does not compare very long names", () => {
  expect(nearestNames("a".repeat(300), ["a".repeat(300)])).toEqual([]);
});
