import { describe, expect, it } from "vitest";
import { convolveSeparable, gaussianKernel, smooth3x3 } from "./convolve.js";
import { createImage, type Image } from "./image.js";

/** The same plane in all three channels. */
function grey(width: number, height: number, plane: readonly number[]): Image {
  return createImage(width, height, Float32Array.from([...plane, ...plane, ...plane]));
}

describe("convolveSeparable", () => {
  it("reflects at the border without repeating the edge pixel", () => {
    const shiftLeft = Float64Array.of(0, 0, 1);
    expect([...convolveSeparable(grey(3, 1, [1, 2, 4]), shiftLeft).data.subarray(0, 3)]).toEqual([2, 4, 2]);
    const shiftRight = Float64Array.of(1, 0, 0);
    expect([...convolveSeparable(grey(1, 3, [1, 2, 4]), shiftRight).data.subarray(0, 3)]).toEqual([2, 1, 2]);
  });

  it("reflects back and forth on an image shorter than the kernel", () => {
    const far = Float64Array.of(1, 0, 0, 0, 0, 0, 0);
    expect([...convolveSeparable(grey(2, 1, [5, 9]), far).data.subarray(0, 2)]).toEqual([9, 5]);
    expect([...convolveSeparable(grey(1, 1, [5]), far).data.subarray(0, 1)]).toEqual([5]);
  });

  it("keeps a constant image, height != width", () => {
    const image = grey(9, 4, new Array<number>(36).fill(0.3));
    expect(convolveSeparable(image, gaussianKernel(1.7, 3)).data).toEqual(image.data);
  });
});

describe("gaussianKernel", () => {
  it("is symmetric, sums to 1 and falls as exp(-k^2 / 2 sigma^2)", () => {
    const kernel = gaussianKernel(0.8, 3);
    expect(kernel.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 14);
    expect(kernel[5] / kernel[3]).toBeCloseTo(Math.exp(-4 / (2 * 0.64)), 14);
    expect(kernel[1]).toBe(kernel[5]);
  });
});

describe("smooth3x3", () => {
  it("weighs the centre 5 of 13 and leaves the border alone", () => {
    const plane = [1, 0, 0, 0, 0, 13, 0, 0, 0, 0, 0, 0];
    const { data } = smooth3x3(grey(4, 3, plane));
    expect([...data.subarray(0, 12)]).toEqual([1, 0, 0, 0, 0, Math.fround(66 / 13), 1, 0, 0, 0, 0, 0]);
  });
});
