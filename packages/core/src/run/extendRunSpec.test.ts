import { describe, expect, it } from "vitest";
import { RunSpecError } from "../errors.js";
import { extendRunSpec } from "./extendRunSpec.js";
import { blockSizeFor, type RunSpec } from "./runSpec.js";

function spec(baseSamples: number): RunSpec {
  return {
    method: "SOBOL",
    baseSamples,
    blockSize: blockSizeFor(baseSamples),
    targetHalfWidth: 0.1,
    seed: 7,
  } as RunSpec;
}

describe("extendRunSpec", () => {
  it("changes the size alone, and drops the goal that ended the run", () => {
    const { spec: larger, continues } = extendRunSpec(spec(128), 300);
    expect(larger).toEqual({ ...spec(128), baseSamples: 300, targetHalfWidth: null });
    expect(continues).toBe(true);
  });

  it.each([
    [16, 31, true],
    [8, 15, true],
    // Larger blocks.
    [16, 32, false],
    [64, 128, false],
    // The same blocks, but a pilot of more base samples.
    [4, 7, false],
  ])("from %i to %i base samples can go on: %s", (from, to, continues) => {
    expect(extendRunSpec(spec(from), to).continues).toBe(continues);
    expect(extendRunSpec(spec(from), to).spec.blockSize).toBe(blockSizeFor(to));
  });

  it("refuses what is no size of a run", () => {
    expect(() => extendRunSpec(spec(128), 1.5)).toThrow(RunSpecError);
    expect(() => extendRunSpec(spec(128), 2 ** 25)).toThrow(/baseSamples is 33554432/);
  });
});
