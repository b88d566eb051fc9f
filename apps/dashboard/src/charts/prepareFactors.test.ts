import { describe, expect, it } from "vitest";
import {
  axesWords,
  confusionShares,
  discriminantSentence,
  factorCorrelationSentence,
  prepareScatter,
  specializationSentence,
  stackParts,
} from "./prepareFactors";

const thin = (text: string) => text.replaceAll("\u202f", " ");
const part = (factor: string, units: number) => ({ factor, units, share: units / 10 });
const bars = [
  { checkpoint: "layer1", parts: [part("hue", 2), part("class", 0), part("undecided", 8)] },
  { checkpoint: "fc", parts: [part("hue", 1), part("class", 6), part("undecided", 3)] },
];

describe("specialization", () => {
  it("stacks the parts without gaps and leaves out empty ones", () => {
    const parts = stackParts(bars[0]!);
    expect(parts.map(({ factor, units }) => [factor, units])).toEqual([
      ["hue", 2],
      ["undecided", 8],
    ]);
    expect(parts[0]!.from).toBe(0);
    expect(parts[1]!.from).toBe(parts[0]!.to);
    expect(parts[1]!.to).toBeCloseTo(1, 12);
  });
  it("tells how much is undecided and who leads most", () => {
    expect(thin(specializationSentence(bars))).toBe(
      "At layer1 80.0 % of the units are undecided, at fc 30.0 %: there the intervals of the two largest indices overlap. The largest group is led by class at fc: 6 units, 60.0 %.",
    );
    expect(specializationSentence([{ checkpoint: "fc", parts: [part("hue", 0)] }])).toMatch(/^No unit/);
    expect(
      specializationSentence([{ checkpoint: "fc", parts: [part("hue", 0), part("undecided", 10)] }]),
    ).toMatch(/No factor leads in any unit/);
  });
});

describe("factorCorrelationSentence", () => {
  it("names the most alike and the most opposite pair", () => {
    const rho = [
      [1, 0.71, -0.2],
      [0.71, 1, null],
      [-0.2, null, 1],
    ];
    expect(factorCorrelationSentence(["hue", "saturation", "class"], rho, "layer2")).toBe(
      "In layer2, hue and saturation rank the units most alike (rho 0.71), hue and class most oppositely (rho \u22120.20).",
    );
    expect(factorCorrelationSentence(["hue", "class"], [[1, 0.3]], "fc")).toBe(
      "In fc, hue and class rank the units most alike (rho 0.30).",
    );
    expect(factorCorrelationSentence(["hue", "class"], [[1, null]], "fc")).toMatch(/^No two factors/);
  });
});

describe("discriminant", () => {
  const result = {
    checkpoint: "layer3",
    accuracy: 0.6,
    halfWidth95: 0.05,
    low95: 0.55,
    chance: 0.5,
    labels: ["hue", "class"],
    confusion: [
      [6, 4],
      [2, 8],
    ],
  };
  it("gives shares of each factor's maps", () => {
    expect(confusionShares([...result.confusion, [0, 0]])).toEqual([
      [0.6, 0.4],
      [0.2, 0.8],
      [null, null],
    ]);
  });
  it("claims to tell factors only where the interval lies above chance", () => {
    expect(thin(discriminantSentence(result))).toBe(
      "At layer3 a linear rule tells 2 factors from single channels’ maps: 60 % ± 5 %, where guessing gives 50.0 %. Most often mistaken: hue for class (40.0 % of its maps).",
    );
    expect(discriminantSentence({ ...result, low95: 0.5 })).toMatch(/no better than guessing/);
  });
  it("groups points by factor with their middle, one axis on the zero of the other", () => {
    const scatter = prepareScatter(
      [
        { label: "hue", x: 1, y: 2 },
        { label: "hue", x: 3, y: null },
        { label: "fog", x: 9, y: 9 },
      ],
      ["class", "hue"],
    );
    expect(scatter.groups).toEqual([
      {
        factor: "hue",
        points: [
          [1, 2],
          [3, 0],
        ],
        middle: [2, 1],
      },
    ]);
    expect(scatter.xDomain).toEqual([0, 3]);
    expect(prepareScatter([], ["hue"]).yDomain).toEqual([-1, 1]);
  });
  it("says what the axes carry", () => {
    expect(thin(axesWords([0.7, 0.2, 0.1]))).toBe(
      "The axes carry 70.0 % and 20.0 % of the variance between the factors’ mean maps.",
    );
    expect(axesWords([1])).toMatch(/^The axis carries/);
    expect(axesWords([])).toBe("");
  });
});
