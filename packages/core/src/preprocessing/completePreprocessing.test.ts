import { describe, expect, it } from "vitest";
import { completePreprocessing, type InputForm } from "./completePreprocessing.js";
import { PRESET_NAMES } from "./presets.js";
import { readPreprocessing } from "./readPreprocessing.js";

const taking = (...inputShape: number[]): InputForm => ({ inputShape, inputType: "float32" });
const INPUT = taking(-1, 3, 224, 224);
const IMAGENET = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };

/** The message and field of what is refused. */
function refusal(request: unknown, input = INPUT): { message: string; field: string } {
  try {
    completePreprocessing(request, input);
  } catch (error) {
    return error as { message: string; field: string };
  }
  throw new Error(`nothing was refused in ${JSON.stringify(request)}`);
}

describe("a request", () => {
  it("of nothing is the paper's preset", () => {
    const paper = { spec: { resize: 224, crop: 224, ...IMAGENET, channelOrder: "RGB" }, minMax: true };
    expect(completePreprocessing({}, INPUT)).toEqual(paper);
    expect(readPreprocessing("paper", INPUT)).toEqual(paper);
    expect(readPreprocessing("{}", INPUT)).toEqual(paper);
    const nulls = { preset: null, resize: null, crop: undefined, mean: null, minMax: null };
    expect(completePreprocessing(nulls, INPUT)).toEqual(paper);
  });

  it("takes presets by name, in the size of the network", () => {
    expect(readPreprocessing("torchvision", INPUT).spec.resize).toBe(256);
    expect(readPreprocessing("torchvision", taking(1, 3, 64, 64)).spec.resize).toBe(73);
    for (const name of PRESET_NAMES) expect(readPreprocessing(name, INPUT).spec.crop).toBe(224);
    expect(readPreprocessing('{"preset": "symmetric"}', INPUT)).toMatchObject({
      spec: { mean: [0.5, 0.5, 0.5] },
      minMax: false,
    });
  });

  it("is filled up from its preset; numbers that are not given turn round with the channels", () => {
    expect(readPreprocessing('{"resize": 256, "channelOrder": "BGR", "minMax": false}', INPUT)).toEqual({
      spec: {
        resize: 256,
        crop: 224,
        mean: [0.406, 0.456, 0.485],
        std: [0.225, 0.224, 0.229],
        channelOrder: "BGR",
      },
      minMax: false,
    });
    expect(completePreprocessing({ preset: "caffe", channelOrder: "RGB" }, INPUT).spec.mean[0]).toBe(
      123.68 / 255,
    );
  });

  it("may have its numbers as text with commas", () => {
    expect(completePreprocessing({ mean: "0.5, 0.4,0.3", std: "1,1,1" }, INPUT).spec).toMatchObject({
      mean: [0.5, 0.4, 0.3],
      std: [1, 1, 1],
    });
  });

  it("chooses the crop where the network leaves the size open", () => {
    expect(completePreprocessing({}, taking(-1, 3, -1, -1)).spec).toMatchObject({ crop: 224, resize: 224 });
    expect(completePreprocessing({ crop: 96 }, taking(-1, 3, -1, -1)).spec).toMatchObject({
      crop: 96,
      resize: 96,
    });
  });
});

describe("mean and std", () => {
  const RIGHT = "mean 0.485,0.456,0.406 std 0.229,0.224,0.225";
  const byteMean = [123.675, 116.28, 103.53];
  const byteStd = [58.395, 57.12, 57.375];

  it.each([
    ["both of 0..255", { mean: byteMean, std: byteStd }, "mean", RIGHT],
    ["only the mean, std left out", { mean: byteMean }, "mean", RIGHT],
    ["only the mean", { mean: byteMean, std: IMAGENET.std }, "mean", RIGHT],
    ["only the std", { mean: IMAGENET.mean, std: byteStd }, "std", RIGHT],
    ["as text", { mean: "123.675,116.28,103.53", std: "58.395,57.12,57.375" }, "mean", RIGHT],
    [
      "a mean pixel with nothing to divide by",
      { mean: [103.939, 116.779, 123.68], std: [1, 1, 1] },
      "mean",
      "mean 0.407604,0.457957,0.48502 std 0.00392157,0.00392157,0.00392157",
    ],
    ["a division by 255", { mean: [0, 0, 0], std: [255, 255, 255] }, "std", "mean 0,0,0 std 1,1,1"],
    ["one channel alone", { mean: [0.5, 0.5, 127.5] }, "mean", "0.5 std"],
  ])("on the other scale are refused with the right ones: %s", (_what, request, field, right) => {
    const found = refusal(request);
    expect(found.message).toContain("these belong to values of 0..255; on the scale from 0 to 1 they are");
    expect(found.message).toContain(right);
    expect(found.field).toBe(`preprocessing.${field}`);
  });

  it("that a caffe network has are right", () => {
    const { spec } = readPreprocessing("caffe", INPUT);
    const again = completePreprocessing({ mean: spec.mean, std: spec.std, channelOrder: "BGR" }, INPUT);
    expect(again.spec).toEqual(spec);
    expect(
      completePreprocessing({ mean: [0, 0, 0], std: [1 / 255, 1 / 256, 1 / 255] }, INPUT).spec.std[0],
    ).toBe(1 / 255);
  });

  it("are taken up to the borders of what can be meant, and refused beyond", () => {
    const ok = (mean: number, std: number) =>
      completePreprocessing({ mean: [mean, mean, mean], std: [std, std, std] }, INPUT).spec;
    expect(ok(1, 2)).toMatchObject({ mean: [1, 1, 1], std: [2, 2, 2] });
    expect(ok(0, 1e-6)).toMatchObject({ std: [1e-6, 1e-6, 1e-6] });
    const refused = (mean: number, std: number) =>
      refusal({ mean: [mean, mean, mean], std: [std, std, std] }).message;
    expect(refused(1.001, 0.5)).toContain("mean 1.001,1.001,1.001: these belong to values of 0..255");
    expect(refused(1, 2.001)).toContain("std 2.001,2.001,2.001: these belong to values of 0..255");
    // Beside a mean of 0..255 a std of 1 is of 0..255 too, one below is not.
    expect(refused(127.5, 1)).toContain("std 0.00392157,");
    expect(refused(127.5, 0.999)).toContain("they are mean 0.5,0.5,0.5 std 0.999,0.999,0.999");
    expect(refused(0.5, 0)).toContain("std is 0,0,0; every value must be above 0");
    expect(refused(0.5, -0.2)).toContain("std is -0.2,-0.2,-0.2; every value must be above 0");
    expect(refused(-0.1, 0.5)).toContain("every value must lie from 0 to 1");
    expect(refused(127.5, 0)).toMatch(
      /every value must be above 0; and mean 127\.5.* they are mean 0\.5,0\.5,0\.5\.$/,
    );
  });
});

it("refuses mean and std that are divided by 255 once too often, with the right ones", () => {
  const twice = { mean: IMAGENET.mean.map((x) => x / 255), std: IMAGENET.std.map((x) => x / 255) };
  const found = refusal(twice);
  expect(found.field).toBe("preprocessing.std");
  expect(found.message).toMatch(
    /once too often; .* they are mean 0\.485,0\.456,0\.406 std 0\.229,0\.224,0\.225\.$/,
  );
});

it("takes a preset's name in quotes, as JSON has it", () => {
  expect(readPreprocessing('"unit"', INPUT)).toEqual(readPreprocessing("unit", INPUT));
});

describe("what cannot be used", () => {
  it.each([
    ["imagnet", 'no preprocessing preset "imagnet" (did you mean imagenet?); there are paper, imagenet,'],
    ['{"resize": 256,}', "The preprocessing is no JSON"],
    ["[256]", "a preset's name or an object"],
    ['{"size": 256}', 'it has no "size"'],
    ['{"resize": 100}', "at least the crop of 224"],
    ['{"crop": 200}', "crop must be 224"],
    ['{"resize": "256"}', 'resize is "256"; it must be a whole number of pixels from 1 to 4096'],
    ['{"resize": 5000}', "from 1 to 4096"],
    ['{"mean": [0.5]}', "mean is [0.5], which has 1 value; it needs one number for each of the 3 channels"],
    ['{"mean": [0.5, "a", 1]}', "mean is [0.5,a,1]; it needs one number"],
    ['{"std": "1,NaN,1"}', 'std is "1,NaN,1"; it needs one number'],
    ['{"std": "1,,1"}', 'std is "1,,1"; it needs one number'],
    ['{"std": [1, 0, 1]}', "above 0"],
    ['{"channelOrder": "GBR"}', '"RGB" or "BGR"'],
    ['{"minMax": 1}', "true or false"],
  ])("is refused: %s", (text, reason) => {
    expect(() => readPreprocessing(text, INPUT)).toThrow(reason);
  });

  it("is told all at once, the field is that of the first", () => {
    const { message, field } = refusal({
      crop: 200,
      mean: [0.5],
      std: [58, 57, 57],
      minMax: "yes",
      scale: 1,
    });
    for (const part of [
      'no "scale"',
      "crop must be 224",
      "mean is [0.5]",
      "std 58,57,57: these",
      'minMax is "yes"',
    ])
      expect(message).toContain(part);
    expect(field).toBe("preprocessing");
    expect(refusal({ crop: 200, minMax: 1 }).field).toBe("preprocessing.crop");
  });
});
