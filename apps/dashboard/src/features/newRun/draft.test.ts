import { describe, expect, it } from "vitest";
import { type Draft, draftInput, draftProblems, evaluationCount, factorCount, SAMPLE_SIZES } from "./draft";

const draft: Draft = {
  name: "  ",
  modelId: "m",
  imageSetId: "i",
  factors: ["hue", "erasing"],
  checkpoints: ["layer1"],
  includePermutation: true,
  includeClass: true,
  includePartition: false,
  image: "WITH_CLASS",
  minMax: true,
  useSwitches: false,
  secondOrder: true,
  baseSamples: 64,
  seed: 0,
};

describe("a draft of a run", () => {
  it("counts factors and evaluations as the Saltelli design does", () => {
    expect(factorCount(draft)).toBe(4);
    expect(evaluationCount(draft)).toBe(64 * 10);
    expect(evaluationCount({ ...draft, secondOrder: false })).toBe(64 * 6);
    expect(factorCount({ ...draft, image: "SEPARATE" })).toBe(5);
  });
  it("names every missing choice, and takes 0 as a seed", () => {
    expect(draftProblems(draft)).toEqual({});
    const empty = { ...draft, modelId: "", imageSetId: "", factors: [], checkpoints: [], seed: 1.5 };
    expect(Object.keys(draftProblems(empty))).toEqual([
      "modelId",
      "imageSetId",
      "factors",
      "checkpoints",
      "seed",
    ]);
  });
  it("leaves an empty name to the server", () => {
    expect(draftInput(draft)).not.toHaveProperty("name");
    expect(draftInput({ ...draft, name: " first look " })).toMatchObject({
      name: "first look",
      method: "SOBOL",
      seed: 0,
    });
  });
  it("offers powers of two only", () => {
    expect(SAMPLE_SIZES.every((size) => Number.isInteger(Math.log2(size)))).toBe(true);
  });
});
