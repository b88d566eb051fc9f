import type { IndexMapResult } from "@unitscope/core/reading";
import { expect, it } from "vitest";
import { unpackChannel } from "./packedChannel.js";
import { mapRows } from "./resultRows.js";

const RUN = "0190a3c4-0000-7000-8000-000000000000";

/** Two channels of 2 x 3; the second has an undefined unit. */
function result(): IndexMapResult {
  return {
    checkpoint: "layer1",
    measure: "ST",
    factor: "hue",
    withFactor: null,
    values: Float64Array.of(0, 1, 2, 3, 4, 5, Number.NaN, 7, 9, 8, 7, 6),
    halfWidths: new Float64Array(12).fill(0.5),
    aggregated: 0.25,
    aggregatedHalfWidth: Number.NaN,
    channelAggregated: Float64Array.of(0.1, 0.2),
    channelAggregatedHalfWidths: Float64Array.of(0.01, Number.NaN),
    flags: {
      trusted: Uint8Array.of(1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1),
      distinguishable: Uint8Array.of(0, 0, 0, 0, 0, 1, 0, 1, 1, 1, 1, 1),
      simultaneousHalfWidth: Number.NEGATIVE_INFINITY,
    },
  };
}

it("cuts a map into channels with their summaries", async () => {
  const { map, channels } = await mapRows(RUN, 7, result(), {
    name: "layer1",
    tensor: "t",
    shape: [2, 2, 3],
  });
  expect(map).toMatchObject({
    runId: RUN,
    position: 7,
    checkpointName: "layer1",
    factor: "hue",
    withFactor: "",
  });
  expect(map).toMatchObject({ unitCount: 12, undefinedCount: 1, min: 0, max: 9, meanHalfWidth: 0.5 });
  expect(map).toMatchObject({ aggregated: 0.25, aggregatedHalfWidth: null });
  expect(channels).toHaveLength(2);
  expect(channels[0]).toMatchObject({
    channel: 0,
    mean: 2.5,
    max: 5,
    argmaxY: 1,
    argmaxX: 2,
    undefinedCount: 0,
  });
  expect(channels[1]).toMatchObject({
    channel: 1,
    mean: 7.4,
    max: 9,
    argmaxY: 0,
    argmaxX: 2,
    undefinedCount: 1,
  });
  expect(channels[1]).toMatchObject({ aggregated: 0.2, aggregatedHalfWidth: null });
  // The undefined unit is not trusted either, but counts nowhere.
  expect(map).toMatchObject({ untrustedCount: 1, distinguishableCount: 6, simultaneousHalfWidth: null });
  const [first, second] = channels.map(({ units }) => unpackChannel(units));
  expect([...first!.flags!]).toEqual([1, 1, 1, 1, 1, 3]);
  expect([...second!.flags!]).toEqual([0, 2, 3, 3, 3, 3]);
  expect([...second!.values]).toEqual([Number.NaN, 7, 9, 8, 7, 6]);
  expect([...second!.halfWidths]).toEqual([0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
});

it("takes a vector as one channel", async () => {
  const { channels } = await mapRows(RUN, 0, result(), { name: "fc", tensor: "t", shape: [12] });
  expect(channels).toHaveLength(1);
  expect(channels[0]).toMatchObject({
    channel: 0,
    mean: expect.closeTo(52 / 11, 12),
    max: 9,
    undefinedCount: 1,
    aggregated: 0.25,
  });
  expect([...unpackChannel(channels[0]!.units).values]).toEqual([...result().values]);
});

it("leaves the flags out of measures that have none", async () => {
  const checkpoint = { name: "layer1", tensor: "t", shape: [2, 2, 3] };
  const { map, channels } = await mapRows(
    RUN,
    0,
    { ...result(), measure: "VARIANCE", flags: null },
    checkpoint,
  );
  expect(map.untrustedCount).toBeUndefined();
  expect(map.simultaneousHalfWidth).toBeNull();
  expect(channels.map(({ units }) => unpackChannel(units).flags)).toEqual([null, null]);
});
