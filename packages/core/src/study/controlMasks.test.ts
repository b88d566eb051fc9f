import { describe, expect, it } from "vitest";
import { specOf } from "../run/testing/sampleAnalysis.js";
import { ControlMasks } from "./controlMasks.js";
import { mapsOfFactor } from "./mapsOfFactor.js";
import { formulaMaps, offer } from "./testing/sampleStudy.js";
import { resolveStudySpec } from "./testSpec.js";

const run = specOf({ checkpoints: ["layer1", "layer2"] });
const spec = resolveStudySpec({ measure: "ST", randomControls: 3, seed: 5 }, run, offer);
/** Values differ by factor, units without an index do not. */
const maps = formulaMaps(run, (unit, factor) => (unit % 5 === 0 ? Number.NaN : factor.length / (1 + unit)));
const valuesOf = (factor: string) =>
  mapsOfFactor(spec.masked, { measure: "ST", factor, withFactor: null }, maps);
const COUNTS = [400, 100];

describe("random controls of a test", () => {
  it("have as many units at each checkpoint, none without an index, and differ from each other", async () => {
    const controls = new ControlMasks(spec).units(await valuesOf("hue"), COUNTS);
    expect(controls).toHaveLength(3);
    for (const control of controls) {
      expect(control.map(({ length }) => length)).toEqual(COUNTS);
      for (const units of control) {
        expect(new Set(units).size).toBe(units.length);
        expect(units.some((unit) => unit % 5 === 0)).toBe(false);
      }
    }
    expect(new Set(controls.map((control) => control.join(";"))).size).toBe(3);
  });

  it("are the same for all factors, and others with another seed", async () => {
    const masks = new ControlMasks(spec);
    const hue = masks.units(await valuesOf("hue"), COUNTS);
    expect(masks.units(await valuesOf("erasing"), COUNTS)).toEqual(hue);
    expect(new ControlMasks({ ...spec, seed: 6 }).units(await valuesOf("hue"), COUNTS)).not.toEqual(hue);
  });

  it("of soft masks shuffle the units with an index among themselves", async () => {
    const values = await valuesOf("hue");
    const [[first], [second]] = new ControlMasks(spec).orders(values);
    expect([...first].sort((a, b) => a - b)).toEqual(Array.from(values[0], (_, unit) => unit));
    for (const [unit, source] of first.entries()) {
      if (unit % 5 === 0) expect(source).toBe(unit);
      else expect(source % 5).not.toBe(0);
    }
    expect(first).not.toEqual(second);
  });
});
