import { describe, expect, it } from "vitest";
import { barsPath, prepareChannelBars } from "./prepareChannelBars";

describe("prepareChannelBars", () => {
  it("gives every channel its share, none where no unit is touched", () => {
    const bars = prepareChannelBars(
      [
        { channel: 3, unitCount: 4 },
        { channel: 0, unitCount: 1 },
      ],
      [4, 2, 2],
    );
    expect(bars).toEqual({
      shares: [0.25, 0, 0, 1],
      touched: 2,
      whole: 1,
      most: { channel: 3, unitCount: 4 },
    });
  });
  it("takes every element of a vector as a channel", () => {
    expect(prepareChannelBars([{ channel: 1, unitCount: 1 }], [2]).shares).toEqual([0, 1]);
    expect(prepareChannelBars([], [2]).most).toBeNull();
  });
});

describe("barsPath", () => {
  it("draws a bar for each share above 0, from the ground up", () => {
    expect(barsPath([0.5, 0, 1], 30, 10)).toBe("M0.00,10v-5.00h9.00v5.00ZM20.00,10v-10.00h9.00v10.00Z");
    expect(barsPath([0], 30, 10)).toBe("");
  });
});
