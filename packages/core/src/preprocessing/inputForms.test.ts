import { describe, expect, it } from "vitest";
import { completePreprocessing, givesBytes, type InputForm } from "./completePreprocessing.js";
import { PRESET_NAMES } from "./presets.js";

const taking = (inputShape: readonly number[], inputType: InputForm["inputType"] = "float32") => ({
  inputShape,
  inputType,
});
const GREY = taking([-1, 1, 28, 28]);
const LONG = taking([-1, 3, 240, 320]);
const OPEN = taking([-1, 3, -1, -1]);
const LEVELS = taking([-1, 3, 224, 224], "uint8");
const refusal = (request: unknown, input: InputForm) => () => completePreprocessing(request, input);

describe("a network of one channel", () => {
  it("has the mean of a preset's three numbers; those that are equal stay what they are", () => {
    const { spec, minMax } = completePreprocessing({}, GREY);
    expect(spec).toEqual({ resize: 28, crop: 28, mean: [0.449], std: [0.226], channelOrder: "RGB" });
    expect(minMax).toBe(true);
    expect(completePreprocessing({ preset: "unit" }, GREY).spec).toMatchObject({ mean: [0], std: [1] });
    expect(completePreprocessing({ preset: "symmetric" }, GREY).spec).toMatchObject({
      mean: [0.5],
      std: [0.5],
    });
    expect(completePreprocessing({ preset: "caffe" }, GREY).spec).toMatchObject({
      std: [1 / 255],
      channelOrder: "RGB",
    });
    expect(completePreprocessing({ mean: [0.1307], std: "0.3081" }, GREY).spec).toMatchObject({
      mean: [0.1307],
      std: [0.3081],
    });
  });

  it("is refused three numbers, and an order of channels", () => {
    expect(refusal({ mean: [0.5, 0.5, 0.5] }, GREY)).toThrow(
      "mean is [0.5,0.5,0.5], which has 3 values; it needs one number for the network's only channel, luminance, on the scale from 0 to 1, such as 0.449",
    );
    expect(refusal({ channelOrder: "BGR" }, GREY)).toThrow("the network takes one channel; leave it out");
  });
});

describe("a network that takes uint8", () => {
  it("is given the levels as they are", () => {
    const bytes = {
      spec: {
        resize: 224,
        crop: 224,
        mean: [0, 0, 0],
        std: [1 / 255, 1 / 255, 1 / 255],
        channelOrder: "RGB",
      },
      minMax: false,
    };
    expect(completePreprocessing({}, LEVELS)).toEqual(bytes);
    expect(completePreprocessing({ preset: "bytes" }, LEVELS)).toEqual(bytes);
    expect(
      completePreprocessing({ resize: 256, std: "0.00392157,0.00392157,0.00392157" }, LEVELS).spec,
    ).toMatchObject({
      resize: 256,
    });
    expect(completePreprocessing({ channelOrder: "BGR", minMax: true }, LEVELS)).toMatchObject({
      spec: { channelOrder: "BGR" },
      minMax: true,
    });
    expect(completePreprocessing({}, taking([-1, 1, 28, 28], "uint8")).spec.std).toEqual([1 / 255]);
  });

  it("is refused other numbers, with the reason", () => {
    for (const request of [{ preset: "paper" }, { mean: [0.5, 0.5, 0.5], std: [1, 1, 1] }]) {
      expect(refusal(request, LEVELS)).toThrow(
        "scales them itself; leave mean and std out, or use the preset bytes",
      );
    }
    expect(refusal({ std: [1, 1, 1] }, LEVELS)).toThrow("the network takes uint8");
  });

  it("is known by mean and std", () => {
    for (const preset of PRESET_NAMES) {
      expect(givesBytes(completePreprocessing({ preset }, OPEN).spec)).toBe(preset === "bytes");
    }
  });
});

describe("a network whose images are no squares", () => {
  it("has images scaled so that they cover the crop, in the proportion of the preset", () => {
    expect(completePreprocessing({}, LONG).spec).toMatchObject({
      crop: [240, 320],
      resize: { cover: [240, 320] },
    });
    expect(completePreprocessing({ preset: "torchvision" }, LONG).spec.resize).toEqual({ cover: [274, 366] });
  });

  it.each([
    [256, 256],
    ["260x330", [260, 330]],
    ["260 × 330", [260, 330]],
    [
      [260, 330],
      [260, 330],
    ],
    ["cover", { cover: [240, 320] }],
    ["cover 260x330", { cover: [260, 330] }],
    [{ cover: [260, 330] }, { cover: [260, 330] }],
  ])("may be scaled otherwise: %j", (resize, expected) => {
    const { spec } = completePreprocessing({ resize, crop: "240x320" }, LONG);
    expect(spec.resize).toEqual(expected);
    // What is stored can be asked for again.
    expect(completePreprocessing({ resize: spec.resize, crop: spec.crop }, LONG).spec).toEqual(spec);
  });

  it("is refused another size, with the right one", () => {
    expect(refusal({ crop: 240 }, LONG)).toThrow(
      "crop is 240, but the network takes images of 240x320 (height x width); crop must be 240x320",
    );
    expect(refusal({ crop: "320x240" }, LONG)).toThrow("crop is 320x240, but");
    expect(refusal({ crop: "240x" }, LONG)).toThrow('crop is "240x"; it must be a whole number of pixels');
    expect(refusal({ resize: 239 }, LONG)).toThrow("at least 240, the shorter side of the crop of 240x320");
    expect(refusal({ resize: "250x319" }, LONG)).toThrow("resize is 250x319, smaller than the crop");
    expect(refusal({ resize: "cover 240x319" }, LONG)).toThrow("resize is cover 240x319, smaller");
    expect(refusal({ resize: "fit" }, LONG)).toThrow('or "cover" to keep the proportion');
  });
});

describe("a network that leaves the size open", () => {
  it("takes the crop, 224 where nothing is said; a square is one number", () => {
    expect(completePreprocessing({}, OPEN).spec).toMatchObject({ crop: 224, resize: 224 });
    expect(completePreprocessing({ crop: "96x96" }, OPEN).spec).toMatchObject({ crop: 96, resize: 96 });
    expect(completePreprocessing({ crop: "96x128" }, OPEN).spec).toMatchObject({ crop: [96, 128] });
  });

  it("keeps the side that is fixed", () => {
    const half = taking([-1, 3, 96, -1]);
    expect(completePreprocessing({}, half).spec.crop).toEqual([96, 224]);
    expect(completePreprocessing({ crop: "96x128" }, half).spec.crop).toEqual([96, 128]);
    expect(refusal({ crop: 128 }, half)).toThrow(
      "takes images of 96xany (height x width); crop must be 96x128",
    );
  });
});
