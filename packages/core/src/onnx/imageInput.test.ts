import { describe, expect, it } from "vitest";
import { inputTwin } from "../../../../tests/golden/inputTwins.js";
import {
  buildModel,
  integerAttribute,
  type NodeParts,
  tensor,
  valueInfo,
} from "../../../../tests/golden/onnxBuilder.js";
import { readImageInput } from "./imageInput.js";
import { readModel } from "./model.js";

const relu: NodeParts = { operator: "Relu", inputs: ["x"], outputs: ["y"] };
const last: NodeParts[] = [
  {
    operator: "Transpose",
    inputs: ["x"],
    outputs: ["first"],
    attributes: [integerAttribute("perm", [0, 3, 1, 2])],
  },
  { operator: "Conv", inputs: ["first", "w"], outputs: ["y"] },
];
const first: NodeParts[] = [{ operator: "Conv", inputs: ["x", "w"], outputs: ["y"] }];

function inputOf(
  shape: readonly (number | string)[],
  nodes: readonly NodeParts[] = [relu],
  type = 1,
  channels = 3,
) {
  const initialisers = [tensor("w", [2, channels, 3, 3])];
  return readImageInput(
    readModel(buildModel({ nodes, inputs: [valueInfo("x", shape, type)], initialisers })).graph,
  );
}

describe("the axes of an input", () => {
  it.each([
    ["colour", ["n", 3, 32, 48], { layout: "NCHW", channels: 3, height: 32, width: 48, batch: -1 }],
    ["one channel", [2, 1, 28, 28], { layout: "NCHW", channels: 1, height: 28, width: 28, batch: 2 }],
    ["channels last", ["n", 32, 48, 3], { layout: "NHWC", channels: 3, height: 32, width: 48 }],
    ["one channel, last", ["n", 28, 28, 1], { layout: "NHWC", channels: 1, height: 28, width: 28 }],
    ["free sides", ["n", 3, "h", "w"], { layout: "NCHW", height: -1, width: -1 }],
    ["one free side", ["n", 3, 32, "w"], { layout: "NCHW", height: 32, width: -1 }],
    ["free sides, channels last", ["n", "h", "w", 3], { layout: "NHWC", channels: 3, height: -1, width: -1 }],
    ["images three pixels wide", ["n", 3, 224, 3], { layout: "NCHW", height: 224, width: 3 }],
  ])("are found: %s", (_what, shape, expected) => {
    expect(inputOf(shape)).toMatchObject(expected);
  });

  it.each([
    ["n", 3, 224, 3],
    ["n", "c", "h", "w"],
    ["n", 1, 28, 3],
  ])("are told by what the network does where they can be two: %s,%s,%s,%s", (...shape) => {
    expect(inputOf(shape, last).layout).toBe("NHWC");
    expect(inputOf(shape, first).layout).toBe("NCHW");
    expect(inputOf(shape).layout).toBe("NCHW");
  });

  it("are as many as the first convolution reads where the network leaves the channels open", () => {
    expect(inputOf(["n", "c", "h", "w"], first, 1, 1).channels).toBe(1);
    expect(inputOf(["n", "c", "h", "w"], first).channels).toBe(3);
    expect(inputOf(["n", "c", "h", "w"]).channels).toBe(3);
  });

  it("hold float32, float16 or uint8", () => {
    expect(inputOf(["n", 3, 8, 8], first, 2).elementType).toBe("uint8");
    expect(inputOf(["n", 3, 8, 8], first, 10).elementType).toBe("float16");
    expect(readImageInput(readModel(inputTwin({ kind: "levels", layout: "NHWC" })).graph)).toEqual({
      name: "x",
      layout: "NHWC",
      channels: 3,
      height: 16,
      width: 16,
      elementType: "uint8",
      batch: -1,
    });
  });
});

describe("what is refused", () => {
  it.each([
    [
      "other numbers",
      ["n", 3, 4, 4],
      7,
      /input "x" is int64 \[\?,3,4,4\]; it must be float32, float16 or uint8/,
    ],
    [
      "other channels",
      ["n", 4, 32, 32],
      1,
      /one of its axes must be the channels, 3 for colour or 1 for grey/,
    ],
    ["no batch axis", [3, 4, 4], 1, /\[3,4,4\]; it must be a batch of images/],
    ["no pixels", ["n", 3, 0, 4], 1, /an image must have pixels/],
    ["no room in the batch", [0, 3, 4, 4], 1, /the batch must have room/],
    ["enormous images", ["n", 3, 100_000, 100_000], 1, /at most 50331648 numbers/],
  ])("says what was found and what is right: %s", (_what, shape, type, message) => {
    expect(() => inputOf(shape, [relu], type)).toThrow(message);
  });

  it("is a second input without a default, by its name", () => {
    const inputs = [valueInfo("x", ["n", 3, 4, 4]), valueInfo("size", [2], 7)];
    expect(() => readImageInput(readModel(buildModel({ nodes: [relu], inputs })).graph)).toThrow(
      'takes 2 inputs ("x" float32 [?,3,4,4], "size" int64 [2]); it must take one, a batch of images [N,3,H,W]. Give "size" a default value',
    );
    const twice = [valueInfo("x", ["n", 3, 4, 4]), valueInfo("z", ["n", 3, 4, 4])];
    expect(() => readImageInput(readModel(buildModel({ nodes: [relu], inputs: twice })).graph)).toThrow(
      "Give all others but the image a default value",
    );
    const initialisers = [tensor("size", [2])];
    expect(readImageInput(readModel(buildModel({ nodes: [relu], inputs, initialisers })).graph).name).toBe(
      "x",
    );
  });
});
