import { describe, expect, it } from "vitest";
import { twinNet } from "../../../../tests/golden/channelsLastNet.js";
import { INPUT_TWIN_VALUES, inputTwin } from "../../../../tests/golden/inputTwins.js";
import { buildModel, type NodeParts, valueInfo } from "../../../../tests/golden/onnxBuilder.js";
import { UnsupportedModelError } from "../errors.js";
import { listCheckpoints } from "./checkpoints.js";
import { atSize, imageNetwork, replacedInput, requireImageSize } from "./imageNetwork.js";
import { inputText } from "./inputText.js";
import { inferLayouts } from "./layout.js";
import { readModel } from "./model.js";
import { summariseModel } from "./summary.js";

const SIZE = { height: 16, width: 24 };
const last = readModel(inputTwin({ layout: "NHWC", height: 16, width: 24 }));

describe("imageNetwork", () => {
  it("returns a network that takes images [N,C,H,W] of one size as it is", () => {
    for (const model of [readModel(inputTwin()), readModel(inputTwin({ kind: "grey" }))]) {
      expect(imageNetwork(model)).toBe(model);
      expect(imageNetwork(model, { height: 16, width: 16 })).toBe(model);
    }
  });

  it("puts an input with the channels first before one that has them last", () => {
    const network = imageNetwork(last);
    expect(network.graph.inputs).toMatchObject([{ name: "x/channels first", shape: [-1, 3, 16, 24] }]);
    expect(summariseModel(network)).toMatchObject({ inputLayout: "NCHW", inputShape: [-1, 3, 16, 24] });
    expect(summariseModel(last)).toMatchObject({
      inputName: "x",
      inputLayout: "NHWC",
      inputShape: [-1, 3, 16, 24],
    });
    expect(imageNetwork(network)).toBe(network);
    const layouts = inferLayouts(network.graph).known;
    expect(["x", "first", "relu1"].map((name) => layouts.get(name))).toEqual(["NHWC", "NCHW", "NCHW"]);
  });

  it("offers the same checkpoints whatever the order of the axes: the image itself is none", () => {
    const names = (bytes: Uint8Array) =>
      listCheckpoints(imageNetwork(readModel(bytes))).map(({ tensor }) => tensor);
    expect(names(inputTwin())).toEqual([...INPUT_TWIN_VALUES]);
    expect(names(inputTwin({ layout: "NHWC" }))).toEqual(["first", ...INPUT_TWIN_VALUES]);
    expect(replacedInput(imageNetwork(last).graph)).toBe("x");
    for (const model of [readModel(inputTwin()), readModel(twinNet("NHWC"))]) {
      expect(replacedInput(model.graph)).toBeUndefined();
    }
  });

  it("fixes what the network leaves open, in either order", () => {
    for (const layout of ["NCHW", "NHWC"] as const) {
      const open = readModel(inputTwin({ layout, height: "h", width: "w" }));
      expect(summariseModel(open).inputShape).toEqual([-1, 3, -1, -1]);
      expect(summariseModel(imageNetwork(open, SIZE)).inputShape).toEqual([-1, 3, 16, 24]);
      expect(() => requireImageSize(open)).toThrow("images of ?x? (height x width); the size that is open");
    }
    const half = readModel(inputTwin({ height: 16, width: "w" }));
    expect(summariseModel(imageNetwork(half, SIZE)).inputShape).toEqual([-1, 3, 16, 24]);
    expect(() => imageNetwork(half, { height: 24, width: 24 })).toThrow(
      "takes images of 16x? (height x width); these are 24x24",
    );
  });

  it("says of a network that fails at an open size that another one may do", () => {
    const fault = new UnsupportedModelError("It fails.");
    expect(atSize(fault, { inputShape: [-1, 3, -1, -1] }, SIZE)).toMatchObject({
      message: expect.stringContaining("It fails. It was given images of 16x24 (height x width); since"),
    });
    expect(atSize(fault, { inputShape: [-1, 3, 16, 24] }, SIZE)).toBe(fault);
  });

  it("takes new names where the usual ones are taken", () => {
    const nodes: NodeParts[] = [
      { operator: "Relu", inputs: ["x"], outputs: ["x/channels first"], name: "x/channels first" },
      { operator: "Relu", inputs: ["x/channels first"], outputs: ["y"], name: "x/channels first_2" },
    ];
    const inputs = [valueInfo("x", ["n", 8, 8, 3])];
    const network = imageNetwork(
      readModel(buildModel({ nodes, inputs, outputs: [valueInfo("y", ["n", 8, 8, 3])] })),
    );
    expect(network.graph.inputs[0].name).toBe("x/channels first_2");
    expect(new Set(network.graph.nodes.map(({ name }) => name)).size).toBe(3);
    expect(replacedInput(network.graph)).toBe("x");
  });
});

it("says in words what a network takes", () => {
  const text = (bytes: Uint8Array) => inputText(summariseModel(readModel(bytes)));
  expect(text(inputTwin())).toBe("images of 16x16 (height x width), three channels");
  expect(text(inputTwin({ kind: "grey", height: 240, width: 320 }))).toBe(
    "images of 240x320 (height x width), one channel (luminance)",
  );
  expect(text(inputTwin({ kind: "levels", layout: "NHWC", height: "h", width: "w" }))).toBe(
    "images of any size, three channels, channels last [N,H,W,C], levels 0 to 255 (uint8)",
  );
  expect(text(inputTwin({ height: 16, width: "w" }))).toContain("images of 16x? (height x width)");
});
