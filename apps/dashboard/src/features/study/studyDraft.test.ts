import { describe, expect, it } from "vitest";
import { type StudyDraft, studyArguments, studyCost, studyMeasures, studyProblems } from "./studyDraft";

const run = {
  id: "r",
  method: "SOBOL" as const,
  design: { holdOut: 0.25, secondOrder: true },
  imageSet: { id: "own" },
  factors: [
    { key: "hue", kind: "AUGMENTATION", parameters: [{ key: "on" }, { key: "turn" }] },
    { key: "hflip", kind: "AUGMENTATION", parameters: [{ key: "on" }] },
    { key: "class", kind: "CLASS", parameters: [] },
  ],
};
const draft: StudyDraft = {
  name: " ",
  measure: "ST",
  factors: ["hue", "hflip", "class"],
  checkpoints: ["layer1"],
  imageSetId: "own",
  partition: "",
  useSeenImages: false,
  samples: 100,
  randomControls: 5,
  draws: 3,
  seed: 0,
};

describe("a draft of a study", () => {
  it("costs every input under every mask and control", () => {
    // Plain, three draws of hue, one of the flip, which has no parameters: 5 inputs of each of 100 images.
    expect(studyCost(draft, run, 100)).toEqual({ evaluations: 500 * (1 + 3 * 17 * 6), inputs: 3 });
    expect(studyCost({ ...draft, factors: ["class"] }, run, 100)).toEqual({
      evaluations: 100 * (1 + 17 * 6),
      inputs: 1,
    });
  });
  it("names what is missing", () => {
    expect(studyProblems(draft, run)).toEqual({});
    expect(Object.keys(studyProblems({ ...draft, factors: [], checkpoints: [], samples: 0 }, run))).toEqual([
      "factors",
      "checkpoints",
      "samples",
    ]);
  });
  it("ranks by single factors only", () => {
    expect(studyMeasures(run)).toEqual(["ST", "S1"]);
  });
  it("leaves an empty name and all partitions to the server", () => {
    const sent = studyArguments(draft, run);
    expect(sent).toMatchObject({ runId: "r", measure: "ST", samples: 100, useSeenImages: false });
    expect(sent).not.toHaveProperty("name");
    expect(sent).not.toHaveProperty("partition");
  });
});
