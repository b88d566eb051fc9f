import { describe, expect, it } from "vitest";
import { specOf } from "../run/testing/sampleAnalysis.js";
import { evaluationResult } from "./evaluationResult.js";
import { keptByHand } from "./testing/keptByHand.js";
import { CLASS_LABELS, offer } from "./testing/sampleStudy.js";
import { resolveEvaluationSpec, type TestSpec } from "./testSpec.js";
import type { EvaluationVariants } from "./variants.js";

const IMAGES = 20;
const run = specOf({ checkpoints: ["layer1"] });
const resolved = resolveEvaluationSpec(
  { samples: IMAGES, draws: 2, randomControls: 2 },
  run,
  { factor: "hue", checkpoints: [] },
  offer,
);
/** Twice every class. */
const spec: TestSpec = { ...resolved, labels: Array.from({ length: IMAGES }, (_, image) => image % 10) };
const variants: EvaluationVariants = { kind: "EVALUATION", masked: 1, controls: [2, 3], leastSensitive: 4 };
const masks = { variants, count: 5, digest: "by hand" };
const wrong = (image: number) => (spec.labels[image] + 7) % 10;

describe("the result of an evaluation", () => {
  // Unmasked: all right. Masked: the first ten images right. Controls: one draw of two, and the first five images
  // right. Least sensitive units: all right but for the last image.
  const bytes = keptByHand(spec, masks, (_, variant, image, draw) => {
    const isRight = [true, image < 10, draw === 0, image < 5, image < IMAGES - 1][variant];
    return isRight ? spec.labels[image] : wrong(image);
  });
  const result = evaluationResult(spec, bytes);

  it("has the shares of right answers", () => {
    expect(result.sampleCount).toBe(IMAGES);
    expect(result.baseline.top1.value).toBe(1);
    expect(result.masked.top1.value).toBe(0.5);
    expect(result.randomControl.top1.value).toBeCloseTo((0.5 + 0.25) / 2, 12);
    expect(result.leastSensitive?.top1.value).toBeCloseTo(0.95, 12);
    // The class 7 places on is followed by 8, 9, 0 and so on: the right one is the fourth.
    expect(result.masked.top5.value).toBe(1);
    for (const { top1 } of [result.baseline, result.masked, result.randomControl]) {
      expect(top1.halfWidth).toBeGreaterThan(0);
    }
  });

  it("has the differences, paired by image", () => {
    expect(result.maskedMinusBaseline.difference).toBeCloseTo(-0.5, 12);
    expect(result.maskedMinusRandom.difference).toBeCloseTo(0.5 - 0.375, 12);
    expect(result.maskedMinusLeastSensitive?.difference).toBeCloseTo(0.5 - 0.95, 12);
    expect(result.perControl.map((value) => value)).toEqual([0, 0.25]);
    // Two controls that differ by a quarter: Student's t with one degree of freedom, 12.7062, times 0.125.
    expect(result.maskedMinusRandom.halfWidth).toBeGreaterThan(12.7 * 0.125);
  });

  it("has the accuracy class by class", () => {
    expect(result.perClass.map(({ label }) => label)).toEqual(CLASS_LABELS);
    expect(result.perClass.every(({ images }) => images === 2)).toBe(true);
    expect(result.perClass[0].maskedTop1.value).toBe(0.5);
    expect(result.perClass[0].randomTop1.value).toBeCloseTo((0.5 + 0.5) / 2, 12);
    expect(result.perClass[9].randomTop1.value).toBeCloseTo((0.5 + 0) / 2, 12);
  });

  it("says when everything gets one answer", () => {
    expect(result.collapse.collapsed).toBe(false);
    const one = keptByHand(spec, masks, (_, variant, image) => (variant === 1 ? 3 : spec.labels[image]));
    expect(evaluationResult(spec, one).collapse).toMatchObject({
      collapsed: true,
      answer: 3,
      answerShare: 1,
    });
  });

  it("of one control has the half width over images", () => {
    const single = { ...spec, randomControls: 1 };
    const own = { ...masks, variants: { ...variants, controls: [2] } };
    const kept = keptByHand(single, own, (_, variant, image) =>
      variant === 2 ? wrong(image) : spec.labels[image],
    );
    const { maskedMinusRandom } = evaluationResult(single, kept);
    expect(maskedMinusRandom.difference).toBe(1);
    expect(maskedMinusRandom.halfWidth).toBeGreaterThan(0);
  });

  it("is none of a study's predictions, nor where parts are missing", () => {
    const study = { ...masks, variants: { kind: "STUDY" as const, masked: [[1]], controls: [[[2, 3]]] } };
    const answer = () => 0;
    expect(() => evaluationResult(spec, keptByHand(spec, study, answer))).toThrow(/are those of a study/);
    const short = { ...masks, variants: { ...variants, controls: [2] } };
    expect(() => evaluationResult(spec, keptByHand(spec, short, answer))).toThrow(/damaged/);
  });
});
