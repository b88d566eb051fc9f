import { describe, expect, it } from "vitest";
import {
  buildModel,
  bytesField,
  join,
  type NodeParts,
  node,
  tensor,
  valueInfo,
} from "../../../../tests/golden/onnxBuilder.js";
import { OnnxFormatError } from "../errors.js";
import { readModel } from "./model.js";

const step = (operator: string, inputs: string[], outputs: string[], name?: string): NodeParts => ({
  operator,
  inputs,
  outputs,
  ...(name === undefined ? {} : { name }),
});
const graphOf = (nodes: NodeParts[], more = {}) => readModel(buildModel({ nodes, ...more })).graph;

/** An attribute that holds a graph. */
function graphAttribute(nodes: NodeParts[], output: string): Uint8Array {
  const graph = [...nodes.map((item) => bytesField(1, node(item))), bytesField(12, valueInfo(output, [1]))];
  return join([bytesField(1, "then_branch"), bytesField(6, graph)]);
}

describe("buildGraph", () => {
  it("links values to the nodes that make and read them", () => {
    const graph = graphOf(
      [step("Relu", ["x"], ["a"]), step("Add", ["a", "w"], ["b"]), step("Mul", ["a", "b"], ["y"])],
      {
        initialisers: [tensor("w", [3, 4, 4])],
      },
    );
    expect(graph.producers.get("b")?.operator).toBe("Add");
    expect(graph.producers.has("w")).toBe(false);
    expect(graph.consumers.get("a")?.map((reader) => reader.operator)).toEqual(["Add", "Mul"]);
    expect(graph.consumers.has("y")).toBe(false);
  });

  it("does not count initialisers among the inputs", () => {
    const graph = graphOf([step("Add", ["x", "w"], ["y"])], {
      inputs: [valueInfo("w", [3, 4, 4]), valueInfo("x", ["n", 3, 4, 4])],
      initialisers: [tensor("w", [3, 4, 4])],
    });
    expect(graph.inputs.map((input) => input.name)).toEqual(["x"]);
  });

  it("brings nodes into the order of their dependence and keeps an order that is one", () => {
    const sorted = [step("Relu", ["x"], ["a"]), step("Tanh", ["x"], ["b"]), step("Add", ["a", "b"], ["y"])];
    const operators = (nodes: NodeParts[]) => graphOf(nodes).nodes.map((item) => item.operator);
    expect(operators(sorted)).toEqual(["Relu", "Tanh", "Add"]);
    expect(operators([...sorted].reverse())).toEqual(["Relu", "Tanh", "Add"]);
  });

  it("sees what nested graphs read", () => {
    const branch = (value: string) => ({
      ...step("If", ["flag"], ["y"], "choose"),
      attributes: [graphAttribute([step("Neg", [value], ["inner"])], "inner")],
    });
    const flag = { initialisers: [tensor("flag", [1], Uint8Array.of(1), 9)] };
    const graph = graphOf([branch("a"), step("Relu", ["x"], ["a"])], flag);
    expect(graph.nodes.map((item) => item.operator)).toEqual(["Relu", "If"]);
    expect(graph.consumers.get("a")?.map((reader) => reader.operator)).toEqual(["If"]);
    expect(() => graphOf([branch("gone")], flag)).toThrow(/node "choose" \(If\) reads "gone"/);
  });

  it("keeps the declaration with a type when a value is named twice", () => {
    const graph = graphOf([step("Relu", ["x"], ["y"])], {
      outputs: [bytesField(1, "y")],
      valueInfos: [valueInfo("y", ["n", 3, 4, 4])],
    });
    expect(graph.declarations.get("y")).toMatchObject({ elementType: 1, shape: [-1, 3, 4, 4] });
  });

  it.each([
    [
      "a value nobody makes",
      [step("Relu", ["gone"], ["y"], "act")],
      /node "act" \(Relu\) reads "gone", which no node/,
    ],
    ["an output nobody makes", [step("Relu", ["x"], ["z"])], /nothing makes its output "y"/],
    [
      "a value made twice",
      [step("Relu", ["x"], ["y"]), step("Tanh", ["x"], ["y"])],
      /makes the value "y" twice, .* Tanh node/,
    ],
    ["an input that is made", [step("Relu", ["x"], ["x"])], /makes the value "x" twice/],
    [
      "a cycle",
      [step("Add", ["x", "b"], ["a"]), step("Relu", ["a"], ["b"]), step("Neg", ["b"], ["y"])],
      /has a cycle through/,
    ],
    ["a node that reads itself", [step("Add", ["x", "y"], ["y"], "loop")], /cycle through node "loop"/],
    [
      "a node without an operator",
      [step("", ["x"], ["y"], "odd")],
      /node "odd" \(without an operator\) is not valid/,
    ],
  ])("refuses %s", (_what, nodes, message) => {
    expect(() => graphOf(nodes)).toThrow(message);
    expect(() => graphOf(nodes)).toThrow(OnnxFormatError);
  });

  it("takes a chain far longer than the call stack", () => {
    const length = 20_000;
    const chain = Array.from({ length }, (_, i) =>
      step("Relu", [i === 0 ? "x" : `v${i}`], [i === length - 1 ? "y" : `v${i + 1}`]),
    );
    expect(graphOf(chain.reverse()).nodes[0].inputs).toEqual(["x"]);
  });
});
