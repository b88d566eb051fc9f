import { describe, expect, it } from "vitest";
import { RunSpecError } from "../errors.js";
import { specOf } from "../run/testing/sampleAnalysis.js";
import { type CheckpointMask, chooseMask, combineMasks, type MaskRule, multipliersOf } from "./maskChoice.js";
import { formulaMaps } from "./testing/sampleStudy.js";

const run = specOf({ checkpoints: ["layer1", "layer2", "fc"] });
const RULE: MaskRule = {
  measure: "ST",
  factor: "hue",
  withFactor: null,
  percentile: 0.9,
  direction: "ABOVE",
  checkpoints: [],
  alpha: 0,
  soft: null,
  seed: 1,
};
/** 60 % of the units have the same value, a tenth none. */
const maps = formulaMaps(run, (unit) => {
  if (unit % 10 === 9) return Number.NaN;
  return unit % 10 < 6 ? 0.25 : 0.3 + unit / 1e5;
});
const UNITS = [16 * 16 * 16, 32 * 8 * 8];

function choose(rule: Partial<MaskRule> = {}): Promise<readonly CheckpointMask[]> {
  return chooseMask({ ...RULE, ...rule }, run, maps);
}

describe("a mask from the maps of a run", () => {
  it("acts on all convolutional checkpoints, each by its own map", async () => {
    const masks = await choose();
    expect(masks.map(({ checkpoint }) => checkpoint)).toEqual(["layer1", "layer2"]);
    expect(masks.map(({ tensor }) => tensor)).toEqual(
      run.checkpoints.slice(0, 2).map(({ tensor }) => tensor),
    );
    expect(masks.map(({ units }) => units.length)).toEqual(UNITS.map((count) => Math.ceil(0.1 * count)));
  });

  it.each([0.3, 0.5, 0.6, 0.9])(
    "chooses exactly the share above %f with 60 %% equal values",
    async (percentile) => {
      for (const [i, mask] of (await choose({ percentile })).entries()) {
        const asked = Math.ceil((1 - percentile) * UNITS[i] - 1e-6);
        expect(mask.units.length).toBe(asked);
        expect(mask.requested).toBe(asked);
        expect([...mask.units].some((unit) => unit % 10 === 9)).toBe(false);
        const multipliers = multipliersOf(mask);
        expect(multipliers.reduce((zeros, value) => zeros + Number(value === 0), 0)).toBe(asked);
      }
    },
  );

  it("keeps values as they are in a soft mask, undefined units left out", async () => {
    const [kept] = await choose({ soft: "M" });
    const [rest] = await choose({ soft: "ONE_MINUS_M" });
    expect(kept.units.length).toBe(kept.eligible);
    expect(kept.units.length + kept.undefinedUnits).toBe(UNITS[0]);
    const m = multipliersOf(kept);
    expect(m[0]).toBe(0.25);
    expect(m[9]).toBe(0);
    expect(multipliersOf(rest)).toEqual(m.map((value) => 1 - value));
  });

  it("takes named checkpoints in forward order, vectors too, with draws of their own", async () => {
    const masks = await choose({ checkpoints: ["fc", "layer1"], percentile: 0.5 });
    expect(masks.map(({ checkpoint }) => checkpoint)).toEqual(["layer1", "fc"]);
    // The same units whichever others are masked: ties are drawn by the checkpoint's place in its run.
    const [, , alone] = await choose({ checkpoints: ["layer1", "layer2", "fc"], percentile: 0.5 });
    expect(masks[1].units).toEqual(alone.units);
  });

  it("ranks a contrast by its magnitude", async () => {
    const contrast = specOf({ method: "CONTRAST", checkpoints: ["layer1"] });
    const signed = formulaMaps(contrast, (unit) => (unit % 2 === 0 ? -unit : unit) / 1e4);
    const [mask] = await chooseMask({ ...RULE, measure: "CONTRAST" }, contrast, signed);
    const asked = Math.ceil(0.1 * UNITS[0]);
    expect([...mask.units]).toEqual(Array.from({ length: asked }, (_, i) => UNITS[0] - asked + i));
  });

  it("is refused for a measure that says nothing of sensitivity, and a checkpoint that is not there", async () => {
    await expect(choose({ measure: "CONTRAST_P" })).rejects.toThrow(
      /cannot be made from CONTRAST_P; .*S1, ST/,
    );
    await expect(choose({ checkpoints: ["layer9"] })).rejects.toThrow(
      /no checkpoint "layer9"; there are layer1/,
    );
    await expect(choose({ alpha: Number.NaN })).rejects.toThrow(RunSpecError);
  });
});

describe("two masks together", () => {
  it("have the units of either, or of both", async () => {
    const left = await choose({ percentile: 0.9 });
    const right = await choose({ direction: "BELOW", percentile: 0.95, checkpoints: ["layer1"] });
    const union = combineMasks(left, right, "UNION", 0.5);
    const both = combineMasks(left, right, "INTERSECTION", 0.5);
    expect(union.map(({ checkpoint }) => checkpoint)).toEqual(["layer1", "layer2"]);
    expect(union[0].units.length + both[0].units.length).toBe(left[0].units.length + right[0].units.length);
    expect(union[1].units).toEqual(left[1].units);
    expect(both[1].units.length).toBe(0);
    expect(multipliersOf(union[0])[union[0].units[0]]).toBe(0.5);
    expect(union[0].threshold).toBeNaN();
  });

  it("are refused when one is soft or of another network", async () => {
    const left = await choose();
    await expect(choose({ soft: "M" }).then((soft) => combineMasks(left, soft, "UNION", 0))).rejects.toThrow(
      /soft mask/,
    );
    const other = [{ ...left[0], shape: [1, 2, 3] }];
    expect(() => combineMasks(left, other, "UNION", 0)).toThrow(/layer1 has the shape \[16,16,16\]/);
  });
});
