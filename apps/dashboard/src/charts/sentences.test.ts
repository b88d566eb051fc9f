import { describe, expect, it } from "vitest";
import { prepareComparison } from "./prepareComparison";
import {
  agreementSentence,
  channelSentence,
  comparisonSentence,
  depthSentence,
  distributionSentence,
  pairSentence,
  unitSentence,
} from "./sentences";

const line = (factor: string, ...values: (number | null)[]) => ({
  key: `0/${factor}`,
  factor,
  run: 0,
  points: values.map((value) => ({ value, halfWidth: 0.02 })),
});
const thin = (text: string) => text.replaceAll("\u202f", " ");

describe("depthSentence", () => {
  it("names who leads where, and says where no one does", () => {
    const series = [line("hue", 0.6, 0.5, 0.3), line("class", 0.1, 0.48, 0.7)];
    expect(thin(depthSentence(series, ["maxpool", "layer1", "fc"], "ST"))).toBe(
      "Hue has the largest share at maxpool, class at fc. At fc, class takes part in 70 % ± 2 % of the variance. " +
        "At layer1 no factor stands clear of the next within the intervals.",
    );
  });
  it("claims no leader where a half width is missing, and is honest about nothing", () => {
    const blind = [{ ...line("hue"), points: [{ value: 0.9, halfWidth: null }] }, line("class", 0.1)];
    expect(depthSentence(blind, ["fc"], "S1")).toBe(
      "At fc no factor stands clear of the next within the intervals. A larger base sample narrows them.",
    );
    expect(depthSentence([line("hue", null)], ["fc"], "S1")).toBe(
      "No checkpoint of this run holds this measure.",
    );
  });
});

describe("distributionSentence", () => {
  const map = {
    checkpoint: "layer2",
    factor: "hue",
    measure: "S1" as const,
    mean: { value: 0.341, halfWidth: 0.02 },
    median: 0.3,
    high: 0.72,
    count: 90,
    undefinedCount: 10,
  };
  it("gives mean, middle, upper end and the units without an index", () => {
    expect(thin(distributionSentence(map))).toBe(
      "In layer2, hue explains 34 % ± 2 % of a unit's variance on average; half of the units lie below 30 %, " +
        "one in twenty above 72 %. 10 of 100 units never vary and have no index.",
    );
  });
  it("says why there is nothing", () => {
    const empty = { ...map, mean: { value: null, halfWidth: null }, count: 0 };
    expect(distributionSentence(empty)).toBe(
      "No unit of layer2 has an index for hue: their variance is zero.",
    );
  });
});

describe("comparison", () => {
  const cell = (runId: string, mean: number, difference: number | null) => ({
    runId,
    mean,
    halfWidth95: 0.02,
    difference,
    differenceHalfWidth95: difference === null ? null : 0.03,
  });
  const rows = [
    { checkpoint: "layer2", factor: "hue", cells: [cell("a", 0.34, null), cell("b", 0.11, -0.23)] },
    { checkpoint: "layer2", factor: "class", cells: [cell("a", 0.3, null), cell("b", 0.31, 0.01)] },
    { checkpoint: "fc", factor: "class", cells: [cell("a", 0.3, null), null] },
  ];
  const names = new Map([
    ["a", "plain"],
    ["b", "augmented"],
  ]);
  it("calls a difference significant only where its interval leaves zero out", () => {
    const lines = prepareComparison(rows, ["a", "b"], "a");
    expect(lines.map((entry) => entry.dots.map((dot) => dot?.isSignificant ?? null))).toEqual([
      [false, true],
      [false, false],
      [false, null],
    ]);
    expect(lines[0]!.dots[0]).toMatchObject({ isBaseline: true, difference: null });
  });
  it("tells the largest difference with all its intervals", () => {
    expect(thin(comparisonSentence(prepareComparison(rows, ["a", "b"], "a"), names, "S1"))).toBe(
      "At layer2, hue explains 34 % ± 2 % of the variance of plain's units, 11 % ± 2 % of augmented's: \u22120.23 ± 0.03, the largest difference. " +
        "1 of 2 differences between means goes beyond its 95 % interval.",
    );
  });
  it("says so when nothing differs or nothing is shared", () => {
    expect(comparisonSentence(prepareComparison(rows.slice(1), ["a", "b"], "a"), names, "ST")).toBe(
      "None of 1 differences between means goes beyond its interval.",
    );
    expect(comparisonSentence([], names, "ST")).toMatch(/nothing to compare/);
  });
});

describe("pairs, channels and ranks", () => {
  it("names a pair only beyond its interval", () => {
    const pair = (factor: string, value: number) => ({ factor, withFactor: "class", value, halfWidth: 0.01 });
    expect(thin(pairSentence([pair("hue", 0.05), pair("erasing", 0.005)], "fc"))).toBe(
      "In fc the interaction of hue and class explains 5.0 % ± 1.0 % of the variance, the largest of 2 pairs. It is the only pair beyond its interval.",
    );
    expect(pairSentence([pair("hue", -0.2)], "fc")).toBe(
      "In fc no pair of factors interacts beyond its interval.",
    );
  });
  it("says whether the first channel stands clear", () => {
    const channels = [
      { channel: 3, value: 0.8, halfWidth: 0.02 },
      { channel: 5, value: 0.79, halfWidth: 0.02 },
    ];
    expect(channelSentence(channels, "layer1", "hue", "ST")).toMatch(
      /^Channel 3 of layer1 ranks first .* not clearly above channel 5/,
    );
    expect(channelSentence([channels[0]!, { ...channels[1]!, value: 0.2 }], "layer1", "hue", "ST")).toMatch(
      /^Channel 3 of layer1 stands out/,
    );
    expect(channelSentence([], "layer1", "hue", "ST")).toMatch(/none of its units varies/);
  });
  it("names a unit's leading factor as a fact only where it stands clear", () => {
    const row = (factor: string, value: number | null, halfWidth: number) => ({
      factor,
      st: { value, halfWidth },
      s1: { value: 0.2, halfWidth: 0.02 },
    });
    expect(thin(unitSentence([row("class", 0.1, 0.02), row("hue", 0.5, 0.02)]))).toBe(
      "Hue takes part in 50 % ± 2 % of this unit's variance, more than any other factor; alone it explains 20 % ± 2 %.",
    );
    expect(unitSentence([row("class", 0.4, 0.3), row("hue", 0.5, 0.3)])).toMatch(/^No factor stands clear/);
    expect(unitSentence([row("hue", null, 0.3)])).toMatch(/never varies/);
  });
  it("tells the extremes of rank agreement", () => {
    const cells = [
      { checkpoint: "layer1", factor: "hue", rho: -0.1 },
      { checkpoint: "layer1", factor: "class", rho: 0.8 },
      { checkpoint: "fc", factor: "class", rho: null },
    ];
    expect(agreementSentence(cells)).toBe(
      "The units' ranks agree most for class at layer1 (rho 0.80) and least for hue at layer1 (rho \u22120.10).",
    );
    expect(agreementSentence([])).toMatch(/cannot be compared/);
  });
});
