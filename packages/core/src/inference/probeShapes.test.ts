import { describe, expect, it } from "vitest";
import { goldenModel, goldenNetworks, sampleModel } from "../../../../tests/golden/onnx.js";
import {
  buildModel,
  integerAttribute,
  rawFloats,
  tensor,
  valueInfo,
} from "../../../../tests/golden/onnxBuilder.js";
import { UnsupportedModelError } from "../errors.js";
import { listCheckpoints } from "../onnx/checkpoints.js";
import { readModel } from "../onnx/model.js";
import { probeShapes } from "./probeShapes.js";

describe("probeShapes", () => {
  it.each(["resnet18-plain.onnx", "resnet18-augmented.onnx"])("finds the shapes of %s", async (file) => {
    const model = readModel(sampleModel(file));
    const checkpoints = listCheckpoints(model);
    const shapes = await probeShapes(
      model,
      checkpoints.map((checkpoint) => checkpoint.tensor),
    );
    expect(shapes.size).toBe(checkpoints.length);
    const suggested = checkpoints.filter((checkpoint) => checkpoint.suggested);
    expect(suggested.map(({ name, tensor: value }) => [name, shapes.get(value)])).toEqual([
      ["maxpool", [16, 16, 16]],
      ["layer1", [16, 16, 16]],
      ["layer2", [32, 8, 8]],
      ["layer3", [64, 4, 4]],
      ["layer4", [128, 2, 2]],
      ["avgpool", [128, 1, 1]],
      ["fc", [10]],
    ]);
  });

  it.each(goldenNetworks)(
    "finds the shapes of $file, whose file declares none",
    async ({ file, checkpoints }) => {
      const shapes = await probeShapes(
        goldenModel(file),
        checkpoints.map((checkpoint) => checkpoint.tensor),
      );
      for (const { tensor: value, shape } of checkpoints) expect(shapes.get(value), value).toEqual(shape);
    },
  );

  it("leaves out values that cannot be checkpoints", async () => {
    const shuffled = tensor(
      "five axes",
      [5],
      new Uint8Array(BigInt64Array.of(-1n, 1n, 3n, 4n, 4n).buffer),
      7,
    );
    const bytes = buildModel({
      nodes: [
        { operator: "Reshape", inputs: ["x", "five axes"], outputs: ["shuffled"] },
        {
          operator: "ReduceMean",
          inputs: ["x"],
          outputs: ["scalar"],
          attributes: [integerAttribute("keepdims", 0)],
        },
        { operator: "Mul", inputs: ["x", "w"], outputs: ["y"] },
      ],
      initialisers: [shuffled, tensor("w", [1], rawFloats([2]))],
    });
    const shapes = await probeShapes(bytes, ["shuffled", "scalar", "y"]);
    expect([...shapes]).toEqual([["y", [3, 4, 4]]]);
  });

  it("runs a network with a fixed batch size at that size", async () => {
    const bytes = buildModel({
      nodes: [{ operator: "GlobalAveragePool", inputs: ["x"], outputs: ["y"] }],
      inputs: [valueInfo("x", [4, 3, 4, 4])],
      outputs: [valueInfo("y", [4, 3, 1, 1])],
    });
    expect([...(await probeShapes(bytes, ["y"]))]).toEqual([["y", [3, 1, 1]]]);
  });

  it("says so when the network cannot be run", async () => {
    const shape = tensor("shape", [2], new Uint8Array(BigInt64Array.of(7n, 7n).buffer), 7);
    const bytes = buildModel({
      nodes: [{ operator: "Reshape", inputs: ["x", "shape"], outputs: ["y"] }],
      outputs: [valueInfo("y", [7, 7])],
      initialisers: [shape],
    });
    const probing = probeShapes(bytes, ["y"]);
    await expect(probing).rejects.toThrow(UnsupportedModelError);
    await expect(probing).rejects.toThrow(/fails on a batch of 1/);
  });
});
