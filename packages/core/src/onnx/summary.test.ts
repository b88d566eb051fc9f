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
      inputLayout: "NCHW",
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

  it("gives channels, height and width in this order, -1 for what is open", () => {
    const summary = summariseModel(withInputs(valueInfo("x", ["n", "h", 5, 1], 2)));
    expect(summary).toMatchObject({ inputShape: [-1, 1, -1, 5], inputType: "uint8", inputLayout: "NHWC" });
  });

  it("refuses what is no batch of images, as readImageInput does", () => {
    expect(() => summariseModel(withInputs(valueInfo("x", [3, 4, 4])))).toThrow(UnsupportedModelError);
  });
});
