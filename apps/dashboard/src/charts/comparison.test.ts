import { describe, expect, it } from "vitest";
import { comparisonSentence } from "./comparisonSentence";
import { bestComparison, prepareComparison } from "./prepareComparison";

const thin = (text: string) => text.replaceAll("\u202f", " ");

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
    const lines = prepareComparison(rows, ["a", "b"], "a", "mean");
    expect(lines.map((entry) => entry.dots.map((dot) => dot?.isSignificant ?? null))).toEqual([
      [false, true],
      [false, false],
      [false, null],
    ]);
    expect(lines[0]!.dots[0]).toMatchObject({ isBaseline: true, difference: null });
  });
  it("tells the largest difference with all its intervals", () => {
    expect(
      thin(comparisonSentence(prepareComparison(rows, ["a", "b"], "a", "mean"), names, "S1", "mean")),
    ).toBe(
      "On average over the units, at layer2 hue explains 34.0 % ± 2.0 % of the variance of plain's units, 11.0 % ± 2.0 % of augmented's: \u22120.23 ± 0.03, the largest difference. " +
        "1 of 2 differences between means over the units goes beyond its 95 % interval.",
    );
  });
  it("says that aggregated indices are compared where the API gives their differences", () => {
    const aggregated = rows.map((row) => ({
      ...row,
      cells: row.cells.map(
        (entry) =>
          entry && {
            ...entry,
            aggregated: entry.mean / 2,
            aggregatedHalfWidth95: 0.004,
            aggregatedDifference: entry.difference === null ? null : entry.difference / 2,
            aggregatedDifferenceHalfWidth95: 0.005,
          },
      ),
    }));
    expect([bestComparison(rows), bestComparison(aggregated)]).toEqual(["mean", "aggregated"]);
    const lines = prepareComparison(aggregated, ["a", "b"], "a", "aggregated");
    expect(thin(comparisonSentence(lines, names, "SHAPLEY", "aggregated"))).toMatch(
      /^Taken over all units together \(aggregated index\), at layer2 hue accounts for 17\.0 % ± 0\.4 % of .* 1 of 2 differences between aggregated indices goes/,
    );
  });
  it("names both runs where the values are no shares", () => {
    const lines = prepareComparison(rows, ["a", "b"], "a", "mean");
    expect(comparisonSentence(lines, names, "CONTRAST", "mean")).toMatch(
      /at layer2 hue correlates with the activation at 0\.340 ± 0\.020 in plain, 0\.110 ± 0\.020 in augmented: \u22120\.23 ± 0\.03/,
    );
  });
  it("says so when nothing differs or nothing is shared", () => {
    expect(
      comparisonSentence(prepareComparison(rows.slice(1), ["a", "b"], "a", "mean"), names, "ST", "mean"),
    ).toBe("None of 1 differences between means over the units goes beyond its interval.");
    expect(comparisonSentence([], names, "ST", "mean")).toMatch(/nothing to compare/);
  });
});
