import { describe, expect, it } from "vitest";
import type { RunRequest } from "./runSpec.js";
import { bits, find, memoryStore, run, specOf, stopAfter } from "./testing/sampleAnalysis.js";

describe("a Shapley run by trajectories", () => {
  const request: RunRequest = { method: "SHAPLEY", baseSamples: 64 };

  it("gives effects that add up to 1 in every live unit, and S1 and ST beside them", async () => {
    const spec = specOf(request);
    const result = await run({ spec, threads: 2 });
    expect(result.evaluations.evaluationsDone).toBe(64 * 7);
    expect(result.maps).toHaveLength(2 * (2 + 3 * 6));
    const effects = result.maps.filter((m) => m.measure === "SHAPLEY" && m.checkpoint === "layer1");
    expect(effects).toHaveLength(6);
    const sums = effects[0].values.map((_, u) => effects.reduce((sum, map) => sum + map.values[u], 0));
    for (const sum of sums.filter((value) => !Number.isNaN(value))) expect(sum).toBeCloseTo(1, 9);
    expect(bits(result)).toBe(bits(await run({ spec, threads: 1 })));
  });

  it("goes on after a stop and ends with the same bits", async () => {
    const spec = specOf(request);
    const store = memoryStore();
    await stopAfter(64 * 3, spec, store);
    expect(bits(await run({ spec, stateStore: store }))).toBe(bits(await run({ spec })));
  });
});

describe("the other methods", () => {
  const requests: [string, RunRequest, number][] = [
    ["SHAPLEY_NESTED", { permutations: 6, outerSamples: 1, innerSamples: 3 }, 6 * 6 * 3],
    ["SHAPLEY_NESTED", { permutations: 4, outerSamples: 1, innerSamples: 2, players: "COLUMNS" }, 4 * 10 * 2],
    ["VARIANCE", { baseSamples: 64 }, 64],
    ["CONTRAST", { baseSamples: 16, draws: 2 }, 16 * (1 + 2 + 1 + 2)],
  ];

  it.each(requests)(
    "%s stops, goes on, and gives the same bits on two threads",
    async (method, request, rows) => {
      const spec = specOf({ ...request, method });
      const whole = await run({ spec, threads: 2 });
      expect(whole.evaluations.evaluationsDone).toBe(rows);
      const store = memoryStore();
      await stopAfter(rows / 2, spec, store);
      expect(bits(await run({ spec, stateStore: store }))).toBe(bits(whole));
    },
  );

  it("gives nested effects that add up to 1", async () => {
    const result = await run({
      spec: specOf({ method: "SHAPLEY_NESTED", permutations: 8, outerSamples: 1 }),
    });
    const effects = result.maps.filter((m) => m.measure === "SHAPLEY" && m.checkpoint === "fc");
    for (let u = 0; u < 10; u++) expect(effects.reduce((sum, m) => sum + m.values[u], 0)).toBeCloseTo(1, 9);
  });

  it("gives a contrast with corrected p values that are never below the plain ones", async () => {
    const result = await run({ spec: specOf({ method: "CONTRAST", baseSamples: 24 }) });
    for (const factor of ["erasing", "grayscaling", "hue"]) {
      const r = find(result, "fc", "CONTRAST", factor);
      for (const value of r.values) expect(Math.abs(value)).toBeLessThanOrEqual(1);
      const plain = find(result, "layer1", "CONTRAST_P", factor).values;
      const corrected = find(result, "layer1", "CONTRAST_P_CORRECTED", factor).values;
      for (const [u, p] of plain.entries())
        if (!Number.isNaN(p)) expect(corrected[u]).toBeGreaterThanOrEqual(p);
    }
  });

  it("reads class probabilities when asked for softmax", async () => {
    const result = await run({ spec: specOf({ method: "VARIANCE", baseSamples: 32, softmax: true }) });
    const sum = find(result, "fc", "MEAN").values.reduce((total, value) => total + value, 0);
    expect(sum).toBeCloseTo(1, 5);
    expect(() => specOf({ softmax: true, checkpoints: ["layer1"] })).toThrow(
      "fc must be among the checkpoints",
    );
  });
});
