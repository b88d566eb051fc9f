import { describe, expect, it } from "vitest";
import { sampleModel } from "../../../../tests/golden/onnx.js";
import { buildModel, valueInfo } from "../../../../tests/golden/onnxBuilder.js";
import { UnsupportedModelError } from "../errors.js";
import { readModel } from "./model.js";
import { summariseModel } from "./summary.js";

const relu = { operator: "Relu", inputs: ["x"], outputs: ["y"] };
const withInputs = (...inputs: Uint8Array[]) => readModel(buildModel({ nodes: [relu], inputs }));

describe("summariseModel", () => {
  it("describes a sample network", () => {
    expect(summariseModel(readModel(sampleModel("resnet18-plain.onnx")))).toEqual({
      inputName: "input",
      inputShape: [-1, 3, 64, 64],
      inputType: "float32",
      outputs: [{ name: "logits", shape: [-1, 10], elementType: "float32" }],
      opset: 17,
      irVersion: 8,
      producer: "pytorch 1.13.0",
    });
  });

  it("takes a fixed batch size and half precision", () => {
    const summary = summariseModel(withInputs(valueInfo("x", [1, 3, 4, 5], 10)));
    expect(summary).toMatchObject({ inputShape: [1, 3, 4, 5], inputType: "float16" });
  });

  it.each([
    [
      "two inputs",
      [valueInfo("x", ["n", 3, 4, 4]), valueInfo("size", [2], 7)],
      /takes 2 inputs \("x" float32 \[\?,3,4,4\], "size" int64 \[2\]\)/,
    ],
    [
      "integers",
      [valueInfo("x", ["n", 3, 4, 4], 2)],
      /input "x" is uint8 \[\?,3,4,4\]; it must be float32 or float16/,
    ],
    ["three axes", [valueInfo("x", [3, 4, 4])], /is float32 \[3,4,4\]; it must be a batch of images/],
    [
      "one channel",
      [valueInfo("x", ["n", 1, 28, 28])],
      /\[\?,1,28,28\]; its second axis must be the 3 colour channels/,
    ],
    ["channels last", [valueInfo("x", ["n", 224, 224, 3])], /\[\?,224,224,3\]; its second axis/],
    [
      "a free image size",
      [valueInfo("x", ["n", 3, "h", "w"])],
      /\[\?,3,\?,\?\]; height and width must be fixed/,
    ],
    ["enormous images", [valueInfo("x", ["n", 3, 100_000, 100_000])], /at most 50331648 numbers/],
  ])("refuses %s", (_what, inputs, message) => {
    const model = withInputs(...inputs);
    expect(() => summariseModel(model)).toThrow(message);
    expect(() => summariseModel(model)).toThrow(UnsupportedModelError);
  });
});
