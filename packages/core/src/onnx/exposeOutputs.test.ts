import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampleModel } from "../../../../tests/golden/onnx.js";
import {
  buildModel,
  bytesField,
  integerField,
  join,
  valueInfo,
} from "../../../../tests/golden/onnxBuilder.js";
import { RunSpecError, UnsupportedModelError } from "../errors.js";
import { listCheckpoints } from "./checkpoints.js";
import { exposeOutputs } from "./exposeOutputs.js";
import { readModel } from "./model.js";

const resnet = readModel(sampleModel("resnet18-plain.onnx"));
const outputsOf = (bytes: Uint8Array) => readModel(bytes).graph.outputs.map((output) => output.name);

describe("exposeOutputs", () => {
  it("adds any choice of values after the outputs there are, each once", () => {
    const tensors = listCheckpoints(resnet).map((checkpoint) => checkpoint.tensor);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...tensors), { maxLength: 12 }), (chosen) => {
        const expected = [...new Set(["logits", ...chosen])];
        expect(outputsOf(exposeOutputs(resnet, chosen))).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  it("changes nothing when the values are outputs already", () => {
    const once = exposeOutputs(resnet, ["/maxpool/MaxPool_output_0"]);
    expect(
      Buffer.compare(exposeOutputs(readModel(once), ["/maxpool/MaxPool_output_0", "logits"]), once),
    ).toBe(0);
  });

  it("keeps the known declaration of a value, unknown fields included", () => {
    const declared = join([valueInfo("a", ["n", 3, 4, 4]), bytesField(1999, "kept")]);
    const model = readModel(
      buildModel({
        nodes: [
          { operator: "Relu", inputs: ["x"], outputs: ["a"] },
          { operator: "Neg", inputs: ["a"], outputs: ["y"] },
        ],
        valueInfos: [declared],
        moreInModel: [bytesField(1999, "kept"), integerField(1998, 7)],
      }),
    );
    const written = exposeOutputs(model, ["a"]);
    expect(readModel(written).graph.outputs.at(-1)).toMatchObject({
      name: "a",
      shape: [-1, 3, 4, 4],
      raw: declared,
    });
    const { bytes, graphRange } = model;
    const tail = bytes.subarray(graphRange.end);
    expect(written.subarray(written.length - tail.length)).toEqual(tail);
  });

  it("refuses a value that does not exist and says which there are", () => {
    expect(() => exposeOutputs(resnet, ["layer9"])).toThrow(RunSpecError);
    expect(() => exposeOutputs(resnet, ["layer9"])).toThrow(
      /^layer9: no such checkpoint; there are maxpool, layer1, /,
    );
    expect(() => exposeOutputs(resnet, ["/maxpool/MaxPool_output_1"])).toThrow(
      /Did you mean \/maxpool\/MaxPool_output_0\?/,
    );
  });

  it("refuses the input and the weights", () => {
    expect(() => exposeOutputs(resnet, ["input"])).toThrow(RunSpecError);
    expect(() => exposeOutputs(resnet, ["fc.weight"])).toThrow(RunSpecError);
  });

  it("refuses values that are no floating-point numbers", () => {
    const model = readModel(
      buildModel({
        nodes: [
          { operator: "ArgMax", inputs: ["x"], outputs: ["best"] },
          { operator: "Relu", inputs: ["x"], outputs: ["y"] },
        ],
      }),
    );
    expect(() => exposeOutputs(model, ["best"])).toThrow(UnsupportedModelError);
    expect(() => exposeOutputs(model, ["best"])).toThrow(
      /best: cannot be a checkpoint, since its values are int64/,
    );
  });
});
