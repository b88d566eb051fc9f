import { describe, expect, it } from "vitest";
import { type EvaluationDraft, evaluationArguments, evaluationCost } from "./evaluationDraft";
import { testProblems } from "./testImages";

const run = { design: { holdOut: 0.25 }, imageSet: { id: "own" } };
const draft: EvaluationDraft = {
  imageSetId: "own",
  partition: "",
  useSeenImages: false,
  samples: 200,
  randomControls: 5,
  draws: 3,
  seed: 0,
  input: "AUGMENTED",
};

describe("a draft of an evaluation", () => {
  it("sends what each kind of input needs", () => {
    expect(evaluationArguments(draft, run)).toEqual({
      imageSetId: "own",
      samples: 200,
      randomControls: 5,
      draws: 3,
      seed: 0,
      useSeenImages: false,
      augmented: true,
    });
    expect(evaluationArguments({ ...draft, input: "PLAIN" }, run)).toMatchObject({
      augmented: false,
      draws: 1,
    });
    expect(evaluationArguments({ ...draft, input: "ONLY:hue", partition: "valid" }, run)).toMatchObject({
      augmented: true,
      augmentation: "hue",
      partition: "valid",
    });
  });
  it("asks for seen images on the run's own set only", () => {
    const seen = { ...draft, useSeenImages: true };
    expect(evaluationArguments(seen, run).useSeenImages).toBe(true);
    expect(evaluationArguments({ ...seen, imageSetId: "other" }, run).useSeenImages).toBe(false);
  });
  it("counts every mask once an image and draw", () => {
    expect(evaluationCost(draft, true)).toBe(200 * 3 * 8);
    expect(evaluationCost({ ...draft, input: "PLAIN" }, false)).toBe(200 * 7);
  });
});

describe("testProblems", () => {
  it("names every impossible number", () => {
    expect(testProblems(draft, run)).toEqual({});
    const bad = { ...draft, samples: 0, randomControls: Number.NaN, draws: 1.5, seed: -1 };
    expect(Object.keys(testProblems(bad, run))).toEqual(["samples", "randomControls", "draws", "seed"]);
  });
  it("asks for consent where all images have been seen", () => {
    const old = { ...run, design: {} };
    expect(testProblems(draft, old)).toHaveProperty("useSeenImages");
    expect(testProblems({ ...draft, useSeenImages: true }, old)).toEqual({});
    expect(testProblems({ ...draft, imageSetId: "other" }, old)).toEqual({});
  });
});
