import { describe, expect, it } from "vitest";
import type { RunResult } from "./runResult.js";
import type { SegmentRequest } from "./segment.js";
import { bits, find, memoryStore, run, segmentSpecOf, stopAfter } from "./testing/sampleAnalysis.js";

const LAYER2: SegmentRequest = { from: "layer1", to: "layer2", channel: "H" };

/** Total index of a factor over all units of layer2 as one output. */
const total = (result: RunResult, factor: string) => find(result, "layer2", "ST", factor).aggregated;

describe("a run of a segment", () => {
  it("gives the same bits on two threads and after a stop, and says what it analysed", async () => {
    const spec = await segmentSpecOf(LAYER2);
    const whole = await run({ spec, threads: 2 });
    expect(whole.provenance.segment).toBe("layer1..layer2, hue");
    expect(find(whole, "layer2", "ST", "hue").values).toHaveLength(32 * 32 * 32);
    const store = memoryStore();
    await stopAfter(16 * 3, spec, store);
    expect(bits(await run({ spec, stateStore: store }))).toBe(bits(whole));
  });

  it("takes no state of another channel", async () => {
    const store = memoryStore();
    await stopAfter(16 * 3, await segmentSpecOf(LAYER2), store);
    const other = await segmentSpecOf({ ...LAYER2, channel: "S" });
    await expect(run({ spec: other, stateStore: store })).rejects.toThrow("belongs to another design");
  });

  it("reacts to a turn of the hue when it is fed with hue, and not at all when fed with value", async () => {
    // Without min-max: that stretches each channel by itself, so that a turn of the hue changes the value.
    const indices = async (channel: SegmentRequest["channel"], minMax: boolean) =>
      run({ spec: await segmentSpecOf({ ...LAYER2, channel }, { minMax }) });
    const fedWithHue = await indices("H", false);
    expect(total(fedWithHue, "hue")).toBeGreaterThan(0.1);
    const fedWithValue = await indices("V", false);
    // The value of a pixel keeps every bit under a turn, so no pair of rows differs: 0 without any error.
    const { values, halfWidths } = find(fedWithValue, "layer2", "ST", "hue");
    const live = values.filter((value) => !Number.isNaN(value));
    expect(live.length).toBeGreaterThan(1000);
    expect(live.every((value) => value === 0)).toBe(true);
    expect(halfWidths.filter((width) => !Number.isNaN(width)).every((width) => width === 0)).toBe(true);
    expect(total(fedWithValue, "rolling")).toBeGreaterThan(0.1);
    expect(total(await indices("V", true), "hue")).toBeGreaterThan(0);
  });

  it("keeps the whole network's numbers apart from those of a segment from the input", async () => {
    const hue = await segmentSpecOf({ to: "layer1", channel: "H" }, { checkpoints: ["layer1"] });
    const network = await run({ spec: { ...hue, segment: null } });
    const segment = await run({ spec: hue });
    expect(network.provenance).not.toHaveProperty("segment");
    expect(bits(segment)).not.toBe(bits(network));
  });
});
