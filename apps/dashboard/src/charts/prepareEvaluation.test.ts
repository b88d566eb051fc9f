import { describe, expect, it } from "vitest";
import {
  classSentence,
  collapseWarning,
  evaluationSentence,
  prepareClasses,
  prepareEvaluation,
} from "./prepareEvaluation";

const thin = (text: string) => text.replaceAll("\u202f", " ");
const accuracy = (top1: number) => ({ top1, halfWidth95: 0.04, top5: 0.9, top5HalfWidth95: 0.02 });
const difference = (value: number, halfWidth95 = 0.03) => ({ difference: value, halfWidth95 });
const numbers = {
  baseline: accuracy(0.8),
  masked: accuracy(0.5),
  randomControl: accuracy(0.62),
  leastSensitive: accuracy(0.79),
  maskedMinusBaseline: difference(-0.3),
  maskedMinusRandom: difference(-0.12),
  maskedMinusLeastSensitive: difference(-0.29),
  perControl: [-0.1, -0.14],
};
const mask = { measure: "ST", factor: "hue", percentile: 0.9, direction: "ABOVE", alpha: 0 } as const;

describe("prepareEvaluation", () => {
  it("gives a line to each condition and a point to each random mask", () => {
    const rows = prepareEvaluation(numbers, false);
    expect(rows.map((row) => row.key)).toEqual(["baseline", "masked", "random", "least"]);
    expect(rows[1]!.difference).toBeNull();
    expect(rows[2]!.controls[0]).toBeCloseTo(0.6, 12);
    expect(rows[2]!.controls[1]).toBeCloseTo(0.64, 12);
    expect(rows[3]!.difference).toEqual({ value: -0.29, halfWidth: 0.03 });
  });
  it("leaves out what a soft or an unfinished evaluation does not have", () => {
    const soft = prepareEvaluation({ ...numbers, leastSensitive: null }, true);
    expect(soft.map((row) => row.name)).toEqual(["No mask", "Mask", "Multipliers shuffled (mean of 2)"]);
    expect(prepareEvaluation({ perControl: [] }, false)).toEqual([]);
  });
});

describe("evaluationSentence", () => {
  it("says what the paired difference means", () => {
    expect(thin(evaluationSentence(numbers, mask))).toBe(
      "Silencing these units costs 12 ± 3 points more than silencing as many random ones. " +
        "Against no mask the accuracy falls from 80 % ± 4 % to 50 % ± 4 % (\u221230 ± 3 points).",
    );
  });
  it("says less where the mask does less damage", () => {
    expect(
      evaluationSentence({ ...numbers, maskedMinusRandom: difference(0.05) }, { ...mask, alpha: 1.5 }),
    ).toMatch(/^Amplifying these units costs 5 ± 3 points less than amplifying as many random ones\./);
  });
  it("makes no claim where an interval holds 0", () => {
    const text = thin(
      evaluationSentence(
        { ...numbers, maskedMinusRandom: difference(-0.02), maskedMinusBaseline: difference(0.01) },
        mask,
      ),
    );
    expect(text).toContain("neither clearly more nor clearly less");
    expect(text).toContain("\u22122 ± 3 points");
    expect(text).toContain("does not change beyond the interval");
  });
  it("compares a soft mask with its own multipliers", () => {
    expect(evaluationSentence(numbers, { ...mask, soft: "M" })).toMatch(
      /^Scaling the units by this map costs 12 ± 3 points more than scaling them by the same multipliers/,
    );
  });
  it("warns of a collapse with the answer", () => {
    expect(collapseWarning({ ...numbers, collapsed: true, collapsedTo: "cat" })).toContain(
      "one answer (cat)",
    );
    expect(collapseWarning({ ...numbers, collapsed: false })).toBeNull();
  });
});

describe("classes", () => {
  const entry = (label: string, baselineTop1: number, maskedTop1: number) => ({
    label,
    baselineTop1,
    maskedTop1,
    baselineHalfWidth95: 0.1,
    maskedHalfWidth95: 0.1,
    randomTop1: 0.5,
    sampleCount: 20,
  });
  const classes = [entry("cat", 0.6, 0.65), entry("dog", 0.9, 0.3), entry("ant", 0.5, 0.3)];
  it("are sorted by loss", () => {
    expect(prepareClasses(classes).map(({ label }) => label)).toEqual(["dog", "ant", "cat"]);
  });
  it("count only where the intervals do not touch", () => {
    expect(thin(classSentence(classes))).toBe(
      "dog loses most: from 90 % ± 10 % to 30 % ± 10 % of 20 images. Losses beyond the intervals: 1 of 3 classes; gains: 0.",
    );
    expect(classSentence(classes.slice(0, 1))).toMatch(/^No class changes/);
    expect(classSentence([])).toMatch(/^No class has images/);
  });
});
