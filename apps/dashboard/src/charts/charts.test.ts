import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  colourScale,
  colourStep,
  divergingColour,
  PALETTE_RGB,
  scaleChoices,
  scaleColour,
  scaleInk,
} from "./colourScale";
import { spreadLabels } from "./endLabels";
import { prepareBox, prepareHistogram } from "./prepareDistribution";
import { prepareHeatRows, valueRange } from "./prepareHeat";
import { linearScale, niceTicks, zeroBasedAxis } from "./ticks";

describe("ticks", () => {
  it("are round, even and hold both ends", () => {
    expect(niceTicks(0, 1)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    const ends = fc.tuple(
      fc.double({ min: -10, max: 10, noNaN: true }),
      fc.double({ min: 1e-3, max: 20, noNaN: true }),
    );
    fc.assert(
      fc.property(ends, ([low, span]) => {
        const ticks = niceTicks(low, low + span);
        expect(ticks[0]).toBeLessThanOrEqual(low + 1e-6);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(low + span - 1e-6);
        expect(ticks.length).toBeLessThanOrEqual(8);
      }),
    );
  });
  it("ignore missing values and always hold zero", () => {
    expect(zeroBasedAxis([null, Number.NaN, 0.42])).toEqual({
      low: 0,
      high: 0.5,
      ticks: [0, 0.1, 0.2, 0.3, 0.4, 0.5],
    });
    expect(zeroBasedAxis([]).ticks).toEqual([0, 0.02, 0.04, 0.06, 0.08, 0.1]);
    const below = zeroBasedAxis([-0.01, 0.9]);
    expect(below.ticks[0]).toBe(0);
    expect(below.low).toBeLessThan(-0.01);
    expect(below.low).toBeGreaterThan(-0.05);
  });
  it("map linearly and stay put on an empty domain", () => {
    expect(linearScale([0, 2], [10, 20])(1)).toBe(15);
    expect(linearScale([1, 1], [10, 20])(1)).toBe(10);
  });
});

describe("spreadLabels", () => {
  it("keeps order, distance and bounds whenever there is room", () => {
    const ys = fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(ys, (values) => {
        const labels = values.map((y, at) => ({ key: String(at), y }));
        const placed = spreadLabels(labels, 14, 0, 200);
        const sorted = [...labels].sort((a, b) => a.y - b.y).map((label) => placed.get(label.key)!);
        sorted.forEach((y, at) => {
          expect(y).toBeGreaterThanOrEqual(-1e-9);
          expect(y).toBeLessThanOrEqual(200 + 1e-9);
          if (at > 0) expect(y - sorted[at - 1]!).toBeGreaterThanOrEqual(14 - 1e-9);
        });
      }),
    );
  });
  it("leaves labels alone that are already apart", () => {
    expect([
      ...spreadLabels(
        [
          { key: "a", y: 10 },
          { key: "b", y: 50 },
        ],
        14,
        0,
        100,
      ),
    ]).toEqual([
      ["a", 10],
      ["b", 50],
    ]);
  });
});

describe("heat rows", () => {
  const cell = (factor: string, value: number | null) => ({
    factor,
    checkpoint: "fc",
    value,
    halfWidth: 0.01,
    undefinedCount: 0,
  });
  const cells = [cell("hue", 0.2), cell("class", 0.9), cell("erasing", null)];
  const order = (descending: boolean, checkpoint: string | null = "fc") =>
    prepareHeatRows(cells, ["maxpool", "fc"], ["erasing", "hue", "class"], { checkpoint, descending }).map(
      (row) => row.factor,
    );
  it("sort by a column with missing values last in both directions", () => {
    expect(order(true)).toEqual(["class", "hue", "erasing"]);
    expect(order(false)).toEqual(["hue", "class", "erasing"]);
    expect(order(true, null)).toEqual(["erasing", "hue", "class"]);
    expect(order(true, "layer9")).toEqual(["erasing", "hue", "class"]);
  });
  it("find the range of what exists", () => {
    expect(valueRange([null, 0.3, -0.1, Number.NaN])).toEqual([-0.1, 0.3]);
    expect(valueRange([null])).toEqual([0, 1]);
  });
});

describe("distribution", () => {
  it("pairs counts with their edges and is empty when no unit has a value", () => {
    expect(prepareHistogram([0, 0.5, 1], [3, 1])).toEqual([
      { low: 0, high: 0.5, count: 3 },
      { low: 0.5, high: 1, count: 1 },
    ]);
    expect(prepareHistogram([0, 1], [0])).toEqual([]);
    expect(prepareHistogram([], [])).toEqual([]);
  });
  it("reads the box off the quantiles and leaves out what is not given", () => {
    const quantiles = [0.05, 0.25, 0.5, 0.75].map((p) => ({ p, value: p / 2 }));
    const box = prepareBox("hue", { mean: 0.3, max: 0.9, meanHalfWidth95: 0.01, quantiles });
    expect(box).toMatchObject({
      low: 0.025,
      quarter: 0.125,
      median: 0.25,
      threeQuarters: 0.375,
      high: null,
      max: 0.9,
    });
  });
});

describe("colour scales", () => {
  const shares = colourScale("share", "unit", 0.2, 0.3);
  it("run over viridis and clip only at the ends", () => {
    expect(scaleColour(0, shares)).toBe("#440154");
    expect(scaleColour(1, shares)).toBe("#fde725");
    expect(scaleColour(-0.2, shares)).toBe("#440154");
    expect(PALETTE_RGB.sequential).toHaveLength(768);
    expect(colourStep(0.5, [0, 1])).toBe(128);
    expect([scaleInk(0, shares), scaleInk(1, shares)]).toEqual(["#ffffff", "#0f172a"]);
  });
  it("are symmetric about zero for differences", () => {
    expect(divergingColour(5, 1)).toBe(divergingColour(1, 1));
    expect(divergingColour(0, 1)).not.toBe(divergingColour(0.5, 1));
    expect(divergingColour(0, 0)).toBe(divergingColour(0, 1));
  });
  it("use the whole range of the values' kind unless the reader fits them", () => {
    expect(shares).toMatchObject({ palette: "sequential", domain: [0, 1] });
    expect(colourScale("share", "fit", 0.2, 0.3).domain).toEqual([0.2, 0.3]);
    expect(colourScale("share", "fit", 0.2, 0.2).domain[1]).toBeGreaterThan(0.2);
  });
  it("diverge for correlations, symmetric even when fitted", () => {
    expect(colourScale("correlation", "unit", -0.2, 0.1)).toMatchObject({
      palette: "diverging",
      domain: [-1, 1],
    });
    expect(colourScale("correlation", "fit", -0.2, 0.1).domain).toEqual([-0.2, 0.2]);
  });
  it("always fit activations, which have no range of their own", () => {
    expect(colourScale("activation", "unit", 2, 7)).toEqual({
      palette: "sequential",
      domain: [2, 7],
      kind: "fit",
    });
    expect(scaleChoices("activation")).toBeNull();
    expect(scaleChoices("share")?.map((choice) => choice.label)).toEqual(["0 to 1", "Fit"]);
  });
});
