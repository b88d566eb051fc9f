import { describe, expect, it } from "vitest";
import { type MapSummary, readRunChoices } from "./runChoices";

const map = (factor: string, checkpoint: string, mean: number | null): MapSummary => ({
  factor,
  checkpoint,
  mean,
  count: 1,
  undefinedCount: 0,
  max: null,
  meanHalfWidth95: null,
  aggregated: null,
  aggregatedHalfWidth95: null,
  untrustedCount: null,
  distinguishableCount: null,
  simultaneousHalfWidth95: null,
  quantiles: [],
});
const maps = [
  map("hue", "maxpool", 0.4),
  map("class", "maxpool", 0.1),
  map("hue", "fc", 0.2),
  map("class", "fc", 0.9),
  map("erasing", "fc", null),
];
const run = { augmentations: new Set(["hue", "erasing"]), spatial: new Set(["maxpool"]) };
const read = (search: string) => readRunChoices(new URLSearchParams(search), maps, run, "ST");

describe("readRunChoices", () => {
  it("opens with the largest mean among the augmentations", () => {
    expect(read("")).toEqual({
      measure: "ST",
      scale: "unit",
      order: "MEAN_DESC",
      checkpoint: "maxpool",
      factor: "hue",
      chosenFactor: null,
    });
  });
  it("prefers checkpoints whose units have places", () => {
    const more = [...maps, map("hue", "fc", 0.95)];
    expect(readRunChoices(new URLSearchParams(), more, run, "ST")).toMatchObject({
      checkpoint: "maxpool",
      factor: "hue",
    });
    expect(readRunChoices(new URLSearchParams(), more, { ...run, spatial: new Set() }, "ST")).toMatchObject({
      checkpoint: "fc",
    });
  });
  it("keeps what is chosen and completes the rest", () => {
    expect(read("checkpoint=fc")).toMatchObject({ checkpoint: "fc", factor: "hue", chosenFactor: null });
    expect(read("factor=class")).toMatchObject({ checkpoint: "fc", factor: "class", chosenFactor: "class" });
    expect(read("factor=erasing")).toMatchObject({ checkpoint: "fc", factor: "erasing" });
  });
  it("falls back from names that the run does not hold", () => {
    expect(read("checkpoint=layer9&factor=fog&measure=S7&scale=log&order=x")).toEqual(read(""));
  });
  it("opens with the strongest contrast, whatever its sign", () => {
    const contrast = [map("hue", "maxpool", -0.6), map("erasing", "maxpool", 0.4)];
    expect(readRunChoices(new URLSearchParams(), contrast, run, "CONTRAST")).toMatchObject({ factor: "hue" });
  });
  it("has nothing to choose in a run without maps", () => {
    expect(readRunChoices(new URLSearchParams(), [], run, "ST")).toMatchObject({
      checkpoint: "",
      factor: "",
    });
  });
});
