import { describe, expect, it } from "vitest";
import { maskMeasures, readMaskRule, ruleInput, rulePath, usualCheckpoints } from "./maskRule";

const run = {
  id: "r",
  method: "SOBOL" as const,
  design: { secondOrder: true },
  factors: [
    { key: "class", kind: "CLASS" },
    { key: "hue", kind: "AUGMENTATION" },
    { key: "rotation", kind: "AUGMENTATION" },
  ],
  checkpoints: [
    { name: "layer1", shape: [4, 8, 8] },
    { name: "layer2", shape: [8, 4, 4] },
    { name: "avgpool", shape: [8, 1, 1] },
    { name: "fc", shape: [10] },
  ],
};
const read = (search: string) => readMaskRule(new URLSearchParams(search), run)!;

describe("readMaskRule", () => {
  it("opens with the first augmentation, the highest tenth silenced, on the convolutional checkpoints", () => {
    expect(read("")).toEqual({
      measure: "ST",
      factor: "hue",
      withFactor: null,
      percentile: 0.9,
      direction: "ABOVE",
      alpha: 0,
      soft: null,
      checkpoints: ["layer1", "layer2"],
      seed: 0,
    });
  });
  it("keeps what is chosen, checkpoints in forward order", () => {
    expect(
      read("measure=S1&factor=class&percentile=0.75&direction=BELOW&alpha=-1.5&checkpoints=fc,layer1&seed=3"),
    ).toMatchObject({
      measure: "S1",
      factor: "class",
      percentile: 0.75,
      direction: "BELOW",
      alpha: -1.5,
      checkpoints: ["layer1", "fc"],
      seed: 3,
    });
  });
  it("has a second factor for S2 only, never the first one again", () => {
    expect(read("measure=S2&factor=hue&with=hue")).toMatchObject({ factor: "hue", withFactor: "class" });
    expect(read("measure=S2&with=rotation")).toMatchObject({ withFactor: "rotation" });
    expect(read("measure=ST&with=rotation")).toMatchObject({ withFactor: null });
  });
  it("falls back from what cannot be", () => {
    expect(read("measure=VARIANCE&factor=fog&percentile=1.2&alpha=x&checkpoints=layer9&soft=Q")).toEqual(
      read(""),
    );
    expect(read("percentile=&alpha=")).toEqual(read(""));
  });
});

describe("maskMeasures", () => {
  it("follows the method and whether pairs were measured", () => {
    expect(maskMeasures(run)).toEqual(["ST", "S1", "S2"]);
    expect(maskMeasures({ method: "SOBOL", design: { secondOrder: false } })).toEqual(["ST", "S1"]);
    expect(maskMeasures({ method: "CONTRAST", design: {} })).toEqual(["CONTRAST", "CONTRAST_RANK"]);
    expect(readMaskRule(new URLSearchParams(), { ...run, method: "VARIANCE" })).toBeNull();
  });
});

it("masks all checkpoints where none has an extent", () => {
  expect(usualCheckpoints({ checkpoints: [{ name: "fc", shape: [10] }] })).toEqual(["fc"]);
});

it("sends only what means something", () => {
  const input = ruleInput(read("alpha=0"), "r");
  expect(input).toMatchObject({ runId: "r", alpha: 0, percentile: 0.9, seed: 0 });
  expect(input).not.toHaveProperty("soft");
  expect(input).not.toHaveProperty("withFactor");
  expect(ruleInput(read("soft=M&measure=S2"), "r")).toMatchObject({ soft: "M", withFactor: "class" });
});

it("leads from a stored mask back to its rule", () => {
  const rule = read(
    "measure=S2&percentile=0.6&direction=BELOW&alpha=1.5&soft=ONE_MINUS_M&checkpoints=layer2",
  );
  const [path, search] = rulePath(rule, "r").split("?");
  expect(path).toBe("/runs/r/masking");
  expect(read(search!)).toEqual(rule);
});
