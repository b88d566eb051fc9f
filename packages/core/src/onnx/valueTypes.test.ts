import { describe, expect, it } from "vitest";
import {
  buildModel,
  bytesField,
  integerAttribute,
  integerField,
  join,
  type NodeParts,
  tensor,
} from "../../../../tests/golden/onnxBuilder.js";
import { ElementType, elementTypeName } from "./elementType.js";
import { readModel } from "./model.js";
import { inferElementTypes, valuesOfInput } from "./valueTypes.js";

/** Type of the value `v` that a node makes of `x` (float32), `i` (int64), `s` (float32) and `z` (int8). */
function typeOf(node: Omit<NodeParts, "outputs">, outputs: string[] = ["v"]): string {
  const graph = readModel(
    buildModel({
      nodes: [
        { ...node, outputs },
        { operator: "Relu", inputs: ["x"], outputs: ["y"] },
      ],
      initialisers: [
        tensor("i", [1], new Uint8Array(8), ElementType.int64),
        tensor("s", [1]),
        tensor("z", [1], new Uint8Array(1), 3),
      ],
    }),
  ).graph;
  return elementTypeName(inferElementTypes(graph).get("v"));
}

describe("inferElementTypes", () => {
  it.each([
    ["Relu", ["x"], "float32"],
    ["Neg", ["i"], "int64"],
    ["Shape", ["x"], "int64"],
    ["Less", ["x", "x"], "bool"],
    ["Where", ["b", "x", "x"], "float32"],
    ["QuantizeLinear", ["x", "s"], "uint8"],
    ["QuantizeLinear", ["x", "s", "z"], "int8"],
    ["DequantizeLinear", ["z", "s"], "float32"],
    ["SplitToSequence", ["x"], "an unknown type"],
    ["ConstantOfShape", ["i"], "float32"],
  ])("knows the result of %s of %j", (operator, inputs, type) => {
    const condition = inputs.map((input) => (input === "b" ? "i" : input));
    expect(typeOf({ operator, inputs: condition })).toBe(type);
  });

  it("reads the type a node is told", () => {
    const ofTensor = join([bytesField(1, "value"), bytesField(5, tensor("", [1], new Uint8Array(8), 11))]);
    const ofFloat = join([bytesField(1, "value_float"), integerField(20, 1)]);
    expect(typeOf({ operator: "Cast", inputs: ["i"], attributes: [integerAttribute("to", 10)] })).toBe(
      "float16",
    );
    expect(typeOf({ operator: "Constant", inputs: [], attributes: [ofTensor] })).toBe("float64");
    expect(typeOf({ operator: "Constant", inputs: [], attributes: [ofFloat] })).toBe("float32");
    expect(typeOf({ operator: "ConstantOfShape", inputs: ["i"], attributes: [ofTensor] })).toBe("float64");
  });

  it("tells positions and masks from activations", () => {
    expect(typeOf({ operator: "MaxPool", inputs: ["x"] }, ["pooled", "v"])).toBe("int64");
    expect(typeOf({ operator: "Dropout", inputs: ["x"] }, ["kept", "v"])).toBe("bool");
    expect(typeOf({ operator: "Split", inputs: ["x"] }, ["left", "v"])).toBe("float32");
  });
});

describe("valuesOfInput", () => {
  it("follows the content of the image and not its shape", () => {
    const { graph } = readModel(
      buildModel({
        nodes: [
          { operator: "Shape", inputs: ["x"], outputs: ["shape"] },
          {
            operator: "Cast",
            inputs: ["shape"],
            outputs: ["sizes"],
            attributes: [integerAttribute("to", 1)],
          },
          { operator: "Relu", inputs: ["w"], outputs: ["weights"] },
          { operator: "Resize", inputs: ["x", "", "sizes"], outputs: ["y"] },
        ],
        initialisers: [tensor("w", [1])],
      }),
    );
    expect([...valuesOfInput(graph)]).toEqual(["y"]);
  });
});
