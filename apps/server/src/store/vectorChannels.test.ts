import { expect, it } from "vitest";
import { MapValues } from "./indexMapValues.js";
import { isVector, vectorChannels } from "./vectorChannels.js";

const values = Float32Array.of(0.25, Number.NaN, 0.75, 0.25);
const halfWidths = Float32Array.of(0.5, Number.NaN, 0.125, 0.5);

it("knows vectors, with and without an extent of one pixel", () => {
  expect([[10], [512, 1, 1], [64, 1, 2], [1, 2, 2]].map(isVector)).toEqual([true, true, false, false]);
});

it("takes a unit for the whole of its channel", () => {
  const channels = vectorChannels(new MapValues(values, halfWidths, new Uint8Array(4)), "INDEX_ASC");
  expect(channels[2]).toEqual({
    channel: 2,
    mean: 0.75,
    max: 0.75,
    argmaxY: 0,
    argmaxX: 0,
    undefinedCount: 0,
    halfWidth: 0.125,
    aggregated: 0.75,
    aggregatedHalfWidth: 0.125,
  });
  expect(channels[1]).toMatchObject({ mean: null, argmaxY: null, undefinedCount: 1, aggregated: null });
  const [mean] = vectorChannels(new MapValues(values, halfWidths), "INDEX_ASC");
  expect(mean).toMatchObject({ mean: 0.25, aggregated: null, aggregatedHalfWidth: null });
});

it("puts the largest first, those without a value last", () => {
  const channels = vectorChannels(new MapValues(values, halfWidths), "MEAN_DESC");
  expect(channels.map(({ channel }) => channel)).toEqual([2, 0, 3, 1]);
});
