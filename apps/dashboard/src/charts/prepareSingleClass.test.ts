import { describe, expect, it } from "vitest";
import { singleClassSentence, USUAL_THRESHOLDS, verdictWords } from "./prepareSingleClass";

const match = {
  factor: "hue",
  jaccard: 0.05,
  unmaskedJaccard: 0.004,
  randomJaccard95: 0.02,
  isCandidate: true,
  collapsed: false,
};

describe("verdictWords", () => {
  const words = (changes: Partial<typeof match>) => verdictWords({ ...match, ...changes }, USUAL_THRESHOLDS);
  it("calls a candidate one", () => {
    expect(words({})).toMatch(/^Candidate/);
  });
  it("gives every reason against it", () => {
    expect(words({ isCandidate: false, jaccard: 0.008, unmaskedJaccard: 0.004 })).toBe(
      "No candidate: the overlap is below 0.010, it is less than 3 times that without a mask and 5 in 100 random sets of classes overlap as much.",
    );
    expect(words({ isCandidate: false, randomJaccard95: 0.05 })).toBe(
      "No candidate: 5 in 100 random sets of classes overlap as much.",
    );
  });
  it("says that a collapsed network cannot be judged, whatever the numbers", () => {
    expect(words({ collapsed: true, isCandidate: false })).toMatch(/^Cannot be judged/);
    expect(words({ isCandidate: false })).toMatch(/collapses to one answer there/);
  });
});

describe("singleClassSentence", () => {
  it("names the factors with candidates, and those that cannot be judged", () => {
    expect(
      singleClassSentence([match, { ...match, factor: "class", isCandidate: false, collapsed: true }], 5),
    ).toBe(
      "Masked by hue, predictions lean to the 5 classes whose outputs are most sensitive to the same factor, more than chance and plain damage explain. For 1 the network collapses under every mask, so that nothing can be said.",
    );
    expect(singleClassSentence([{ ...match, isCandidate: false }], 3)).toMatch(/^For none of 1 factors/);
    expect(singleClassSentence([], 3)).toMatch(/no factor/);
  });
});
