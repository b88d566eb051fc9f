import { describe, expect, it } from "vitest";
import { buildModel, type NodeParts } from "../../../../tests/golden/onnxBuilder.js";
import { RunSpecError } from "../errors.js";
import { appendSoftmax } from "./appendSoftmax.js";
import { readModel } from "./model.js";

const read = (nodes: NodeParts[]) => readModel(buildModel({ nodes }));
const step = (operator: string, input: string, output: string): NodeParts => ({
  operator,
  inputs: [input],
  outputs: [output],
});

describe("appendSoftmax", () => {
  it("adds one over the classes, under a name of its own", () => {
    const model = read([step("Relu", "x", "y")]);
    const added = appendSoftmax(model, "y");
    expect(added.tensor).toBe("y/softmax");
    expect(added.model.graph.nodes.at(-1)).toMatchObject({
      operator: "Softmax",
      inputs: ["y"],
      outputs: ["y/softmax"],
      attributes: [{ name: "axis", integer: 1 }],
    });
    expect(added.model.graph.nodes.slice(0, -1)).toEqual(model.graph.nodes);
    expect(added.model.graph.outputs).toEqual(model.graph.outputs);
  });

  it.each([
    ["Softmax alone", [step("Softmax", "x", "y")]],
    ["behind a Flatten", [step("Softmax", "x", "a"), step("Flatten", "a", "y")]],
    [
      "behind Dropout and Identity",
      [step("Softmax", "x", "a"), step("Dropout", "a", "b"), step("Identity", "b", "y")],
    ],
    [
      "written out",
      [
        step("ReduceMax", "x", "top"),
        { operator: "Sub", inputs: ["x", "top"], outputs: ["shifted"] },
        step("Exp", "shifted", "e"),
        step("ReduceSum", "e", "sum"),
        { operator: "Div", inputs: ["e", "sum"], outputs: ["y"] },
      ],
    ],
  ])("adds none to a value that is one already: %s", (_, nodes) => {
    const model = read(nodes as NodeParts[]);
    expect(appendSoftmax(model, "y")).toEqual({ model, tensor: "y" });
  });

  it.each([
    ["the value before a softmax", [step("Relu", "x", "a"), step("Softmax", "a", "y")], "a"],
    ["a logarithm of one", [step("LogSoftmax", "x", "y")], "y"],
    [
      "another share",
      [
        step("Exp", "x", "e"),
        step("ReduceSum", "x", "sum"),
        { operator: "Div", inputs: ["e", "sum"], outputs: ["y"] },
      ],
      "y",
    ],
  ])("adds one to %s", (_, nodes, tensor) => {
    const model = read(nodes as NodeParts[]);
    expect(appendSoftmax(model, tensor).tensor).toBe(`${tensor}/softmax`);
  });

  it("refuses a value that does not exist", () => {
    expect(() => appendSoftmax(read([step("Relu", "x", "y")]), "fc")).toThrow(RunSpecError);
  });
});
