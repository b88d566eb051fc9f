import { describe, expect, it } from "vitest";
import { specOf } from "../run/testing/sampleAnalysis.js";
import { chainsOf } from "./testInputs.js";
import { offer } from "./testing/sampleStudy.js";
import { resolveEvaluationSpec, type TestSpec } from "./testSpec.js";

const MANY = 2000;
const run = specOf({ factors: ["erasing", "grayscaling", "hue"], checkpoints: ["layer1"] });

function specFor(augmentation: string | null, seed = 0): TestSpec {
  return resolveEvaluationSpec(
    { augmentation, seed, draws: 2 },
    run,
    { factor: "hue", checkpoints: [] },
    offer,
  );
}

function chains(augmentation: string | null, seed = 0) {
  const spec = specFor(augmentation, seed);
  return chainsOf(spec, spec.inputs[0]);
}

describe("augmented inputs", () => {
  it("depend on the image, the draw and the seed, and on nothing else", () => {
    for (const augmentation of ["hue", null]) {
      const first = chains(augmentation);
      const parametersOf = (of: typeof first, position: number, draw: number) =>
        of(position, draw).map((step) => step.parameters);
      expect(parametersOf(chains(augmentation), 7, 1)).toEqual(parametersOf(first, 7, 1));
      expect(parametersOf(first, 7, 0)).not.toEqual(parametersOf(first, 7, 1));
      expect(parametersOf(first, 8, 1)).not.toEqual(parametersOf(first, 7, 1));
      expect(parametersOf(chains(augmentation, 1), 7, 1)).not.toEqual(parametersOf(first, 7, 1));
    }
  });

  it("under one augmentation alone are drawn uniformly over its range", () => {
    const chain = chains("hue");
    const factors = Array.from({ length: MANY }, (_, position) => chain(position, 0)[0].parameters[0]);
    const mean = factors.reduce((sum, value) => sum + value, 0) / MANY;
    // hue turns by -0.5 to 0.5; three standard errors of a uniform mean.
    expect(Math.abs(mean)).toBeLessThan((3 * Math.sqrt(1 / 12)) / Math.sqrt(MANY));
    expect(Math.min(...factors)).toBeLessThan(-0.49);
    expect(Math.max(...factors)).toBeGreaterThan(0.49);
  });

  it("under all augmentations have the run's switches and its random order", () => {
    const chain = chains(null);
    let grey = 0;
    let all = 0;
    let hueFirst = 0;
    for (let position = 0; position < MANY; position++) {
      const keys = chain(position, 0).map((step) => step.augmentation.key);
      if (keys.includes("grayscaling")) grey++;
      if (keys.length === 3) {
        all++;
        if (keys[0] === "hue") hueFirst++;
      }
      expect(keys).toContain("hue");
      expect(new Set(keys).size).toBe(keys.length);
    }
    // On in half of the rows; three standard errors.
    expect(Math.abs(grey / MANY - 0.5)).toBeLessThan(3 * Math.sqrt(0.25 / MANY));
    // Each of three comes first in a third.
    expect(all).toBeGreaterThan(MANY / 4);
    expect(Math.abs(hueFirst / all - 1 / 3)).toBeLessThan(3 * Math.sqrt(2 / 9 / all));
  });

  it("as they are have no step", () => {
    const spec = { ...specFor(null), inputs: [{ key: "original", kind: "PLAIN" as const, draws: 1 }] };
    expect(chainsOf(spec, spec.inputs[0])(3, 0)).toEqual([]);
  });
});
