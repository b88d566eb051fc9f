import { describe, expect, it } from "vitest";
import { type EvaluationDraft, evaluationArguments, evaluationCost } from "./evaluationDraft";
import { testProblems, usableImages } from "./testImages";

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
    expect(evaluationCost(draft, 200, true)).toBe(200 * 3 * 8);
    expect(evaluationCost({ ...draft, input: "PLAIN" }, 200, false)).toBe(200 * 7);
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

describe("usableImages", () => {
  const sets = [
    { id: "own", name: "", imageCount: 480, partitions: [{ name: "valid", imageCount: 240 }] },
    { id: "other", name: "", imageCount: 90, partitions: [] },
  ];
  const use = (changes: Partial<EvaluationDraft>) => usableImages({ ...draft, ...changes }, run, sets);
  it("is limited by what the run left aside, and by the partition", () => {
    expect(use({ samples: 1000 })).toBe(120);
    expect(use({ samples: 1000, partition: "valid" })).toBe(60);
    expect(use({ samples: 50 })).toBe(50);
  });
  it("takes in all images where seen ones may be used or none has been seen", () => {
    expect(use({ samples: 1000, useSeenImages: true })).toBe(480);
    expect(use({ samples: 1000, imageSetId: "other" })).toBe(90);
  });
});
