import { expect, it } from "vitest";
import { completePreprocessing } from "./preprocessing.js";

const INPUT = [-1, 3, 64, 64];

it("fills in the network's size and ImageNet's numbers", () => {
  expect(completePreprocessing({}, INPUT)).toEqual({
    resize: 64,
    crop: 64,
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
    channelOrder: "RGB",
  });
});

it("gives the numbers in the order of the channels", () => {
  expect(completePreprocessing({ channelOrder: "BGR" }, INPUT).mean).toEqual([0.406, 0.456, 0.485]);
});

it.each([
  [{ crop: 32 }, "crop must be 64", "preprocessing.crop"],
  [{ resize: 32 }, "smaller than the crop of 64", "preprocessing.resize"],
  [{ resize: 64.5 }, "whole number of pixels", "preprocessing.resize"],
  [{ mean: [0.5] }, "mean has 1 values; it needs one for each of the 3 channels", "preprocessing.mean"],
  [{ std: [0.5, 0, 0.5] }, "every value must be above 0", "preprocessing.std"],
])("refuses %o", (request, message, field) => {
  const refusal = expect.objectContaining({ message: expect.stringContaining(message), field });
  expect(() => completePreprocessing(request, INPUT)).toThrow(refusal);
});

it("refuses a network whose images are not square", () => {
  expect(() => completePreprocessing({}, [-1, 3, 32, 64])).toThrow(
    "The network takes images of 64x32; only square",
  );
});
