import { describe, expect, it } from "vitest";
import {
  configurationWords,
  correlationSentence,
  effectsSentence,
  prepareStudyChart,
  type StudyVector,
  studyEffects,
  vectorSentence,
} from "./prepareStudy";

const thin = (text: string) => text.replaceAll("\u202f", " ");
const rank = (alpha: number, percentile: number) => ({
  label: "",
  alpha,
  percentile,
  soft: false,
  inverted: false,
});
const configurations = [
  rank(0, 0.5),
  rank(0, 0.9),
  rank(1.5, 0.9),
  { label: "soft 1 - m", alpha: null, percentile: null, soft: true, inverted: true },
];
const vector = (changes: Partial<StudyVector> = {}): StudyVector => ({
  input: "hue",
  maskFactor: "rotation",
  top1: [0.1, 0.6, 0.7, 0.65],
  halfWidth95: [0.05, 0.05, 0.05, 0.05],
  unmaskedTop1: 0.75,
  randomTop1: [0.4, 0.7, 0.71, 0.6],
  maskedMinusRandom: [-0.3, -0.1, -0.01, 0.05].map((difference) => ({ difference, halfWidth95: 0.04 })),
  collapsed: [true, false, false, false],
  ...changes,
});

describe("prepareStudyChart", () => {
  const chart = prepareStudyChart(vector(), configurations);
  it("has a panel a multiplier, shares ascending, and the soft masks apart", () => {
    expect(
      chart.panels.map(({ alpha, points }) => [alpha, points.map(({ share }) => share.toFixed(1))]),
    ).toEqual([
      [0, ["0.1", "0.5"]],
      [1.5, ["0.1"]],
    ]);
    expect(chart.soft.map(({ masked }) => masked.value)).toEqual([0.65]);
  });
  it("marks a point only where the paired interval leaves 0 out", () => {
    expect(chart.panels[0]!.points.map(({ isClear }) => isClear)).toEqual([true, true]);
    expect(chart.panels[1]!.points[0]!.isClear).toBe(false);
  });
  it("keeps bands and axis to what accuracies can be", () => {
    const wide = vector({
      maskedMinusRandom: [0, 0, 0, 0].map((difference) => ({ difference, halfWidth95: 0.65 })),
    });
    const { axis, panels } = prepareStudyChart(wide, configurations);
    expect(panels[0]!.points[0]!.band).toEqual([0.7 - 0.65, 1]);
    expect([axis.low, axis.high]).toEqual([0, 1]);
  });
  it("holds everything on one axis from 0", () => {
    expect(chart.axis.low).toBe(0);
    expect(chart.axis.high).toBeGreaterThanOrEqual(0.75);
  });
});

describe("sentences of a study", () => {
  it("tell a vector's strongest mask without the collapsed ones", () => {
    expect(thin(vectorSentence(vector(), configurations))).toBe(
      "Images changed by hue, masked by rotation: without a mask 75.0 % are right. " +
        "2 of 3 masks differ from random ones beyond the interval, most highest 10 % silenced: \u221210 ± 4 points. " +
        "Under 1 mask the network collapses to one answer; it is not counted.",
    );
  });
  it("make no claim without a clear difference", () => {
    const none = vector({
      collapsed: [false, false, false, false],
      maskedMinusRandom: [0, 0, 0, 0].map((difference) => ({ difference, halfWidth95: 0.04 })),
    });
    expect(vectorSentence(none, configurations)).toContain("None of 4 masks differs");
    expect(effectsSentence(studyEffects([none], configurations))).toMatch(/^None of 4 masks differs/);
  });
  it("rank effects by size, those beyond their interval first", () => {
    const effects = studyEffects(
      [vector(), vector({ input: "original", maskFactor: "hue" })],
      configurations,
    );
    expect(effects).toHaveLength(6);
    expect(effects.map(({ isClear }) => isClear)).toEqual([true, true, true, true, false, false]);
    expect(thin(effectsSentence(effects))).toBe(
      "The strongest: on images changed by hue, rotation’s highest 10 % silenced: 10 ± 4 points below random masks. 4 of 6 go beyond their intervals, about 1 would by chance alone.",
    );
    expect(effectsSentence(effects.slice(3))).toMatch(
      /^No more differences from random masks than chance gives/,
    );
    expect(effectsSentence([])).toMatch(/collapses under all/);
  });
  it("name the least and the most alike correlation", () => {
    expect(
      correlationSentence(
        ["hue", "rotation"],
        ["hue", "class"],
        [
          [-0.21, 0.9],
          [null, 0.5],
        ],
      ),
    ).toBe(
      "Masks by hue change the accuracy least alike for images changed by hue and plain images (rho \u22120.21), masks by class most alike for images changed by hue (rho 0.90).",
    );
    expect(correlationSentence(["hue"], ["hue"], [[null]])).toMatch(/^No rank correlation/);
  });
});

it("words every configuration", () => {
  expect(configurations.map((configuration) => thin(configurationWords(configuration)))).toEqual([
    "highest 50 % silenced",
    "highest 10 % silenced",
    "highest 10 % amplified to 1.5 times their activation",
    "soft 1 \u2212 m",
  ]);
});
