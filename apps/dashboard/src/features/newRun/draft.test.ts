import { describe, expect, it } from "vitest";
import { draftInput, draftProblems, SAMPLE_SIZES } from "./draft";
import { DRAFT } from "./testDraft";

describe("a draft of a run", () => {
  it("names every missing choice, and takes 0 as a seed", () => {
    expect(draftProblems(DRAFT)).toEqual({});
    const empty = { ...DRAFT, modelId: "", imageSetId: "", factors: [], checkpoints: [], seed: 1.5 };
    expect(Object.keys(draftProblems(empty))).toEqual([
      "modelId",
      "imageSetId",
      "factors",
      "checkpoints",
      "seed",
    ]);
  });
  it("checks only the numbers that its method uses", () => {
    const odd = {
      ...DRAFT,
      permutations: 1,
      outerSamples: 0,
      innerSamples: Number.NaN,
      draws: 0,
      targetHalfWidth: 2,
    };
    const fields = (method: typeof DRAFT.method) => Object.keys(draftProblems({ ...odd, method }));
    expect(fields("SOBOL")).toEqual(["targetHalfWidth"]);
    expect(fields("SHAPLEY_NESTED")).toEqual([
      "permutations",
      "outerSamples",
      "innerSamples",
      "targetHalfWidth",
    ]);
    expect(fields("CONTRAST")).toEqual(["draws", "targetHalfWidth"]);
    expect(fields("VARIANCE")).toEqual([]);
  });
  it("sends only what means something to its method", () => {
    const input = (method: typeof DRAFT.method) => draftInput({ ...DRAFT, method, targetHalfWidth: 0.02 });
    expect(input("SOBOL")).toMatchObject({ secondOrder: true, baseSamples: 64, targetHalfWidth: 0.02 });
    expect(input("SHAPLEY")).not.toHaveProperty("secondOrder");
    expect(input("SHAPLEY_NESTED")).toMatchObject({ permutations: 32, outerSamples: 4, innerSamples: 3 });
    expect(input("SHAPLEY_NESTED")).not.toHaveProperty("baseSamples");
    expect(input("CONTRAST")).toMatchObject({ baseSamples: 64, draws: 3 });
    expect(input("CONTRAST")).not.toHaveProperty("includeClass");
    expect(input("VARIANCE")).not.toHaveProperty("targetHalfWidth");
    expect(draftInput(DRAFT)).not.toHaveProperty("targetHalfWidth");
  });
  it("leaves the checkpoints of a segment to the server, and asks for no softmax there", () => {
    const segment = { from: null, to: "layer1", channel: "V" } as const;
    const draft = { ...DRAFT, segment, checkpoints: [], softmax: true };
    expect(draftProblems(draft)).toEqual({});
    expect(draftInput(draft)).toMatchObject({ segment });
    expect(draftInput(draft)).not.toHaveProperty("checkpoints");
    expect(draftInput(draft)).not.toHaveProperty("softmax");
    expect(draftInput(DRAFT)).toMatchObject({ checkpoints: ["layer1"], softmax: false });
    expect(draftInput(DRAFT)).not.toHaveProperty("segment");
  });
  it("leaves a share of the images aside, less than all", () => {
    expect(draftInput(DRAFT)).toMatchObject({ holdOut: 0.25 });
    expect(draftProblems({ ...DRAFT, holdOut: 0 })).toEqual({});
    for (const holdOut of [-0.1, 0.95, Number.NaN]) {
      expect(Object.keys(draftProblems({ ...DRAFT, holdOut }))).toEqual(["holdOut"]);
    }
  });
  it("leaves an empty name to the server", () => {
    expect(draftInput(DRAFT)).not.toHaveProperty("name");
    expect(draftInput({ ...DRAFT, name: " first look " })).toMatchObject({
      name: "first look",
      method: "SOBOL",
      seed: 0,
    });
  });
  it("offers powers of two only", () => {
    expect(SAMPLE_SIZES.every((size) => Number.isInteger(Math.log2(size)))).toBe(true);
  });
});
