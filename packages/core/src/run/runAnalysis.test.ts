import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { sampleModel } from "../../../../tests/golden/onnx.js";
import { sampleImageSet, sampleImages, sampleOffer } from "../../../../tests/golden/sampleRun.js";
import { CancelledError, ImageDecodeError, StateFormatError } from "../errors.js";
import type { ImageSource, StateStore } from "./ports.js";
import { type AnalysisOptions, runAnalysis } from "./runAnalysis.js";
import type { IndexMapResult, RunResult } from "./runResult.js";
import { type ModelOffer, type RunRequest, type RunSpec, resolveRunSpec } from "./runSpec.js";

const model = sampleModel("resnet18-plain.onnx");
const images = sampleImages();
let offer: ModelOffer;

beforeAll(async () => {
  offer = await sampleOffer(model);
});

function specOf(request: RunRequest = {}): RunSpec {
  return resolveRunSpec(
    {
      factors: ["erasing", "grayscaling", "hue"],
      checkpoints: ["layer1", "fc"],
      baseSamples: 24,
      ...request,
    },
    offer,
    sampleImageSet(),
  );
}

function run(options: Partial<AnalysisOptions> & { spec: RunSpec }): Promise<RunResult> {
  return runAnalysis({ model, images, threads: 1, ...options });
}

/** Digest of every bit that a result holds. */
function bits({ maps }: Pick<RunResult, "maps">): string {
  const digest = createHash("sha256");
  for (const map of maps) {
    const { values, halfWidths, channelAggregated, channelAggregatedHalfWidths } = map;
    for (const part of [values, halfWidths, channelAggregated, channelAggregatedHalfWidths])
      digest.update(part);
    digest.update(Float64Array.of(map.aggregated, map.aggregatedHalfWidth));
  }
  return digest.digest("hex");
}

function find(result: RunResult, checkpoint: string, measure: string, factor?: string): IndexMapResult {
  const found = result.maps.find(
    (map) => map.checkpoint === checkpoint && map.measure === measure && map.factor === (factor ?? null),
  );
  if (!found) throw new Error(`no map ${checkpoint} ${measure} ${factor}`);
  return found;
}

/** Keeps the last state, as bytes of its own. */
function memoryStore(): StateStore & { saved: Uint8Array | null } {
  return {
    saved: null,
    async load() {
      return this.saved;
    },
    async save(state) {
      this.saved = Uint8Array.from(state);
    },
  };
}

/** Stops a run once `evaluations` are done. */
async function stopAfter(evaluations: number, spec: RunSpec, store: StateStore): Promise<void> {
  const controller = new AbortController();
  const stopped = run({
    spec,
    stateStore: store,
    signal: controller.signal,
    onProgress: (progress) => {
      if (progress.evaluationsDone >= evaluations) controller.abort();
    },
  });
  await expect(stopped).rejects.toBeInstanceOf(CancelledError);
}

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

  it("does not start when it is already cancelled", async () => {
    await expect(run({ spec: specOf(), signal: AbortSignal.abort() })).rejects.toBeInstanceOf(CancelledError);
  });
});

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

describe("bad input", () => {
  it("names the image that cannot be decoded", async () => {
    const broken: ImageSource = {
      entries: images.entries,
      read: async (index) => (await images.read(index)).slice(0, 300),
    };
    const failed = run({ spec: specOf(), images: broken });
    await expect(failed).rejects.toMatchObject({ code: new ImageDecodeError("").code });
    await expect(failed).rejects.toThrow(/(train|valid)\/[a-z-]+\/\d+\.png/);
  });

  it("says which image could not be read and why", async () => {
    const unreadable: ImageSource = {
      entries: images.entries,
      read: async () => {
        throw new Error("the disk is gone");
      },
    };
    await expect(run({ spec: specOf(), images: unreadable })).rejects.toThrow(
      /The image .*\.png could not be read: the disk is gone/,
    );
  });

  it("keeps what was done before a failure, and goes on once its cause is gone", async () => {
    const spec = specOf({ factors: ["hue"], secondOrder: false });
    const store = memoryStore();
    let reads = 0;
    const failing: ImageSource = {
      entries: images.entries,
      // The pilot reads about 30 images, each block a few more.
      read: (index) => (++reads > 45 ? Promise.reject(new Error("the disk is gone")) : images.read(index)),
    };
    await expect(run({ spec, images: failing, stateStore: store })).rejects.toThrow("the disk is gone");
    let first = 0;
    const resumed = await run({
      spec,
      stateStore: store,
      onProgress: (progress) => {
        first ||= progress.evaluationsDone;
      },
    });
    expect(first).toBeGreaterThan(5);
    expect(bits(resumed)).toBe(bits(await run({ spec })));
  });

  it("stops at a network that gives NaN, naming checkpoint, unit and sample", async () => {
    const poisoned = Uint8Array.from(model);
    // The bias of the last layer stands as raw float32 in the file; a NaN in it makes one logit NaN.
    const bias = findInitialiser(poisoned, "fc.bias");
    new DataView(poisoned.buffer).setFloat32(bias + 4 * 3, Number.NaN, true);
    await expect(run({ spec: specOf(), model: poisoned })).rejects.toThrow(
      /activation of fc, channel 3, y 0, x 0 is NaN in base sample 0/,
    );
  });
});

/** Offset of the raw data of an initialiser of 10 floats: its name is followed by the tag and length of raw_data. */
function findInitialiser(bytes: Uint8Array, name: string): number {
  const buffer = Buffer.from(bytes.buffer);
  const marker = Buffer.concat([Buffer.from(name), Buffer.from([0x4a, 40])]);
  const at = buffer.indexOf(marker);
  if (at < 0) throw new Error(`${name} not found`);
  return at + marker.length;
}
