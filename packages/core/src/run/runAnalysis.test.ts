import { describe, expect, it } from "vitest";
import { CancelledError, StateFormatError } from "../errors.js";
import type { IndexMapResult } from "./runResult.js";
import { bits, find, memoryStore, run, specOf, stopAfter } from "./testing/sampleAnalysis.js";

describe("a Sobol' run of a sample network", () => {
  it("gives every map with finite values and half widths for live units", async () => {
    const result = await run({ spec: specOf() });
    // 6 factors: mean, variance, 6 S1, 6 ST, 15 S2 at each of two checkpoints.
    expect(result.maps).toHaveLength(2 * (2 + 6 + 6 + 15));
    const st = find(result, "layer1", "ST", "hue");
    expect(st.values).toHaveLength(16 * 16 * 16);
    expect(st.values.some((value) => value > 0)).toBe(true);
    for (const [u, value] of st.values.entries()) {
      expect(Number.isFinite(st.halfWidths[u])).toBe(Number.isFinite(value));
      if (Number.isFinite(value)) expect(value).toBeGreaterThanOrEqual(0);
    }
    expect(st.aggregated).toBeGreaterThan(0);
    expect(result.evaluations.evaluationsDone).toBe(24 * 14);
    expect(result.evaluations.evaluationsPlanned).toBe(24 * 14);
    expect(result.evaluations.evaluationsReused).toBeGreaterThan(0);
  });

  it("gives the same bits with one and with two threads", async () => {
    const spec = specOf();
    const one = await run({ spec, threads: 1 });
    const two = await run({ spec, threads: 2 });
    expect(bits(two)).toEqual(bits(one));
    expect(two.evaluations).toEqual(one.evaluations);
  });

  it("gives other numbers with another seed", async () => {
    const [zero, one] = [await run({ spec: specOf() }), await run({ spec: specOf({ seed: 1 }) })];
    expect(bits(one)).not.toEqual(bits(zero));
  });

  it("goes on after a stop and ends with the same bits", async () => {
    const spec = specOf();
    const store = memoryStore();
    await stopAfter(24 * 7, spec, store);
    expect(store.saved).not.toBeNull();
    let first = 0;
    const resumed = await run({
      spec,
      stateStore: store,
      onProgress: (progress) => {
        first ||= progress.evaluationsDone;
      },
    });
    expect(first).toBeGreaterThan(24);
    const whole = await run({ spec });
    expect(bits(resumed)).toEqual(bits(whole));
    expect(resumed.evaluations).toEqual(whole.evaluations);
  });

  it("refuses the state of another design and damaged state", async () => {
    const spec = specOf();
    const store = memoryStore();
    await stopAfter(24 * 7, spec, store);
    const other = run({ spec: specOf({ seed: 5 }), stateStore: store });
    await expect(other).rejects.toThrow("belongs to another design");
    const state = store.saved as Uint8Array;
    for (const damaged of [state.slice(0, 3), state.slice(0, 100), state.slice(0, -8)]) {
      store.saved = damaged;
      await expect(run({ spec, stateStore: store })).rejects.toBeInstanceOf(StateFormatError);
    }
  });

  it("is extended to a larger base sample with the bits of one run of that size", async () => {
    // 130 leaves a short last block, which the extension must not inherit.
    const small = specOf({ factors: ["hue"], baseSamples: 130, secondOrder: false });
    const large = specOf({ factors: ["hue"], baseSamples: 160, secondOrder: false });
    const store = memoryStore();
    await run({ spec: small, stateStore: store, keepState: true });
    let first = 0;
    const extended = await run({
      spec: large,
      stateStore: store,
      onProgress: (progress) => {
        first ||= progress.evaluationsDone;
      },
    });
    expect(first).toBeGreaterThan(128 * 5);
    expect(bits(extended)).toEqual(bits(await run({ spec: large })));
    store.saved = null;
    await run({ spec: large, stateStore: store, keepState: true });
    await expect(run({ spec: small, stateStore: store })).rejects.toThrow("more than the 130 asked for");
  });

  it("stops once 95 % of the half widths are below the target, wherever the threads are", async () => {
    const request = { factors: ["hue"], baseSamples: 4096, secondOrder: false, checkpoints: ["fc"] };
    const spec = specOf({ ...request, targetHalfWidth: 0.25 });
    const one = await run({ spec, threads: 1 });
    const two = await run({ spec, threads: 2 });
    expect(one.evaluations.blocksDone).toBeGreaterThanOrEqual(16);
    expect(one.evaluations.blocksDone).toBeLessThan(256);
    expect(bits(two)).toEqual(bits(one));
    const halfWidths = one.maps
      .filter((m) => m.measure === "S1" || m.measure === "ST")
      .flatMap((m) => [...m.halfWidths]);
    const below = halfWidths.filter((h) => h < 0.25).length;
    expect(below / halfWidths.length).toBeGreaterThanOrEqual(0.95);
    // The same blocks as a run that was asked for just so many.
    expect(bits(one)).toEqual(
      bits(await run({ spec: { ...spec, baseSamples: 16 * one.evaluations.blocksDone } })),
    );
  });

  it("lets provisional maps be read while it runs", async () => {
    const seen: number[] = [];
    let last: readonly IndexMapResult[] = [];
    const result = await run({
      spec: specOf({ factors: ["hue"], secondOrder: false }),
      onBlock: (progress, maps) => {
        seen.push(progress.blocksDone);
        last = maps();
      },
    });
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(bits({ maps: last })).toEqual(bits(result));
  });

  it("goes on with the CPU, and says so once, where another provider cannot be used", async () => {
    const spec = specOf({ factors: ["hue"], secondOrder: false });
    const messages: string[] = [];
    const onFallback = (message: string) => messages.push(message);
    // There is none of the two on one and the same platform.
    const executionProvider = process.platform === "darwin" ? "dml" : "coreml";
    const result = await run({ spec, threads: 2, executionProvider, onFallback });
    expect(messages).toEqual([expect.stringContaining(`${executionProvider} is not part of ONNX Runtime`)]);
    expect(result.provenance.executionProvider).toBe("cpu");
    expect(bits(result)).toEqual(bits(await run({ spec })));
  });

  it("does not start when it is already cancelled", async () => {
    await expect(run({ spec: specOf(), signal: AbortSignal.abort() })).rejects.toBeInstanceOf(CancelledError);
  });
});
