import { describe, expect, it } from "vitest";
import {
  agreementSentence,
  channelSentence,
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
      "Hue has the largest share at maxpool, class at fc. At fc, class takes part in 70.0 % ± 2.0 % of the variance. " +
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

describe("depthSentence by method", () => {
  it("tells Shapley effects as shares of all the variance", () => {
    expect(thin(depthSentence([line("hue", 0.6), line("class", 0.3)], ["fc"], "SHAPLEY"))).toBe(
      "Hue has the largest share at fc. At fc, hue accounts for 60.0 % ± 2.0 % of the variance.",
    );
  });
  it("ranks contrasts by their size, whatever their sign", () => {
    expect(thin(depthSentence([line("hue", -0.6), line("erasing", 0.3)], ["fc"], "CONTRAST"))).toBe(
      "Hue has the strongest effect at fc. At fc, hue correlates with the activation at \u22120.600 ± 0.020.",
    );
  });
  it("tells a share above all of the variance as the sampling error it is", () => {
    const noisy = [{ ...line("hue"), points: [{ value: 1.52, halfWidth: 0.9 }] }];
    expect(depthSentence(noisy, ["fc"], "ST")).toBe(
      "Hue has the largest share at fc. At fc, hue takes part in more than all of the variance (1.5 ± 0.9: sampling error).",
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
      "In layer2, hue explains 34.1 % ± 2.0 % of a unit's variance on average; half of the units lie below 30 %, " +
        "one in twenty above 72 %. 10 of 100 units never vary and have no index.",
    );
  });
  it("tells what is known of the units' intervals", () => {
    const flagged = { ...map, untrustedCount: 4, distinguishableCount: 60, simultaneousHalfWidth: 0.23 };
    expect(thin(distributionSentence(flagged))).toMatch(
      /The intervals of 4 of 90 units are not to be trusted: .* 60 of 90 units are distinguishable from 0 \(false discovery rate 5 %\)\. Intervals that hold for all units at once are at most ± 0\.23 wide\.$/,
    );
    expect(distributionSentence({ ...map, untrustedCount: 0, distinguishableCount: 0 })).toMatch(
      /No unit is distinguishable from 0\.$/,
    );
  });
  it("tells variances in activations, without a factor", () => {
    const variance = {
      ...map,
      factor: "",
      measure: "VARIANCE" as const,
      mean: { value: 2.5, halfWidth: 0.4 },
      high: 7.25,
    };
    expect(thin(distributionSentence({ ...variance, undefinedCount: 0 }))).toBe(
      "In layer2, the variance is 2.5 ± 0.4 on average; half of the units lie below 0.3, one in twenty above 7.25.",
    );
  });
  it("says why there is nothing", () => {
    const empty = { ...map, mean: { value: null, halfWidth: null }, count: 0 };
    expect(distributionSentence(empty)).toBe(
      "No unit of layer2 has an index for hue: their variance is zero.",
    );
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
      main: { value, halfWidth },
      alone: { value: 0.2, halfWidth: 0.04 },
    });
    expect(thin(unitSentence([row("class", 0.1, 0.04), row("hue", 0.5, 0.04)], "ST"))).toBe(
      "Hue takes part in 50 % ± 4 % of this unit's variance, more than any other factor; alone it explains 20 % ± 4 %.",
    );
    expect(unitSentence([row("class", 0.4, 0.3), row("hue", 0.5, 0.3)], "ST")).toMatch(
      /^No factor stands clear/,
    );
    expect(unitSentence([row("hue", null, 0.3)], "ST")).toMatch(/never varies/);
    expect(unitSentence([{ ...row("hue", -0.5, 0.04), alone: null }], "CONTRAST")).toBe(
      "Hue correlates with the activation at \u22120.50 ± 0.04, more than any other factor.",
    );
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
    expect(agreementSentence([{ checkpoint: "fc", factor: "", rho: 0.5 }])).toBe(
      "Rank agreement at fc: rho 0.50.",
    );
    expect(agreementSentence([])).toMatch(/cannot be compared/);
  });
});
