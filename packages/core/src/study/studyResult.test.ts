import { describe, expect, it } from "vitest";
import { MASK_CONFIGURATIONS } from "../masking/configurations.js";
import { specOf } from "../run/testing/sampleAnalysis.js";
import { singleClass } from "./singleClass.js";
import { studyClustering, studyResult } from "./studyResult.js";
import { keptByHand } from "./testing/keptByHand.js";
import { formulaMaps, offer } from "./testing/sampleStudy.js";
import { resolveStudySpec, type StudySpec } from "./testSpec.js";

const IMAGES = 40;
const CLASSES = 200;
const CONFIGURATIONS = MASK_CONFIGURATIONS.length;
const run = specOf({ factors: ["erasing", "hue"], checkpoints: ["layer1", "fc"] });
const resolved = resolveStudySpec(
  { measure: "ST", factors: ["erasing", "hue"], samples: IMAGES, randomControls: 1 },
  run,
  offer,
);
const spec: StudySpec = {
  ...resolved,
  labels: Array.from({ length: IMAGES }, (_, image) => image),
  classNames: Array.from({ length: CLASSES }, (_, id) => `class ${id}`),
};
// Variants: none, then the masks of each factor, then one control for all.
const masked = [0, 1].map((factor) => MASK_CONFIGURATIONS.map((_, c) => 1 + factor * CONFIGURATIONS + c));
const control = 1 + 2 * CONFIGURATIONS;
const controls = masked.map((own) => own.map(() => [control]));
const masks = {
  variants: { kind: "STUDY" as const, masked, controls },
  count: control + 1,
  digest: "by hand",
};
const WRONG = 100;

/** Predictions of which the first `right` images get the right answer. */
function kept(rightOf: (input: number, variant: number) => number, wrong = (image: number) => WRONG + image) {
  return keptByHand(spec, masks, (input, variant, image) =>
    image < rightOf(input, variant) ? spec.labels[image] : wrong(image),
  );
}

/** Right answers that rise with the configuration for images as they are and erased ones, and fall for hue. */
const rising = kept((input, variant) => {
  if (variant === 0) return IMAGES;
  if (variant === control) return 10;
  const configuration = (variant - 1) % CONFIGURATIONS;
  return input === 2 ? 30 - configuration : configuration;
});

describe("the result of a study", () => {
  it("has the shares of right answers in the order of the configurations", () => {
    const { vectors, configurations } = studyResult(spec, rising);
    expect(configurations).toBe(MASK_CONFIGURATIONS);
    const [original] = vectors;
    expect(original).toMatchObject({ input: "original", maskFactor: "erasing", unmaskedTop1: 1 });
    expect(original.top1).toEqual(MASK_CONFIGURATIONS.map((_, c) => c / IMAGES));
    expect(original.randomTop1).toEqual(MASK_CONFIGURATIONS.map(() => 10 / IMAGES));
    expect(original.maskedMinusRandom[4].difference).toBeCloseTo(-6 / IMAGES, 12);
    expect(original.collapsed.some((own) => own)).toBe(false);
  });

  it("correlates each augmented input with the original under the same masks", () => {
    const { correlation } = studyResult(spec, rising);
    expect(correlation.rowLabels).toEqual(["erasing", "hue"]);
    expect(correlation.rho).toEqual([
      [1, 1],
      [-1, -1],
    ]);
    // Vectors that do not vary have no rank correlation.
    const flat = studyResult(
      spec,
      kept(() => 5),
    );
    expect(flat.correlation.rho.flat().every(Number.isNaN)).toBe(true);
  });

  it("clusters identical vectors at height 0", () => {
    const { leaves, merges, clusterOfLeaf, undefinedPairs } = studyClustering(
      studyResult(spec, rising),
      0.025,
    );
    expect(leaves).toEqual(["erasing--erasing", "erasing--hue", "hue--erasing", "hue--hue"]);
    // |rho| is 1 throughout: falling vectors are as near as rising ones.
    expect(merges.map(({ height }) => height)).toEqual([0, 0, 0]);
    expect(new Set(clusterOfLeaf).size).toBe(1);
    expect(undefinedPairs).toBe(0);
    const originalOnly = { ...studyResult(spec, rising), vectors: [] };
    expect(studyClustering(originalOnly, 0.025)).toMatchObject({ leaves: [], merges: [], order: [] });
  });
});

describe("single-class sensitivity", () => {
  /** The outputs most sensitive to hue are those of the classes 150 to 154, to erasing 20 to 24. */
  const maps = formulaMaps(run, (unit) => unit);
  const outputMaps = {
    ...maps,
    async get({ factor }: { factor: string }) {
      const first = factor === "hue" ? 150 : 20;
      const values = Float64Array.from({ length: CLASSES }, (_, id) =>
        id >= first && id < first + 5 ? 0.5 : 0.01,
      );
      return { values, halfWidths: values.map(() => 0.02) };
    },
  };
  /** Under masks of hue one wrong answer in two is 150 and the four classes behind it, on images with other hues. */
  const biased = keptByHand(spec, masks, (input, variant, image) => {
    const isMasked = variant > CONFIGURATIONS && variant < control;
    return input === 2 && isMasked && image % 2 === 0 ? 150 : WRONG - 50 + image;
  });

  it("finds the factor whose masks push predictions to its own classes", async () => {
    const [erasing, hue] = await singleClass(spec, biased, outputMaps, "ST");
    expect(hue).toMatchObject({ factor: "hue", input: "hue" });
    expect(hue.classes.map(({ classId }) => classId)).toEqual([150, 151, 152, 153, 154]);
    expect(hue.classes.map(({ overlapShare }) => overlapShare)).toEqual(
      new Array(5).fill(expect.closeTo(0.2, 12)),
    );
    expect(hue.match.jaccard).toBe(0.5);
    expect(hue.match.isCandidate).toBe(true);
    expect(erasing.match.isCandidate).toBe(false);
    expect(hue.chanceJaccard).toBeLessThan(0.02);
  });

  it("says nothing of a factor to which no output has an index", async () => {
    const none = {
      get: async () => ({ values: new Float64Array(CLASSES).fill(Number.NaN), halfWidths: [] }),
    };
    expect(await singleClass(spec, biased, none, "ST")).toEqual([]);
    await expect(singleClass(spec, biased, outputMaps, "ST", { topClasses: 0 })).rejects.toThrow(
      /topClasses is 0/,
    );
  });
});
