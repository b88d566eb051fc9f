import { describe, expect, it } from "vitest";
import {
  buildModel,
  type ModelParts,
  type NodeParts,
  tensor,
  valueInfo,
} from "../../../../tests/golden/onnxBuilder.js";
import { ElementType } from "./elementType.js";
import { type OnnxModel, readModel } from "./model.js";
import { type SplitNetwork, splitAtInputs } from "./splitAtInputs.js";

const image = valueInfo("x", ["n", 3, 4, 4]);
const mask = valueInfo("mask", [1, 3, 4, 4]);

function modelOf(nodes: readonly NodeParts[], more: Partial<ModelParts> = {}): OnnxModel {
  return readModel(buildModel({ nodes, inputs: [image, mask], ...more }));
}

function split(model: OnnxModel, output = "y"): SplitNetwork {
  const found = splitAtInputs(model, new Set(["mask"]), output);
  if (found === null) throw new Error("not split");
  return found;
}

/** Operators of a file, and its inputs and outputs. */
function outline(bytes: Uint8Array) {
  const { graph } = readModel(bytes);
  return {
    operators: graph.nodes.map(({ operator }) => operator),
    inputs: graph.inputs.map(({ name }) => name),
    outputs: graph.outputs.map(({ name }) => name),
    stored: [...graph.initialisers.keys()],
  };
}

function step(operator: string, inputs: string[], output: string, ...attributes: Uint8Array[]): NodeParts {
  return { operator, inputs, outputs: [output], attributes };
}

describe("a network split at a mask", () => {
  it("passes every branch that leads around the mask", () => {
    const model = modelOf([
      step("Relu", ["x"], "a"),
      step("Sigmoid", ["a"], "b"),
      step("Mul", ["b", "mask"], "c"),
      step("Add", ["c", "a"], "y"),
    ]);
    const found = split(model);
    expect(found.frontier.map(({ name }) => name).sort()).toEqual(["a", "b"]);
    expect(outline(found.head)).toEqual({
      operators: ["Relu", "Sigmoid"],
      inputs: ["x"],
      outputs: found.frontier.map(({ name }) => name),
      stored: [],
    });
    const tail = outline(found.tail(new Map([["a", [-1, 3, 4, 4]]])));
    expect(tail.operators).toEqual(["Mul", "Add"]);
    expect(tail.inputs.sort()).toEqual(["a", "b", "mask"]);
    expect(tail.outputs).toEqual(["y"]);
  });

  it("leaves out what the output does not need, and copies what depends on no input", () => {
    const model = modelOf(
      [
        step("Relu", ["x"], "a"),
        step("Neg", ["two"], "minus two"),
        step("Mul", ["a", "mask"], "b"),
        step("Add", ["b", "minus two"], "y"),
        step("Exp", ["a"], "not needed before"),
        step("Exp", ["b"], "not needed behind"),
      ],
      { initialisers: [tensor("two", [1]), tensor("not needed", [1])] },
    );
    const found = split(model);
    expect(found.frontier).toEqual([{ name: "a", elementType: ElementType.float32 }]);
    expect(outline(found.head)).toMatchObject({ operators: ["Relu"], stored: [] });
    expect(outline(found.tail(new Map()))).toMatchObject({
      operators: ["Neg", "Mul", "Add"],
      stored: ["two"],
    });
  });

  it("passes shapes taken of the image as whole numbers", () => {
    const model = modelOf([
      step("Relu", ["x"], "a"),
      step("Shape", ["a"], "shape"),
      step("Mul", ["a", "mask"], "b"),
      step("Reshape", ["b", "shape"], "y"),
    ]);
    expect(split(model).frontier).toContainEqual({ name: "shape", elementType: ElementType.int64 });
  });

  it("is none where the mask does not matter, the tail reads the image, or a type is unknown", () => {
    const inputs = new Set(["mask"]);
    const aside = modelOf([step("Relu", ["x"], "y"), step("Mul", ["y", "mask"], "aside")]);
    expect(splitAtInputs(aside, inputs, "y")).toBeNull();
    const reads = modelOf([
      step("Relu", ["x"], "a"),
      step("Mul", ["a", "mask"], "b"),
      step("Add", ["b", "x"], "y"),
    ]);
    expect(splitAtInputs(reads, inputs, "y")).toBeNull();
    const unknown = modelOf([
      step("Relu", ["x"], "r"),
      step("SequenceAt", ["r", "r"], "a"),
      step("Mul", ["a", "mask"], "y"),
    ]);
    expect(splitAtInputs(unknown, inputs, "y")).toBeNull();
  });
});
