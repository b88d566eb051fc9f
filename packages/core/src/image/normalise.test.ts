import { describe, expect, it } from "vitest";
import {
  cropValues,
  difference,
  readFloats,
  readManifest,
  readPixels,
} from "../../../../tests/golden/images.js";
import { ShapeError } from "../errors.js";
import { createImage, type Image, toFloatImage } from "./image.js";
import { type InputScaling, writeInput } from "./normalise.js";

const PLAIN: InputScaling = { mean: [0, 0, 0], std: [1, 1, 1], channelOrder: "RGB" };

function written(image: Image, scaling: InputScaling): Float32Array {
  const out = new Float32Array(image.data.length);
  writeInput(image, scaling, out, 0);
  return out;
}

describe("writeInput", () => {
  it("equals torchvision's normalisation, plainly and after min-max", async () => {
    const { mean, std, crop_64: crop, items } = (await readManifest()).normalisation;
    expect(items.length).toBe(4);
    for (const item of items) {
      const { data, width, height } = await readPixels(`pre/${item.photo}.png`);
      const photo = toFloatImage(data, width, height);
      const minMax = item.kind !== "imagenet";
      // The manifest's input for min-max: x * 0.6 + 0.1 in float32.
      const values = minMax ? photo.data.map((x) => Math.fround(x * 0.6) + 0.1) : photo.data;
      const result = written(createImage(width, height, values), { mean, std, channelOrder: "RGB", minMax });
      // Float32 against float64 on values up to 2.6: 2e-6.
      expect(
        difference(cropValues(result, { width, height }, crop), await readFloats(item.crop_f32)).max,
      ).toBeLessThan(2e-6);
      for (let c = 0; c < 3; c++) {
        const plane = result.subarray(c * width * height, (c + 1) * width * height);
        expect(Math.abs(plane.reduce((low, x) => Math.min(low, x)) - item.min[c])).toBeLessThan(2e-6);
        expect(Math.abs(plane.reduce((high, x) => Math.max(high, x)) - item.max[c])).toBeLessThan(2e-6);
      }
    }
  });

  it("puts an image at its place in the batch and touches nothing else, height != width", () => {
    const image = createImage(
      2,
      3,
      Float32Array.from({ length: 18 }, (_, at) => at / 32),
    );
    const batch = new Float32Array(3 * 18).fill(-1);
    writeInput(image, PLAIN, batch, 18);
    expect(batch.subarray(18, 36)).toEqual(image.data);
    expect(new Set([...batch.subarray(0, 18), ...batch.subarray(36)])).toEqual(new Set([-1]));
  });

  it("orders channels BGR with mean and std in that order", () => {
    const image = createImage(1, 1, Float32Array.of(0.25, 0.5, 0.75));
    const scaling: InputScaling = { mean: [0.25, 0, 0], std: [0.5, 1, 0.25], channelOrder: "BGR" };
    expect([...written(image, scaling)]).toEqual([1, 0.5, 1]);
  });

  it("does not stretch a channel that is as good as flat", () => {
    const image = createImage(2, 1, Float32Array.of(0.5, 0.5000001, 0.25, 0.75, 0.5, 0.5));
    expect([...written(image, { ...PLAIN, minMax: true })]).toEqual(
      [0, 0.5000001 - 0.5, 0, 1, 0, 0].map((x) => expect.closeTo(x, 6)),
    );
  });

  it("with min-max, a darker image gives the same input", () => {
    const image = createImage(
      16,
      9,
      Float32Array.from({ length: 432 }, (_, at) => ((at * 71) % 256) / 255),
    );
    const darker = createImage(
      16,
      9,
      image.data.map((x) => x * 0.3),
    );
    const scaling: InputScaling = {
      mean: [0.485, 0.456, 0.406],
      std: [0.229, 0.224, 0.225],
      channelOrder: "RGB",
      minMax: true,
    };
    // One float32 rounding of x * 0.3, divided by the std: below 1e-6.
    expect(difference(written(darker, scaling), written(image, scaling)).max).toBeLessThan(1e-6);
  });

  it("refuses a place outside the batch and impossible scalings", () => {
    const image = createImage(2, 2);
    expect(() => writeInput(image, PLAIN, new Float32Array(23), 12)).toThrow(ShapeError);
    expect(() => written(image, { ...PLAIN, std: [1, 0, 1] })).toThrow("std above 0");
    expect(() => written(image, { ...PLAIN, mean: [0] })).toThrow("Mean and std have 3 values each");
  });
});

it("writes the luma of an image for a network of one channel, min-max and scaling after it", () => {
  const image = createImage(
    3,
    2,
    Float32Array.from({ length: 18 }, (_, at) => ((at * 7) % 18) / 18),
  );
  const luma = Array.from({ length: 6 }, (_, p) =>
    [0.2989, 0.587, 0.114].reduce((sum, weight, c) => sum + weight * image.data[c * 6 + p], 0),
  );
  const out = new Float32Array(8).fill(-1);
  const grey = { mean: [0.25], std: [0.5], channelOrder: "RGB" } as const;
  writeInput(image, grey, out, 1);
  expect([out[0], out[7]]).toEqual([-1, -1]);
  // Float32 steps on values up to 2: 1e-6.
  for (const [p, value] of luma.entries()) expect(out[1 + p]).toBeCloseTo((value - 0.25) / 0.5, 5);
  writeInput(image, { ...grey, minMax: true }, out, 1);
  const [low, high] = [Math.min(...luma), Math.max(...luma)];
  for (const [p, value] of luma.entries()) {
    expect(out[1 + p]).toBeCloseTo(((value - low) / (high - low) - 0.25) / 0.5, 5);
  }
  expect(() => writeInput(image, grey, out, 3)).toThrow("takes 6 values from offset 3 on");
  expect(() => writeInput(image, { ...grey, std: [1, 1, 1] }, out, 0)).toThrow(ShapeError);
});
