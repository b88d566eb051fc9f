import { expect, it } from "vitest";
import { batchLimit } from "./batchLimit.js";
import type { SegmentSpec } from "./segment.js";

const preprocessing = {
  resize: 256,
  crop: 224,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  channelOrder: "RGB",
} as const;
const limit = (channels: number, crop = 224) => {
  const ends = { from: "a", to: "b", channel: "H", fromTensor: "a", toTensor: "b" } as const;
  const segment: SegmentSpec = { ...ends, channels };
  return batchLimit({ segment, preprocessing: { ...preprocessing, crop } });
};

it("lets fewer images in where each becomes many channels", () => {
  expect(batchLimit({ segment: null, preprocessing })).toBe(32);
  expect(limit(3)).toBe(32);
  // 2 ** 25 / (64 * 224 ** 2) = 10.4, 2 ** 25 / (512 * 224 ** 2) = 1.3
  expect(limit(64)).toBe(10);
  expect(limit(512)).toBe(1);
  expect(limit(4096)).toBe(1);
  expect(limit(512, 64)).toBe(16);
});
