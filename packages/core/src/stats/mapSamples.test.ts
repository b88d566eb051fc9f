import { describe, expect, it } from "vitest";
import { ShapeError } from "../errors.js";
import { mapSamples } from "./mapSamples.js";

const NONE = Number.NaN;

describe("maps as samples", () => {
  it("makes one sample a factor and channel", () => {
    const maps = [
      [1, 2, 3, 4, 5, 6],
      [7, 8, 9, 10, 11, 12],
    ];
    const { samples, labels, groups } = mapSamples(maps, [2, 1, 3]);
    expect(samples.map((sample) => [...sample])).toEqual([
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
      [10, 11, 12],
    ]);
    expect(labels).toEqual([0, 0, 1, 1]);
    expect(groups).toEqual([0, 1, 0, 1]);
  });

  it("leaves out channels that are mostly undefined, then pixels that are undefined in what is left", () => {
    const maps = [
      [1, NONE, 3, NONE, NONE, 6, 7, 8, 9],
      [1, 2, 3, 4, 5, 6, 7, NONE, 9],
    ];
    const { samples, labels, channels, pixels } = mapSamples(maps, [3, 3]);
    expect(channels).toEqual([0, 2]);
    expect(pixels).toEqual([0, 2]);
    expect(labels).toEqual([0, 0, 1, 1]);
    expect([...samples[3]]).toEqual([7, 9]);
  });

  it("refuses maps of another shape and maps with nothing in common", () => {
    expect(() => mapSamples([[1, 2]], [3])).toThrow(ShapeError);
    expect(() => mapSamples([[NONE, NONE]], [2, 1, 1])).toThrow("leave no part");
    expect(() => mapSamples([[1, NONE, NONE, 4]], [2, 2])).toThrow("leave no part");
  });
});
