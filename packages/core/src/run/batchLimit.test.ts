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

it("lets as many floats in as 4 images of 224x224 have, and 32 images at most", () => {
  expect(batchLimit({ segment: null, preprocessing })).toBe(4);
  expect(batchLimit({ segment: null, preprocessing: { ...preprocessing, crop: 64 } })).toBe(32);
  expect(batchLimit({ segment: null, preprocessing: { ...preprocessing, crop: 2000 } })).toBe(1);
});

it("lets fewer images in where each becomes many channels", () => {
  // 2 ** 25 / (64 * 224 ** 2) = 10.4, / (256 * 224 ** 2) = 2.6, / (512 * 224 ** 2) = 1.3
  expect(limit(3)).toBe(4);
  expect(limit(64)).toBe(4);
  expect(limit(256)).toBe(2);
  expect(limit(512)).toBe(1);
  expect(limit(4096)).toBe(1);
  expect(limit(512, 64)).toBe(16);
});

it("lets one image in where the images of a batch act on each other", () => {
  const oneAtATime = "it takes the mean over the batch";
  expect(batchLimit({ segment: null, preprocessing: { ...preprocessing, crop: 64 }, oneAtATime })).toBe(1);
});
