import { describe, expect, it } from "vitest";
import { sampleModel } from "../../../../tests/golden/onnx.js";
import { buildModel, type NodeParts, tensor, valueInfo } from "../../../../tests/golden/onnxBuilder.js";
import { RunSpecError, UnsupportedModelError } from "../errors.js";
import { listCheckpoints } from "./checkpoints.js";
import { cutSegment } from "./cutSegment.js";
import { readModel } from "./model.js";
import { summariseModel } from "./summary.js";

const resnet = readModel(sampleModel("resnet18-plain.onnx"));
const FROM = "/layer1/layer1.1/relu_1/Relu_output_0";
const TO = "/layer2/layer2.1/relu_1/Relu_output_0";
const PIECE = { from: FROM, to: TO, channels: 16, height: 32, width: 48, imageChannel: 2 };

const step = (operator: string, inputs: string[], output: string): NodeParts => ({
  operator,
  inputs,
  outputs: [output],
});

describe("cutSegment", () => {
  it("takes images of the given size and keeps the nodes between the two values", () => {
    const piece = cutSegment(resnet, PIECE);
    expect(summariseModel(piece)).toMatchObject({ inputShape: [-1, 3, 32, 48], inputType: "float32" });
    expect(piece.graph.outputs.map((output) => output.name)).toEqual([TO]);
    expect(piece.graph.nodes[0]).toMatchObject({ operator: "Gather", outputs: [FROM] });
    expect(piece.graph.nodes.slice(1)).toEqual(
      resnet.graph.nodes.filter((node) => node.name.startsWith("/layer2/")),
    );
    const read = new Set(piece.graph.nodes.flatMap((node) => node.inputs));
    for (const name of piece.graph.initialisers.keys()) expect(read).toContain(name);
    expect(listCheckpoints(piece).map((checkpoint) => checkpoint.name)).toContain("layer2.0");
  });

  it("starts from the network's input as well", () => {
    const piece = cutSegment(resnet, {
      ...PIECE,
      from: "input",
      to: "/maxpool/MaxPool_output_0",
      channels: 3,
    });
    expect(piece.graph.nodes.map((node) => node.operator)).toEqual(["Gather", "Conv", "Relu", "MaxPool"]);
  });

  it("keeps what is stored and also declared as an input, and drops what is not needed", () => {
    const stored = [tensor("w", [3, 4, 4]), tensor("v", [3, 4, 4])];
    const model = readModel(
      buildModel({
        nodes: [step("Relu", ["x"], "a"), step("Add", ["a", "w"], "b"), step("Mul", ["b", "v"], "y")],
        initialisers: stored,
        irVersion: 3,
        inputs: [valueInfo("x", [2, 3, 4, 4]), valueInfo("w", [3, 4, 4]), valueInfo("v", [3, 4, 4])],
        outputs: [valueInfo("y", [2, 3, 4, 4])],
      }),
    );
    const piece = cutSegment(model, { ...PIECE, from: "a", to: "b", channels: 3, height: 4, width: 4 });
    expect([...piece.graph.initialisers.keys()]).toEqual(["w", "a/image channel"]);
    expect(piece.graph.inputs.map(({ name, shape }) => [name, shape])).toEqual([["a/image", [2, 3, 4, 4]]]);
    expect(piece.graph.nodes.map((node) => node.operator)).toEqual(["Gather", "Add"]);
  });

  it("refuses a start that the end can be reached without", () => {
    // The skip connection of the block goes around its first convolution.
    const inside = { ...PIECE, from: "/layer2/layer2.0/conv1/Conv_output_0" };
    expect(() => cutSegment(resnet, inside)).toThrow(UnsupportedModelError);
    expect(() => cutSegment(resnet, inside)).toThrow(
      /node "\/conv1\/Conv" \(Conv\) leads to the end without/,
    );
  });

  it("refuses ends before the start, unknown values and numbers that are none", () => {
    expect(() => cutSegment(resnet, { ...PIECE, from: TO, to: FROM })).toThrow(UnsupportedModelError);
    expect(() => cutSegment(resnet, { ...PIECE, from: "layer9" })).toThrow(/^layer9: no such checkpoint/);
    expect(() => cutSegment(resnet, { ...PIECE, to: "input" })).toThrow(RunSpecError);
    expect(() => cutSegment(resnet, { ...PIECE, imageChannel: 3 })).toThrow("0, 1 or 2; got 3");
    expect(() => cutSegment(resnet, { ...PIECE, height: 0 })).toThrow("from 1; got 0");
    const apart = readModel(
      buildModel({
        nodes: [step("Relu", ["x"], "a"), step("Neg", ["a"], "b"), step("Neg", ["w"], "y")],
        initialisers: [tensor("w", [1, 3, 4, 4])],
      }),
    );
    expect(() => cutSegment(apart, { ...PIECE, from: "a", to: "y" })).toThrow(/does not depend on the start/);
  });
});
